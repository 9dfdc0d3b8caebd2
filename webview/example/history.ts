import { html, nothing, type TemplateResult } from 'lit';
import type { HistoryItem, JudgeAgreement } from '../../src/protocol';
import { confidenceDots } from '../confidence';
import { confidenceLevel, counted, time } from '../format';
import { categoryClass } from '../palette';

const WITHOUT: Record<HistoryItem['status'], string> = {
  judged: '',
  corrected: '',
  abstained: 'Could not tell',
  error: 'Failed',
  retracted: 'Took the correction back',
};

/** Everything that was said of the example, newest first. */
export function renderHistory(history: readonly HistoryItem[]): TemplateResult {
  return html`<ol class="history" data-testid="history-list">
    ${history.map(
      (item) => html`<li class=${categoryClass(item.category)}>
        <span class=${`codicon codicon-${item.by === 'person' ? 'account' : 'law'}`} aria-hidden="true"></span>
        <div>
          <p>
            ${item.category === null ? html`<span class="muted">${WITHOUT[item.status]}</span>` : html`<strong>${item.category}</strong>`}
            ${item.counts ? html`<span class="badge">counts now</span>` : nothing}
          </p>
          ${item.title === '' ? nothing : html`<p>${item.title}</p>`}
          ${item.note === undefined ? nothing : html`<p class="history-note">${item.note}</p>`}
          <p class="facts">
            <span>${item.by === 'person' ? `${item.who} (a person)` : item.who}</span>
            ${item.confidence === null ? nothing : html`<span>${confidenceDots(item.confidence)} ${confidenceLevel(item.confidence).word} confidence</span>`}
            <span>${time(item.createdAt)}</span>
            ${item.version === '' ? nothing : html`<span>${item.version}</span>`}
          </p>
        </div>
      </li>`,
    )}
  </ol>`;
}

/** How far the judge is to be trusted, by what people said elsewhere. */
export function agreementWords({ same, named, kappa }: JudgeAgreement): string {
  const share = `the same as people on ${same} of ${counted(named, 'example')} that both named`;
  return kappa === null ? share : `${share} (Cohen’s κ ${kappa.toFixed(2)})`;
}
