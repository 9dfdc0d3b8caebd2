import { html, nothing, type TemplateResult } from 'lit';
import type { TrendPoint } from '../../src/model/trend';
import { count, counted, percent } from '../format';
import { own } from '../own';
import { categoryClass } from '../palette';
import { properties } from '../properties';
import type { PanelView } from './overview';

/** Categories drawn apart; the others follow in one piece. */
const TOP = 5;

/** How much fails, run day by run day, the latest first. */
export function renderTrend({ message }: PanelView): TemplateResult {
  const { trend, atlas } = message;
  return html`<section class="trend" aria-labelledby="trend-title">
    <h2 id="trend-title">Over time</h2>
    ${
      trend.length < 2
        ? renderNoTrend(trend)
        : renderDays(
            trend,
            atlas.categories.slice(0, TOP).map(({ name }) => name),
          )
    }
  </section>`;
}

function renderNoTrend([only]: readonly TrendPoint[]): TemplateResult {
  return html`<p class="hint" data-testid="no-trend">
    ${
      only === undefined
        ? 'The dates of these runs are not known.'
        : `All runs are of one day, ${only.date}${only.dated === 'file' ? ' (when the files were written)' : ''}.`
    }
    A trend needs the outputs of two days or more, told by the time in the files' names or by when they were written.
  </p>`;
}

function renderDays(trend: readonly TrendPoint[], top: readonly string[]): TemplateResult {
  const most = Math.max(0.01, ...trend.map(failingShare));
  const days = trend.map((day, i) => ({ day, before: trend[i - 1] })).reverse();
  const byFile = trend.some(({ dated }) => dated === 'file');
  return html`<p class="hint">
      Failing examples as a share of the scored ones, with the most frequent categories
      apart.${byFile ? ' Days marked with * are when the files were written.' : ''}
    </p>
    <div class="table-scroll" tabindex="0" role="region" aria-label="Failing share by day">
      <table class="figures days" data-testid="trend">
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Fail</th>
            <th scope="col" class="day-bars">Share and categories</th>
          </tr>
        </thead>
        <tbody>
          ${days.map(({ day, before }) => renderDay(day, before, top, most))}
        </tbody>
      </table>
    </div>`;
}

function renderDay(
  day: TrendPoint,
  before: TrendPoint | undefined,
  top: readonly string[],
  most: number,
): TemplateResult {
  const parts = [
    ...top.map((name) => ({ name: name as string | null, of: own(day.categories, name) ?? 0 })),
    { name: null, of: day.failing - top.reduce((sum, name) => sum + (own(day.categories, name) ?? 0), 0) },
  ].filter(({ of }) => of > 0);
  const words = parts.map(({ name, of }) => `${name ?? 'other failures'} ${count(of)}`).join(', ');
  return html`<tr>
    <th scope="row">
      ${day.date}${day.dated === 'file' ? html`<abbr title="When the files were written">*</abbr>` : nothing}
    </th>
    <td>${percent(failingShare(day))}</td>
    <td class="day-bars">
      <span class="day-bar" role="img" aria-label=${words} title=${words} ${properties({ '--share': failingShare(day) / most })}
        >${parts.map(
          ({ name, of }) =>
            html`<span
              class="stack-part ${name === null ? 'hatched category-none' : categoryClass(name)}"
              ${properties({ '--count': of })}
            ></span>`,
        )}</span
      >
      <span class="muted day-facts"
        >${count(day.failing)} of ${counted(day.scored, 'example')} in ${counted(day.runs, 'file')}${
          before !== undefined && unlike(day, before) ? ', of other models or datasets than the day before' : ''
        }</span
      >
    </td>
  </tr>`;
}

function failingShare({ failing, scored }: TrendPoint): number {
  return scored === 0 ? 0 : failing / scored;
}

/** Shares of different models and datasets side by side are no trend. */
function unlike(a: TrendPoint, b: TrendPoint): boolean {
  return a.models.join('\n') !== b.models.join('\n') || a.datasets.join('\n') !== b.datasets.join('\n');
}
