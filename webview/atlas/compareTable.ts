import { html, nothing, type TemplateResult } from 'lit';
import type { CategoryDifference, Comparison, ShareDifference } from '../../src/model/comparison';
import { count, percent, points } from '../format';
import { categoryClass } from '../palette';
import { properties } from '../properties';

/** Each category on both sides, with the difference drawn as a dot and its 95 % interval as a whisker. */
export function renderCompareTable({ categories, failing, a, b }: Comparison): TemplateResult {
  // All whiskers share one scale, with no difference in its middle.
  const reach = Math.max(0.01, ...[failing, ...categories].flatMap(({ interval }) => interval.map(Math.abs)));
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Differences by category">
    <table class="figures" data-testid="compare-table">
      <thead>
        <tr>
          <th scope="col">Category</th>
          <th scope="col"><abbr title=${a.name}>A</abbr></th>
          <th scope="col"><abbr title=${b.name}>B</abbr></th>
          <th scope="col">B − A</th>
          <th scope="col" class="whisker-cell">95 % interval</th>
          <th scope="col" title="After Benjamini and Hochberg, for the many categories that are looked at">Adjusted p</th>
          <th scope="col">Verdict</th>
        </tr>
      </thead>
      <tbody>
        ${categories.map((category) => renderRow(category.name, category, reach))}
        ${renderRow(null, { ...failing, adjustedPValue: failing.pValue, significant: failing.pValue < 0.05 }, reach)}
      </tbody>
    </table>
  </div>`;
}

function renderRow(
  name: string | null,
  row: ShareDifference & Pick<CategoryDifference, 'adjustedPValue' | 'significant'>,
  reach: number,
): TemplateResult {
  const { a, b, difference, interval, adjustedPValue, significant } = row;
  const [low, high] = interval;
  const at = (value: number) => 0.5 + value / reach / 2;
  return html`<tr class="${categoryClass(name)} ${name === null ? 'row-all' : ''}">
    <th scope="row">
      ${name === null ? nothing : html`<span class="swatch" aria-hidden="true"></span>`}${name ?? 'All failures'}
    </th>
    <td>${percent(a.share)} <span class="cell-count">${count(a.count)}</span></td>
    <td>${percent(b.share)} <span class="cell-count">${count(b.count)}</span></td>
    <td>${points(difference)}</td>
    <td class="whisker-cell">
      <span
        class="dot-whisker ${significant ? 'sure' : ''}"
        aria-hidden="true"
        ${properties({ '--low': at(low), '--high': at(high), '--at': at(difference) })}
        ><i class="range"></i><i class="dot"></i
      ></span>
      <span class="interval">${points(low)} to ${points(high)}</span>
    </td>
    <td>${adjustedPValue < 0.001 ? '< 0.001' : adjustedPValue.toFixed(3)}</td>
    <td class="words">${verdict(difference, significant)}</td>
  </tr>`;
}

/** In words and with an arrow: colour is not the only sign. */
function verdict(difference: number, significant: boolean): TemplateResult {
  if (!significant) return html`<span class="muted">may be chance</span>`;
  return difference > 0
    ? html`<span class="worse"><span class="codicon codicon-arrow-up" aria-hidden="true"></span>more often</span>`
    : html`<span class="better"><span class="codicon codicon-arrow-down" aria-hidden="true"></span>less often</span>`;
}
