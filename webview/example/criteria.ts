import { html, nothing, type TemplateResult } from 'lit';
import type { Criterion, Evidence } from '../../src/model/judgment';
import { renderSectionHead } from './section';
import type { ExampleMessage } from './state';

/** What a correct answer needs, and how the output meets it. */
export function renderCriteria({ judgment }: ExampleMessage): TemplateResult | typeof nothing {
  if (judgment === null || judgment.criteria.length + judgment.evidence.length === 0) return nothing;
  const { criteria, evidence } = judgment;
  const linked = new Set(criteria.flatMap((criterion) => quotesOf(criterion, evidence)));
  const rest = evidence.flatMap((_, index) => (linked.has(index) ? [] : [index]));
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
            ${criteria.map((criterion) => renderCriterion(criterion, quotesOf(criterion, evidence)))}
          </ul>`
    }
    ${
      rest.length === 0
        ? nothing
        : html`<ul class="more-evidence">
            ${rest.map((index) => html`<li><q>${brief(evidence[index]?.quote ?? '')}</q> ${renderRef(index)}</li>`)}
          </ul>`
    }
  </section>`;
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

function renderCriterion(criterion: Criterion, quotes: number[]): TemplateResult {
  const state = stateOf(criterion);
  const { icon, word } = STATES[state];
  return html`<li class="criterion ${state}">
    <span class=${`codicon codicon-${icon} criterion-icon`} aria-hidden="true"></span>
    <div>
      <p class="criterion-name">${criterion.criterion} <span class="criterion-state">${word}</span></p>
      ${
        criterion.evidence === ''
          ? nothing
          : html`<p class="criterion-quote"><q>${brief(criterion.evidence)}</q> ${quotes.map((index) => renderRef(index))}</p>`
      }
      ${criterion.comment === '' ? nothing : html`<p class="criterion-comment">${criterion.comment}</p>`}
    </div>
  </li>`;
}

function renderRef(index: number): TemplateResult {
  const number = index + 1;
  return html`<button
    class="evidence-ref"
    id=${`evidence-ref-${number}`}
    data-testid=${`evidence-ref-${number}`}
    aria-label=${`Show evidence ${number} in the output`}
    title="Show it in the output"
    @click=${() => showEvidence(number)}
  >
    ${number}
  </button>`;
}

/** A judge quotes for a criterion what it also marks; either may be the longer of the two. */
function quotesOf(criterion: Criterion, evidence: readonly Evidence[]): number[] {
  const text = criterion.evidence.trim();
  if (text === '') return [];
  return evidence.flatMap(({ quote }, index) =>
    quote.includes(text) || (quote !== '' && text.includes(quote)) ? [index] : [],
  );
}

function brief(quote: string): string {
  return quote.length > 200 ? `${quote.slice(0, 200)}…` : quote;
}

function showEvidence(number: number): void {
  const mark = document.querySelector<HTMLElement>(`mark[data-evidence="${number}"]`);
  if (mark === null) return;
  mark.scrollIntoView({ block: 'center', inline: 'nearest' });
  mark.focus({ preventScroll: true });
}
