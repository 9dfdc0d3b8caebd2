import { html, nothing, type TemplateResult } from 'lit';

export interface ModeSwitch {
  mode: 'raw' | 'rendered';
  toggle: () => void;
}

interface SectionHead {
  id: string;
  title: string;
  facts?: readonly (string | TemplateResult | false)[];
  mode?: ModeSwitch;
  copy?: (() => void) | undefined;
}

export function renderSectionHead({ id, title, facts = [], mode, copy }: SectionHead): TemplateResult {
  return html`<div class="section-head">
    <h2 id=${id}>${title}</h2>
    <p class="facts">${facts.map((fact) => (fact === false ? nothing : html`<span>${fact}</span>`))}</p>
    <span class="section-tools">
      ${mode === undefined ? nothing : renderSwitch(title, mode)}
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
    </span>
  </div>`;
}

function renderSwitch(title: string, { mode, toggle }: ModeSwitch): TemplateResult {
  const other = mode === 'raw' ? 'rendered' : 'raw';
  const meaning = other === 'raw' ? 'exactly as it is written' : 'with Markdown, code and formulas';
  return html`<button
    class="link mode-switch"
    data-testid=${`mode-${title.toLowerCase()}`}
    title=${`Show ${title.toLowerCase()} ${meaning}`}
    @click=${toggle}
  >
    Show ${other}
  </button>`;
}
