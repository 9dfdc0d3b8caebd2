import { html, type TemplateResult } from 'lit';
import type { TaxonomyToHost } from '../../src/protocol/taxonomy';
import type { BrokenMessage } from './state';

export function renderLoading(): TemplateResult {
  return html`<div role="status" aria-label="Reading the taxonomy">
    <div class="skeleton">${[1, 2, 3, 4, 5, 6].map(() => html`<i></i>`)}</div>
  </div>`;
}

/** The text is no taxonomy: what is wrong with it, and where. */
export function renderBroken({ faults }: BrokenMessage, post: (message: TaxonomyToHost) => void): TemplateResult {
  return html`<div class="state" role="alert" data-testid="broken">
    <h1>This file can’t be shown as a tree</h1>
    <p>Nothing was changed. Mend the text, and the tree comes back.</p>
    <ul class="broken-faults">
      ${faults.map(
        ({ message, line, column }) =>
          html`<li>
            <button class="link" @click=${() => post({ type: 'openText', line, column })}>
              Line ${line}, column ${column}
            </button>
            <span>${message}</span>
          </li>`,
      )}
    </ul>
    <div class="state-actions">
      <vscode-button
        data-testid="open-as-text"
        @click=${() => post({ type: 'openText', line: faults[0]?.line, column: faults[0]?.column })}
        >Open as text</vscode-button
      >
    </div>
  </div>`;
}
