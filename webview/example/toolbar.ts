import { html, nothing, type TemplateResult } from 'lit';
import type { ExampleToHost } from '../../src/protocol';
import { count } from '../format';
import type { ExampleMessage } from './state';

interface ToolbarView {
  message: ExampleMessage;
  picking: boolean;
  send: (message: ExampleToHost) => void;
  pick: (picking: boolean) => void;
}

export function renderToolbar({ message, picking, send, pick }: ToolbarView): TemplateResult {
  const { position, judge, judgment, review } = message;
  const alone = (review?.total ?? position.total) <= 1;
  return html`<div class="toolbar" role="toolbar" aria-label="Example">
    <div class="steps">
      ${icon('previous', 'chevron-left', review ? 'Previous of the review (Alt+← or k)' : 'Previous failing example (Alt+← or k)', () => send({ type: 'step', by: -1 }), alone)}
      <span class="position" data-testid="position">${
        review
          ? `${count(review.index)} of ${count(review.total)} in review`
          : `${count(position.index)} of ${count(position.total)} failing`
      }</span>
      ${icon('next', 'chevron-right', review ? 'Next of the review (Alt+→ or j)' : 'Next failing example (Alt+→ or j)', () => send({ type: 'step', by: 1 }), alone)}
    </div>
    <div class="tools">
      ${
        judge.running === null
          ? nothing
          : html`<span class="classifying" role="status"
              ><vscode-progress-ring></vscode-progress-ring>Classifying ${count(judge.running.done)} of ${count(judge.running.total)}</span
            >`
      }
      <vscode-button
        appearance="secondary"
        data-testid="change-category"
        aria-haspopup="listbox"
        aria-expanded=${picking}
        title="Change category (c)"
        @click=${() => pick(!picking)}
        >Change category</vscode-button
      >
      ${icon('reclassify', 'refresh', judgment === null ? `Classify with ${judge.label}` : `Reclassify with ${judge.label}`, () => send({ type: 'reclassify' }), judge.running !== null)}
      ${icon('reclassify-with', 'law', 'Reclassify with another judge…', () => send({ type: 'reclassifyWith' }), judge.running !== null)}
      ${icon('copy-markdown', 'copy', 'Copy as Markdown', () => send({ type: 'copy', what: 'markdown' }))}
      ${icon('copy-prompt', 'comment', 'Copy the prompt that a judge gets', () => send({ type: 'copy', what: 'prompt' }))}
      ${icon('open-source', 'go-to-file', 'Open the line in the file', () => send({ type: 'openSource' }))}
      ${icon('open-atlas', 'pie-chart', 'Open the atlas', () => send({ type: 'openAtlas' }))}
    </div>
  </div>`;
}

function icon(testId: string, name: string, label: string, act: () => void, disabled = false): TemplateResult {
  return html`<vscode-button
    appearance="icon"
    data-testid=${testId}
    aria-label=${label}
    title=${label}
    ?disabled=${disabled}
    @click=${act}
    ><span class=${`codicon codicon-${name}`}></span
  ></vscode-button>`;
}
