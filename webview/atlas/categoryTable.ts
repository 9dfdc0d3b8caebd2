import { html, nothing, type TemplateResult } from 'lit';
import { count, percent } from '../format';
import { categoryClass } from '../palette';
import { openCount } from './openCount';
import type { PanelView } from './overview';
import { priorityTitle, priorityWords } from './priorities';
import { inOrder } from './ranking';

/** The same numbers as the chart, as a table. */
export function renderCategoryTable({ message, saved, open }: PanelView): TemplateResult {
  const { atlas, priorities } = message;
  const waiting = openCount(atlas.totals);
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Categories as a table">
    <table class="figures" data-testid="category-table">
      <thead>
        <tr>
          <th scope="col">Category</th>
          <th scope="col">Examples</th>
          <th scope="col">Share</th>
          <th scope="col">95 % interval</th>
          <th scope="col">Corrected</th>
          <th scope="col">Against other models</th>
        </tr>
      </thead>
      <tbody>
        ${inOrder(atlas, saved.order === 'fixFirst' ? priorities : undefined).map((category) => {
          const priority = priorities.find((one) => one.category === category.name);
          const [low, high] = category.interval;
          return html`<tr class=${categoryClass(category.name)}>
            <th scope="row">
              <button class="link" data-category=${category.name} @click=${() => open({ category: category.name })}>
                ${category.name}
              </button>
            </th>
            <td>${count(category.count)}</td>
            <td>${percent(category.share)}</td>
            <td>${percent(low)} – ${percent(high)}</td>
            <td>${count(category.corrected)}</td>
            <td class="words" title=${priority ? priorityTitle(priority) : nothing}>
              ${priority ? priorityWords(priority) : '–'}
            </td>
          </tr>`;
        })}
        ${
          waiting > 0
            ? html`<tr>
                <th scope="row">
                  <button class="link" data-category="" @click=${() => open({ category: null })}>Needs a judge</button>
                </th>
                <td>${count(waiting)}</td>
                <td>–</td>
                <td>–</td>
                <td>–</td>
                <td class="words">–</td>
              </tr>`
            : nothing
        }
      </tbody>
    </table>
  </div>`;
}
