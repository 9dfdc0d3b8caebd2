import { html, nothing, type TemplateResult } from 'lit';
import type { ExampleRow } from '../../src/protocol';
import { confidenceDots } from '../confidence';
import { moveFocus } from '../focus';
import { count, counted, percent } from '../format';
import { categoryClass } from '../palette';
import { placeText } from '../place';
import { renderFilters } from './filters';
import type { PanelView } from './overview';
import { renderRanking } from './ranking';
import { type Drill, PAGE_SIZE, type Page } from './state';

export interface DrillView extends PanelView {
  drill: Drill;
  page: Page | null;
  back: () => void;
  more: () => void;
  row: (ref: string, inSource: boolean) => void;
}

/** One category's failing examples; in the wide layout the ranking stays beside them. */
export function renderDrill(view: DrillView): TemplateResult {
  const { drill, message, wide } = view;
  return html`
    <nav class="crumbs" aria-label="Where you are">
      <button class="link" data-testid="back" @click=${view.back}>
        <span class="codicon codicon-arrow-left" aria-hidden="true"></span>All categories
      </button>
    </nav>
    ${renderFilters(view)}
    <div class="drill ${wide ? 'beside' : ''}">
      ${
        wide
          ? html`<aside>${renderRanking({ atlas: message.atlas, selected: drill.category, open: view.open })}</aside>`
          : nothing
      }
      <section aria-labelledby="drill-title">${renderHead(view)} ${renderRows(view)}</section>
    </div>
  `;
}

function renderHead({ drill, message, page, open, run }: DrillView): TemplateResult {
  const category = message.atlas.categories.find((other) => other.name === drill.category);
  const total = page?.total;
  return html`<header class="drill-head ${categoryClass(drill.category)}">
    <h2 id="drill-title" tabindex="-1">
      <span class="swatch ${drill.category === null ? 'hatched' : ''}" aria-hidden="true"></span>${
        drill.category ?? 'Needs a judge'
      }
    </h2>
    <p class="facts">
      ${total === undefined ? nothing : html`<span data-testid="drill-total">${counted(total, 'failing example')}</span>`}
      ${
        category !== undefined && drill.model === undefined
          ? html`<span>${percent(category.share)} of the classified</span>`
          : nothing
      }
      ${
        drill.model === undefined
          ? nothing
          : html`<span
              >of ${drill.model}<button
                class="link all-models"
                data-testid="all-models"
                @click=${() => open({ category: drill.category })}
              >
                show all models
              </button></span
            >`
      }
      ${category?.source === 'reconstructed' ? html`<span>reconstructed name</span>` : nothing}
    </p>
    ${category?.description === undefined ? nothing : html`<p class="description">${category.description}</p>`}
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

function renderRows({ page, drill, more, row }: DrillView): TemplateResult {
  if (page === null)
    return html`<div class="skeleton" role="status" aria-label="Loading examples">${[1, 2, 3, 4].map(() => html`<i></i>`)}</div>`;
  if (page.total === 0) return html`<p class="hint" role="status">No failing example here under this filter.</p>`;
  const left = page.total - page.rows.length;
  return html`
    <ul class="examples" data-testid="examples" @keydown=${(event: KeyboardEvent) => moveFocus(event, '.example-open')}>
      ${page.rows.map((example) => renderRow(example, drill, row))}
    </ul>
    ${
      left > 0
        ? html`<vscode-button appearance="secondary" class="more" data-testid="show-more" @click=${more}>
            Show ${count(Math.min(left, PAGE_SIZE))} more of ${count(left)}
          </vscode-button>`
        : nothing
    }
  `;
}

function renderRow(example: ExampleRow, drill: Drill, open: DrillView['row']): TemplateResult {
  return html`<li class="example">
    <button
      class="example-open"
      data-ref=${example.ref}
      title="Open the example; with Ctrl or Cmd, its line in the file"
      @click=${(event: MouseEvent) => open(example.ref, event.ctrlKey || event.metaKey)}
    >
      <span class="example-title">${example.title || example.preview || example.id}</span>
      ${example.title !== '' && example.preview !== '' ? html`<span class="example-preview">${example.preview}</span>` : nothing}
      <span class="example-facts">
        ${drill.model === undefined ? html`<span>${example.model}</span>` : nothing}
        <span>${example.dataset}</span><span>${example.id}</span>
        ${status(example)}
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
  </li>`;
}

function status(example: ExampleRow): TemplateResult | typeof nothing {
  if (example.corrected)
    return html`<span class="mark-corrected"><span class="codicon codicon-edit" aria-hidden="true"></span>corrected</span>`;
  if (example.status === 'abstained') return html`<span>the judge could not tell</span>`;
  if (example.status === 'error') return html`<span class="failed">the judge failed</span>`;
  if (example.status === 'unjudged') return html`<span>not classified yet</span>`;
  return nothing;
}
