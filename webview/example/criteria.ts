import { html, nothing, type TemplateResult } from 'lit';
import type { Criterion } from '../../src/model/judgment';
import { type Quote, quotesOf } from './evidence';
import { renderSectionHead } from './section';
import type { ExampleMessage } from './state';

/** What a correct answer needs, and how the output meets it. */
export function renderCriteria({ judgment }: ExampleMessage, evidence: EvidenceView): TemplateResult | typeof nothing {
  const criteria = judgment?.criteria ?? [];
  const quotes = quotesOf(judgment);
  if (criteria.length + quotes.length === 0) return nothing;
  const linked = new Set(criteria.flatMap((criterion) => quotesFor(criterion, quotes)));
  const rest = quotes.filter((quote) => !linked.has(quote));
  const met = criteria.filter((criterion) => stateOf(criterion) === 'met').length;
  return html`<section class="section criteria" aria-labelledby="criteria-title" data-testid="criteria">
    ${renderSectionHead({
      id: 'criteria-title',
      title: criteria.length > 0 ? 'Criteria' : 'Evidence',
      facts: [criteria.length > 0 && `${met} of ${criteria.length} met`],
    })}
    ${
      criteria.length === 0
        ? nothing
        : html`<ul class="criterion-list">
            ${criteria.map((criterion) => renderCriterion(criterion, quotesFor(criterion, quotes), evidence))}
          </ul>`
    }
    ${
      rest.length === 0
        ? nothing
        : html`<ul class="more-evidence">
            ${rest.map(
              (quote) =>
                html`<li class=${isHot([quote], evidence) ? 'hot' : ''}><q>${brief(quote.quote)}</q> ${renderRef(quote, evidence)}</li>`,
            )}
          </ul>`
    }
  </section>`;
}

/** Which quote is under the pointer, and the way to one. */
export interface EvidenceView {
  hot: number | null;
  show: (number: number) => void;
}

function isHot(quotes: readonly Quote[], { hot }: EvidenceView): boolean {
  return quotes.some(({ number }) => number === hot);
}

type State = 'met' | 'partly' | 'unmet' | 'absent';

const STATES: Record<State, { icon: string; word: string }> = {
  met: { icon: 'pass-filled', word: 'correct' },
  partly: { icon: 'circle-large', word: 'partially correct' },
  unmet: { icon: 'error', word: 'incorrect' },
  absent: { icon: 'circle-slash', word: 'not in the output' },
};

function stateOf({ presentInOutput, quality }: Criterion): State {
  if (!presentInOutput) return 'absent';
  if (quality === 'correct') return 'met';
  return quality === 'partially correct' ? 'partly' : 'unmet';
}

function renderCriterion(criterion: Criterion, quotes: Quote[], evidence: EvidenceView): TemplateResult {
  const state = stateOf(criterion);
  const { icon, word } = STATES[state];
  return html`<li class="criterion ${state} ${isHot(quotes, evidence) ? 'hot' : ''}">
    <span class=${`codicon codicon-${icon} criterion-icon`} aria-hidden="true"></span>
    <div>
      <p class="criterion-name">${criterion.criterion} <span class="criterion-state">${word}</span></p>
      ${
        criterion.evidence === ''
          ? nothing
          : html`<p class="criterion-quote"><q>${brief(criterion.evidence)}</q> ${quotes.map((quote) => renderRef(quote, evidence))}</p>`
      }
      ${criterion.comment === '' ? nothing : html`<p class="criterion-comment">${criterion.comment}</p>`}
    </div>
  </li>`;
}

function renderRef({ number, step }: Quote, { show }: EvidenceView): TemplateResult {
  const where = step === undefined ? 'in the output' : `in step ${step}`;
  return html`<button
    class="evidence-ref"
    id=${`evidence-ref-${number}`}
    data-testid=${`evidence-ref-${number}`}
    aria-label=${`Show evidence ${number} ${where}`}
    title=${`Show it ${where}`}
    @click=${() => show(number)}
  >
    ${number}
  </button>`;
}

/** A judge quotes for a criterion what it also marks; either may be the longer of the two. */
function quotesFor(criterion: Criterion, quotes: readonly Quote[]): Quote[] {
  const text = criterion.evidence.trim();
  if (text === '') return [];
  return quotes.filter(({ quote }) => quote.includes(text) || (quote !== '' && text.includes(quote)));
}

function brief(quote: string): string {
  return quote.length > 200 ? `${quote.slice(0, 200)}…` : quote;
}
