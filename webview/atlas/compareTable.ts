import { html, nothing, type TemplateResult } from 'lit';
import type { CategoryDifference, Comparison, ShareDifference } from '../../src/model/comparison';
import { count, percent, points } from '../format';
import { categoryClass } from '../palette';
import { properties } from '../properties';

type Row = ShareDifference & Pick<CategoryDifference, 'adjustedPValue' | 'significant'> & { name: string | null };

interface Column {
  head: TemplateResult;
  cell: (row: Row, reach: number) => TemplateResult;
}

/**
 * Each category on both sides, with the difference drawn as a dot and its 95 % interval as a whisker.
 * Where room is scarce what matters most comes first, and the rest is scrolled to.
 */
export function renderCompareTable({ categories, failing, a, b }: Comparison, wide: boolean): TemplateResult {
  // All whiskers share one scale, with no difference in its middle.
  const reach = Math.max(0.01, ...[failing, ...categories].flatMap(({ interval }) => interval.map(Math.abs)));
  const { share, difference, interval, chance, verdict } = columns(a.name, b.name);
  const order = wide
    ? [...share, difference, interval, chance, verdict]
    : [difference, verdict, interval, ...share, chance];
  const all: Row = { ...failing, name: null, adjustedPValue: failing.pValue, significant: failing.pValue < 0.05 };
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Differences by category">
    <table class="figures" data-testid="compare-table">
      <thead>
        <tr>
          <th scope="col">Category</th>
          ${order.map(({ head }) => head)}
        </tr>
      </thead>
      <tbody>
        ${[...categories, all].map(
          (row) =>
            html`<tr class="${categoryClass(row.name)} ${row.name === null ? 'row-all' : ''}">
              <th scope="row">
                ${row.name === null ? nothing : html`<span class="swatch" aria-hidden="true"></span>`}${row.name ?? 'All failures'}
              </th>
              ${order.map(({ cell }) => cell(row, reach))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function columns(a: string, b: string) {
  const share = (['a', 'b'] as const).map(
    (side): Column => ({
      head: html`<th scope="col"><abbr title=${side === 'a' ? a : b}>${side.toUpperCase()}</abbr></th>`,
      cell: (row) =>
        html`<td>${percent(row[side].share)} <span class="cell-count">${count(row[side].count)}</span></td>`,
    }),
  );
  const difference: Column = {
    head: html`<th scope="col">B − A</th>`,
    cell: (row) => html`<td>${points(row.difference)}</td>`,
  };
  const interval: Column = {
    head: html`<th scope="col" class="whisker-cell">95 % interval</th>`,
    cell: renderWhisker,
  };
  const chance: Column = {
    head: html`<th scope="col" title="After Benjamini and Hochberg, for the many categories that are looked at">
      Adjusted p
    </th>`,
    cell: ({ adjustedPValue: p }) => html`<td>${p < 0.001 ? '< 0.001' : p.toFixed(3)}</td>`,
  };
  const verdict: Column = {
    head: html`<th scope="col" class="words">Verdict</th>`,
    cell: (row) => html`<td class="words">${verdictWords(row.difference, row.significant)}</td>`,
  };
  return { share, difference, interval, chance, verdict };
}

function renderWhisker({ difference, interval: [low, high], significant }: Row, reach: number): TemplateResult {
  const at = (value: number) => 0.5 + value / reach / 2;
  return html`<td class="whisker-cell">
    <span
      class="dot-whisker ${significant ? 'sure' : ''}"
      aria-hidden="true"
      ${properties({ '--low': at(low), '--high': at(high), '--at': at(difference) })}
      ><i class="range"></i><i class="dot"></i
    ></span>
    <span class="interval">${points(low)} to ${points(high)}</span>
  </td>`;
}

/** In words and with an arrow: colour is not the only sign. */
function verdictWords(difference: number, significant: boolean): TemplateResult {
  if (!significant) return html`<span class="muted">may be chance</span>`;
  return difference > 0
    ? html`<span class="worse"><span class="codicon codicon-arrow-up" aria-hidden="true"></span>more often</span>`
    : html`<span class="better"><span class="codicon codicon-arrow-down" aria-hidden="true"></span>less often</span>`;
}
