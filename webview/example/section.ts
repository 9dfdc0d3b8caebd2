import { html, nothing, type TemplateResult } from 'lit';

interface SectionHead {
  id: string;
  title: string;
  facts?: readonly (string | TemplateResult | false)[];
  copy?: (() => void) | undefined;
}

export function renderSectionHead({ id, title, facts = [], copy }: SectionHead): TemplateResult {
  return html`<div class="section-head">
    <h2 id=${id}>${title}</h2>
    <p class="facts">${facts.map((fact) => (fact === false ? nothing : html`<span>${fact}</span>`))}</p>
    ${
      copy === undefined
        ? nothing
        : html`<vscode-button
            appearance="icon"
            data-testid=${`copy-${title.toLowerCase()}`}
            aria-label=${`Copy ${title.toLowerCase()}`}
            title=${`Copy ${title.toLowerCase()}`}
            @click=${copy}
            ><span class="codicon codicon-copy"></span
          ></vscode-button>`
    }
  </div>`;
}
