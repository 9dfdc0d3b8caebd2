import { html, nothing, type TemplateResult } from 'lit';
import type { Change, Comparison } from '../../src/model/comparison';
import type { ChangedRow, CompareSide } from '../../src/protocol';
import { count } from '../format';
import type { Ask, RowWindow } from '../rowWindow';
import { renderCompareTable } from './compareTable';
import type { PanelView } from './overview';
import { renderSideSelect } from './sideSelect';
import { type ComparePair, type ComparisonMessage, isSameSide } from './state';
import './rowList';

export interface CompareView extends PanelView {
  pair: ComparePair;
  setPair: (pair: ComparePair) => void;
  /** Of the pair, once the host has answered. */
  answer: ComparisonMessage | null;
  /** The group of examples that is unfolded. */
  shown: Change | null;
  show: (change: Change | null) => void;
  total: number | undefined;
  rows: RowWindow<ChangedRow>;
  rowsSeen: number;
  ask: (ask: Ask) => void;
  row: (ref: string, inSource: boolean) => void;
  back: () => void;
  exportAs: (format: 'json' | 'markdown') => void;
}

/** Two models or runs side by side: what fails more, what fails less, and which examples changed. */
export function renderCompare(view: CompareView): TemplateResult {
  const { message, pair, setPair, back } = view;
  return html`
    <nav class="crumbs" aria-label="Where you are">
      <ol>
        <li>
          <button class="link" data-testid="back" @click=${back}>
            <span class="codicon codicon-arrow-left" aria-hidden="true"></span>All categories
          </button>
        </li>
        <li><span aria-current="page">Compare</span></li>
      </ol>
    </nav>
    <h2 id="compare-title" tabindex="-1">Compare</h2>
    <div class="sides">
      ${renderSideSelect('A: what was', 'side-a', message, pair.a, (a) => setPair({ ...pair, a }))}
      <button
        class="swap"
        data-testid="swap"
        aria-label="Swap A and B"
        title="Swap A and B"
        @click=${() => setPair({ a: pair.b, b: pair.a })}
      >
        <span class="codicon codicon-arrow-swap" aria-hidden="true"></span>
      </button>
      ${renderSideSelect('B: what is now', 'side-b', message, pair.b, (b) => setPair({ ...pair, b }))}
    </div>
    ${renderAnswer(view)}
  `;
}

function renderAnswer(view: CompareView): TemplateResult {
  const { pair, answer } = view;
  if (pair.a === null || pair.b === null)
    return html`<p class="hint">Choose two models, or two files. Examples that both have answered are compared one by one.</p>`;
  if (isSameSide(pair.a, pair.b))
    return html`<p class="hint">A and B are the same: choose another for one of them.</p>`;
  if (answer === null || !isSameSide(answer.a, pair.a) || !isSameSide(answer.b, pair.b))
    return html`<div class="skeleton" role="status" aria-label="Comparing">${[1, 2, 3].map(() => html`<i></i>`)}</div>`;
  if (answer.comparison === null)
    return html`<p class="hint" role="status">One of them has no examples${datasetWords(view)}: there is nothing to compare.</p>`;
  return renderComparison(view, answer.comparison);
}

function datasetWords({ message }: CompareView): string {
  const { datasets } = message.filter;
  return datasets.length === 0 ? '' : ` in ${datasets.join(', ')}`;
}

function renderComparison(view: CompareView, comparison: Comparison): TemplateResult {
  const { exportAs } = view;
  return html`
    <p class="sentence" role="status" data-testid="sentence">${comparison.sentence}</p>
    ${
      view.message.filter.datasets.length > 0
        ? html`<p class="hint">Compared${datasetWords(view)} only, as the filter says.</p>`
        : nothing
    }
    <div class="compare-export">
      <button class="link" data-testid="export-markdown" @click=${() => exportAs('markdown')}>Export as Markdown</button>
      <button class="link" data-testid="export-json" @click=${() => exportAs('json')}>Export as JSON</button>
    </div>
    ${renderCompareTable(comparison, view.wide)}
    <p class="hint">
      Shares are of ${comparison.paired ? `the ${count(comparison.pairs)} examples that both answered` : 'all scored examples of each side'}.
      Where the whisker crosses the line in the middle, there may be no difference.
    </p>
    ${comparison.paired ? renderChanges(view, comparison) : renderUnpaired()}
  `;
}

function renderUnpaired(): TemplateResult {
  return html`<p class="hint">
    Too few examples are the same on both sides to follow them one by one, so there is no list of what was fixed and what
    broke.
  </p>`;
}

const GROUPS: readonly { change: Change; label: string; icon: string; title: string }[] = [
  { change: 'broken', label: 'Broken', icon: 'error', title: 'Passed in A, fails in B' },
  { change: 'fixed', label: 'Fixed', icon: 'pass', title: 'Failed in A, passes in B' },
  { change: 'failure changed kind', label: 'Kind changed', icon: 'arrow-swap', title: 'Fails in both, in another way' },
  { change: 'still failing', label: 'Still failing', icon: 'circle-slash', title: 'Fails in both' },
];

function renderChanges(view: CompareView, { changes }: Comparison): TemplateResult {
  const { shown, show } = view;
  return html`<section class="changes" aria-labelledby="changes-title">
    <h3 id="changes-title">What changed</h3>
    <div class="change-groups" role="group" aria-label="Examples by what became of them">
      ${GROUPS.map(
        ({ change, label, icon, title }) =>
          html`<button
            class="change-group"
            data-change=${change}
            aria-pressed=${shown === change}
            title=${title}
            ?disabled=${changes[change] === 0}
            @click=${() => show(shown === change ? null : change)}
          >
            <span class="codicon codicon-${icon}" aria-hidden="true"></span>
            <span class="change-count">${count(changes[change])}</span>
            <span>${label}</span>
          </button>`,
      )}
    </div>
    ${shown === null ? nothing : renderRows(view, shown)}
  </section>`;
}

function renderRows({ total, rows, rowsSeen, ask, row, wide, pair }: CompareView, shown: Change): TemplateResult {
  if (total === undefined)
    return html`<div class="skeleton" role="status" aria-label="Loading examples">${[1, 2, 3].map(() => html`<i></i>`)}</div>`;
  return html`<error-atlas-rows
    class="examples"
    data-testid="changed"
    .total=${total}
    .rows=${rows}
    .seen=${rowsSeen}
    .lines=${wide ? 2 : 4}
    .name=${GROUPS.find(({ change }) => change === shown)?.title ?? shown}
    .draw=${(changed: ChangedRow) => renderChanged(changed, shown, pair, row)}
    .ask=${ask}
  ></error-atlas-rows>`;
}

function renderChanged(
  { dataset, id, preview, a, b }: ChangedRow,
  change: Change,
  pair: ComparePair,
  open: CompareView['row'],
): TemplateResult {
  const side = (letter: string, chosen: CompareSide | null, { ref, category }: ChangedRow['a'], passed: boolean) =>
    html`<button
      class="link change-side"
      data-side=${letter}
      ?disabled=${ref === null}
      title=${`Open the answer of ${chosen?.name ?? letter}`}
      @click=${() => ref !== null && open(ref, false)}
    >
      ${letter}: ${passed ? 'passed' : (category ?? 'no category')}
    </button>`;
  return html`<div class="example changed">
    <button
      class="example-open row-main"
      title="Open the answer of B"
      ?disabled=${b.ref === null}
      @click=${() => b.ref !== null && open(b.ref, false)}
    >
      <span class="example-title">${preview || id}</span>
      <span class="example-facts"><span>${dataset}</span><span>${id}</span></span>
    </button>
    <span class="change-sides">
      ${side('A', pair.a, a, change === 'broken')} ${side('B', pair.b, b, change === 'fixed')}
    </span>
  </div>`;
}
