import { html, nothing, type TemplateResult } from 'lit';
import type { Atlas, CategoryTally, Signature } from '../../src/model/atlas';
import { count, counted, percent } from '../format';
import { own } from '../own';
import { categoryClass } from '../palette';
import { properties } from '../properties';
import { openCount } from './openCount';

interface SignatureTableView {
  atlas: Atlas;
  /** The model that orders the rows. */
  sort: string | null;
  setSort: (model: string | null) => void;
  open: (drill: { category: string | null; model: string }) => void;
}

/** The failure signatures side by side: a row per category, a column per model. */
export function renderSignatureTable(view: SignatureTableView, models: readonly Signature[]): TemplateResult {
  const { atlas } = view;
  const sortedBy = models.find((model) => model.name === view.sort);
  const categories = sorted(
    atlas.categories.filter((category) => category.count > 0),
    sortedBy,
  );
  const most = Math.max(
    0.01,
    ...models.flatMap((model) => Object.values(model.categories).map((tally) => tally.share)),
  );
  return html`<section class="signatures" aria-labelledby="signatures-title">
    <h2 id="signatures-title">Failure signatures</h2>
    <p class="hint">Share of each error among the classified failures of a model. Click a share to see its examples, a model to sort by it.</p>
    <div class="table-scroll" tabindex="0" role="region" aria-label="Failure signatures as a table">
      <table data-testid="signatures">
        <thead>
          <tr>
            <th scope="col" class="corner">Category</th>
            ${models.map(
              (model) =>
                html`<th scope="col" aria-sort=${model === sortedBy ? 'descending' : 'none'}>
                  <button
                    class="column"
                    data-model=${model.name}
                    title=${`Sort by ${model.name}`}
                    @click=${() => view.setSort(model === sortedBy ? null : model.name)}
                  >
                    <span class="signature-name">${model.name}${
                      model === sortedBy
                        ? html`<span class="codicon codicon-arrow-down" aria-hidden="true"></span>`
                        : nothing
                    }</span>
                    <span class="column-facts">${count(model.failing)} of ${count(model.examples)} fail</span>
                  </button>
                </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${categories.map(
            (category) =>
              html`<tr class=${categoryClass(category.name)}>
                <th scope="row"><span class="swatch" aria-hidden="true"></span>${category.name}</th>
                ${models.map((model) => renderCell(view, category.name, model, most))}
              </tr>`,
          )}
          ${models.some((model) => openCount(model) > 0) ? renderOpenRow(view, models) : nothing}
        </tbody>
      </table>
    </div>
  </section>`;
}

function sorted(categories: CategoryTally[], model: Signature | undefined): CategoryTally[] {
  if (model === undefined) return categories;
  const share = ({ name }: CategoryTally) => own(model.categories, name)?.share ?? 0;
  return [...categories].sort((a, b) => share(b) - share(a));
}

function renderCell(view: SignatureTableView, category: string, model: Signature, most: number): TemplateResult {
  const tally = own(model.categories, category);
  if (tally === undefined || tally.count === 0) return html`<td class="zero"><span>0</span></td>`;
  const top = Object.values(model.categories).every((other) => other.count <= tally.count);
  return html`<td>
    <button
      class="cell ${top ? 'top' : ''}"
      data-cell=${`${category}|${model.name}`}
      title=${`${model.name}: ${counted(tally.count, 'example')} of ${category}`}
      ${properties({ '--share': tally.share / most })}
      @click=${() => view.open({ category, model: model.name })}
    >
      ${percent(tally.share)}<span class="cell-count">${count(tally.count)}<span class="unseen"> examples</span></span>
    </button>
  </td>`;
}

function renderOpenRow(view: SignatureTableView, models: readonly Signature[]): TemplateResult {
  return html`<tr class="category-none row-open">
    <th scope="row"><span class="swatch hatched" aria-hidden="true"></span>Needs a judge</th>
    ${models.map((model) => {
      const open = openCount(model);
      if (open === 0) return html`<td class="zero"><span>0</span></td>`;
      return html`<td>
        <button class="cell" @click=${() => view.open({ category: null, model: model.name })}>
          <span class="cell-count">${count(open)}</span>
        </button>
      </td>`;
    })}
  </tr>`;
}
