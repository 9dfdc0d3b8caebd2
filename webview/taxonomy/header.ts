import { html, nothing, type TemplateResult } from 'lit';
import type { TaxonomyToHost } from '../../src/protocol/taxonomy';
import { counted } from '../format';
import { rowsOf, type TaxonomyMessage } from './state';

/** What the taxonomy is, how it is used, and what can be done with the whole. */
export function renderHeader(
  taxonomy: TaxonomyMessage,
  add: () => void,
  post: (message: TaxonomyToHost) => void,
): TemplateResult {
  const { judged, residual, gone, raisedFrom, faults } = taxonomy;
  return html`<header class="taxonomy-header">
    <h1><bdi>${taxonomy.name}</bdi></h1>
    <p class="facts">
      <span><code>${taxonomy.id}@${taxonomy.version}</code></span>
      <span>${counted(rowsOf(taxonomy.categories).length, 'category', 'categories')}</span>
      <span
        >${
          judged.count === 0
            ? 'no failing example judged under it yet'
            : `${counted(judged.count, 'failing example')} judged under version ${judged.version}`
        }</span
      >
      ${residual.map(({ name, count }) => html`<span>${count} in ${name}</span>`)}
      ${gone > 0 ? html`<span><span class="codicon codicon-warning" aria-hidden="true"></span> ${counted(gone, 'failing example')} in categories that are gone</span>` : nothing}
    </p>
    ${
      raisedFrom === null
        ? nothing
        : html`<p class="notice" role="status" data-testid="raised">
            The version was raised from ${raisedFrom}, because failing examples are judged under that one. These
            judgments stay; on saving they also count under ${taxonomy.version}, in the categories that you have put
            them into. Undo takes both back.
          </p>`
    }
    ${faults.map((fault) => html`<p class="failed" role="alert">${fault}</p>`)}
    <div class="actions">
      <vscode-button data-testid="add" @click=${add}>Add category</vscode-button>
      ${
        taxonomy.isChosen
          ? html`<span class="chosen"><span class="codicon codicon-check" aria-hidden="true"></span>In use</span>`
          : html`<vscode-button appearance="secondary" data-testid="choose" @click=${() => post({ type: 'choose' })}
              >Use it</vscode-button
            >`
      }
      <vscode-button appearance="secondary" data-testid="reclassify" @click=${() => post({ type: 'reclassify' })}
        >Sort failing examples into it…</vscode-button
      >
      <vscode-button appearance="secondary" data-testid="open-as-text" @click=${() => post({ type: 'openText' })}
        >Open as text</vscode-button
      >
    </div>
  </header>`;
}
