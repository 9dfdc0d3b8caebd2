import { html, nothing, type TemplateResult } from 'lit';
import type { ListQuery, ListToHost } from '../../src/protocol';
import { counted } from '../format';
import { DEFAULT_FILTER, type FileMessage, isDefault, NO_FILTER, type ResultMessage } from './state';

export function renderLoading(): TemplateResult {
  return html`<div class="loading" role="status" aria-label="Reading the file">
    <p class="hint">Reading the file…</p>
    <div class="skeleton">${[1, 2, 3, 4, 5, 6].map(() => html`<i></i>`)}</div>
  </div>`;
}

/** A file that is no evaluation, or that can't be read. */
export function renderNoList(
  { state, message, name }: FileMessage,
  post: (message: ListToHost) => void,
): TemplateResult {
  const isOther = state === 'notEvaluation';
  return html`<div class="state" role="alert" data-testid="no-list">
    <h1>${isOther ? 'This is no evaluation file' : 'This file can’t be read'}</h1>
    <p>
      ${
        isOther
          ? `ErrorAtlas finds no examples of an evaluation in ${name}: no tool that it knows has written this, and no fields have the usual names. If it is a table or JSON with an output and a score, say which fields they are.`
          : message
      }
    </p>
    <div class="state-actions">
      ${
        isOther
          ? html`<vscode-button
              data-testid="map-fields"
              @click=${() => post({ type: 'command', command: 'errorAtlas.mapFields' })}
              >Map fields…</vscode-button
            >`
          : nothing
      }
      <vscode-button
        appearance=${isOther ? 'secondary' : 'primary'}
        data-testid="open-as-text"
        @click=${() => post({ type: 'openRaw', ref: null })}
        >Open as text</vscode-button
      >
    </div>
  </div>`;
}

interface NothingView {
  file: FileMessage;
  result: ResultMessage;
  query: ListQuery;
  change: (change: Partial<ListQuery>) => void;
  searchTexts: () => void;
}

/** No row, and the way out of it. */
export function renderNothing({ file, result, query, change, searchTexts }: NothingView): TemplateResult {
  const { totals } = file;
  const hasText = query.text.trim() !== '';
  if (!hasText && isDefault(query.filter)) {
    if (totals.examples === 0) {
      const words = file.state === 'reading' ? 'None has been found so far.' : 'The evaluation has no examples.';
      return stateOf('No examples', words, nothing);
    }
    const others = html`<vscode-button
      appearance="secondary"
      data-testid="show-all"
      @click=${() => change({ filter: NO_FILTER })}
      >Show ${counted(totals.examples, 'example')}</vscode-button
    >`;
    const crashed = totals.errored > 0 ? ` ${counted(totals.errored, 'run')} crashed before an answer.` : '';
    const noVerdict = totals.unscored === totals.examples;
    return noVerdict
      ? stateOf('Nothing is scored', 'No example of this file has a score or a verdict.', others)
      : stateOf('Nothing failed', `No scored example of this file fails.${crashed}`, others);
  }
  if (result.search?.running) return stateOf('Searching the texts…', 'What is found shows up here.', nothing);
  const canSearch = hasText && !query.inTexts;
  return stateOf(
    'Nothing matches',
    canSearch
      ? 'Neither id, title nor first line of an example in this filter match. The whole texts have not been searched.'
      : 'No example in this filter matches.',
    html`${
      canSearch
        ? html`<vscode-button data-testid="nothing-search-texts" @click=${searchTexts}>Search texts</vscode-button>`
        : nothing
    }
      <vscode-button
        appearance="secondary"
        data-testid="clear-all"
        @click=${() => change({ text: '', inTexts: false, filter: DEFAULT_FILTER })}
        >Clear search and filters</vscode-button
      >`,
  );
}

function stateOf(title: string, words: string, actions: TemplateResult | typeof nothing): TemplateResult {
  return html`<div class="state" role="status" data-testid="nothing">
    <h2>${title}</h2>
    <p>${words}</p>
    <div class="state-actions">${actions}</div>
  </div>`;
}
