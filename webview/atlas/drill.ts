import { html, nothing, type TemplateResult } from 'lit';
import type { AtlasDrill, ExampleRow } from '../../src/protocol';
import { confidenceDots } from '../confidence';
import { counted, percent } from '../format';
import { categoryClass } from '../palette';
import { placeText } from '../place';
import type { Ask, RowWindow } from '../rowWindow';
import { renderFilters } from './filters';
import { renderInside } from './inside';
import type { PanelView } from './overview';
import { renderRanking } from './ranking';
import type { ExamplesMessage } from './state';
import './rowList';

export interface DrillView extends PanelView {
  drill: AtlasDrill;
  /** Not known until the host has answered. */
  total: number | undefined;
  inside: ExamplesMessage['inside'];
  rows: RowWindow<ExampleRow>;
  rowsSeen: number;
  allInside: boolean;
  unfoldInside: () => void;
  back: () => void;
  ask: (ask: Ask) => void;
  row: (ref: string, inSource: boolean) => void;
}

/** One category's failing examples, down to a title; in the wide layout the ranking stays beside them. */
export function renderDrill(view: DrillView): TemplateResult {
  const { drill, message, wide, saved } = view;
  const priorities = saved.order === 'fixFirst' ? message.priorities : undefined;
  return html`
    ${renderCrumbs(view)} ${renderFilters(view)}
    <div class="drill ${wide ? 'beside' : ''}">
      ${
        wide
          ? html`<aside aria-label="Categories">
              ${renderRanking({ atlas: message.atlas, selected: drill.category, open: view.open, priorities })}
            </aside>`
          : nothing
      }
      <section aria-labelledby="drill-title">
        ${renderHead(view)} ${view.inside ? renderInside(view, view.inside) : nothing} ${renderRows(view)}
      </section>
    </div>
  `;
}

const NEEDS_A_JUDGE = 'Needs a judge';

/** The way from all categories to here; every step of it leads back. */
function renderCrumbs({ drill, back, open }: DrillView): TemplateResult {
  const { category, subcategory, title, model } = drill;
  const inModel = model === undefined ? {} : { model };
  const steps = [
    { label: category ?? NEEDS_A_JUDGE, to: { category, ...inModel } },
    ...(subcategory === undefined ? [] : [{ label: subcategory, to: { category, subcategory, ...inModel } }]),
    ...(title === undefined ? [] : [{ label: title, to: drill }]),
  ];
  return html`<nav class="crumbs" aria-label="Where you are">
    <ol>
      <li>
        <button class="link" data-testid="back" @click=${back}>
          <span class="codicon codicon-arrow-left" aria-hidden="true"></span>All categories
        </button>
      </li>
      ${steps.map(
        ({ label, to }, i) =>
          html`<li>
            ${
              i === steps.length - 1
                ? html`<span aria-current="page">${label}</span>`
                : html`<button class="link" data-crumb=${i} @click=${() => open(to)}>${label}</button>`
            }
          </li>`,
      )}
    </ol>
  </nav>`;
}

function renderHead({ drill, message, total, open, run }: DrillView): TemplateResult {
  const category = message.atlas.categories.find((other) => other.name === drill.category);
  const isWhole = drill.model === undefined && drill.subcategory === undefined && drill.title === undefined;
  const { model: _, ...ofAllModels } = drill;
  return html`<header class="drill-head ${categoryClass(drill.category)}">
    <h2 id="drill-title" tabindex="-1">
      <span class="swatch ${drill.category === null ? 'hatched' : ''}" aria-hidden="true"></span>
      <span>${drill.title ?? drill.subcategory ?? drill.category ?? NEEDS_A_JUDGE}</span>
    </h2>
    <p class="facts">
      ${total === undefined ? nothing : html`<span data-testid="drill-total">${counted(total, 'failing example')}</span>`}
      ${category !== undefined && isWhole ? html`<span>${percent(category.share)} of the classified</span>` : nothing}
      ${
        drill.model === undefined
          ? nothing
          : html`<span
              >of ${drill.model}<button class="link all-models" data-testid="all-models" @click=${() => open(ofAllModels)}>
                show all models
              </button></span
            >`
      }
      ${category?.source === 'reconstructed' ? html`<span>reconstructed name</span>` : nothing}
    </p>
    ${category?.description === undefined || !isWhole ? nothing : html`<p class="description">${category.description}</p>`}
    ${
      drill.category === null
        ? html`<p class="description">
            No judge has named the error of these yet. Offline rules leave open what they cannot prove; a language model as
            judge reads them all.
            <button class="link" @click=${() => run('errorAtlas.chooseJudge')}>Choose a judge</button>
          </p>`
        : nothing
    }
  </header>`;
}

function renderRows({ total, rows, rowsSeen, drill, ask, row, wide }: DrillView): TemplateResult {
  if (total === undefined)
    return html`<div class="skeleton" role="status" aria-label="Loading examples">${[1, 2, 3, 4].map(() => html`<i></i>`)}</div>`;
  if (total === 0) return html`<p class="hint" role="status">No failing example here under this filter.</p>`;
  return html`<error-atlas-rows
    class="examples"
    data-testid="examples"
    .total=${total}
    .rows=${rows}
    .seen=${rowsSeen}
    .lines=${wide ? 3 : 4}
    .name=${'Failing examples'}
    .draw=${(example: ExampleRow) => renderRow(example, drill, row)}
    .ask=${ask}
  ></error-atlas-rows>`;
}

function renderRow(example: ExampleRow, drill: AtlasDrill, open: DrillView['row']): TemplateResult {
  const title = example.title || example.preview || example.id;
  return html`<div class="example">
    <button
      class="example-open row-main"
      data-ref=${example.ref}
      title=${`${title}\nOpen the example; with Ctrl or Cmd, its line in the file`}
      @click=${(event: MouseEvent) => open(example.ref, event.ctrlKey || event.metaKey)}
    >
      <span class="example-title">${title}</span>
      <span class="example-preview">${example.title === '' ? '' : example.preview}</span>
      <span class="example-facts">
        ${status(example)}${drill.model === undefined ? html`<span>${example.model}</span>` : nothing}<span
          >${example.dataset}</span
        ><span>${example.id}</span>
      </span>
    </button>
    <span class="example-side">
      ${example.confidence === null ? nothing : confidenceDots(example.confidence)}
      <button
        class="link place"
        data-source=${example.ref}
        title=${`Open ${example.place} in the editor`}
        @click=${() => open(example.ref, true)}
      >
        ${placeText(example.place)}
      </button>
    </span>
  </div>`;
}

function status(example: ExampleRow): TemplateResult | typeof nothing {
  if (example.corrected)
    return html`<span class="mark-corrected"><span class="codicon codicon-edit" aria-hidden="true"></span>corrected</span>`;
  if (example.status === 'abstained') return html`<span>the judge could not tell</span>`;
  if (example.status === 'error') return html`<span class="failed">the judge failed</span>`;
  if (example.status === 'unjudged') return html`<span>not classified yet</span>`;
  return nothing;
}
