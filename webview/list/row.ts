import { html, nothing, type TemplateResult } from 'lit';
import type { ListColumn, ListRow } from '../../src/protocol';
import { count } from '../format';
import { categoryClass } from '../palette';
import { properties } from '../properties';
import type { Column } from './columns';

interface RowView {
  /** `undefined`: it has not come yet. */
  row: ListRow | undefined;
  index: number;
  /** Pixels from the first row. */
  start: number;
  columns: readonly Column[];
  isActive: boolean;
  open: (index: number, inRaw: boolean) => void;
}

const OUTCOMES: Record<ListRow['outcome'], { icon: string; words: string }> = {
  failing: { icon: 'codicon-error', words: 'Failing' },
  errored: { icon: 'codicon-debug-disconnect', words: 'Errored: the run crashed on it' },
  unscored: { icon: 'codicon-circle-slash', words: 'Unscored' },
  passed: { icon: 'codicon-pass', words: 'Passed' },
};

export function renderRow({ row, index, start, columns, isActive, open }: RowView): TemplateResult {
  return html`<div
    id=${`row-${index}`}
    class="row ${isActive ? 'active' : ''} ${index % 2 === 1 ? 'odd' : ''}"
    role="row"
    aria-rowindex=${index + 2}
    aria-selected=${isActive}
    data-ref=${row?.ref ?? nothing}
    ${properties({ '--start': `${start}px` })}
    @click=${(event: MouseEvent) => open(index, event.ctrlKey || event.metaKey)}
  >
    ${
      row === undefined
        ? html`<span class="waiting" role="gridcell" aria-label="Loading"><i></i></span>`
        : html`${columns.map(({ id }) => renderCell(id, row))}
            <button
              class="row-raw"
              tabindex="-1"
              title=${`Open raw: ${row.place} (Ctrl+Enter)`}
              aria-label=${`Open raw: ${row.place}`}
              @click=${(event: Event) => {
                event.stopPropagation();
                open(index, true);
              }}
            >
              <span class="codicon codicon-go-to-file" aria-hidden="true"></span>
            </button>`
    }
  </div>`;
}

function renderCell(column: ListColumn, row: ListRow): TemplateResult {
  const text = textOf(column, row);
  return html`<span class=${`cell cell-${column}`} role="gridcell" title=${text}
    >${column === 'outcome' ? outcome(row) : column === 'category' ? category(row) : text}</span
  >`;
}

function textOf(column: ListColumn, row: ListRow): string {
  switch (column) {
    case 'outcome':
      return OUTCOMES[row.outcome].words;
    case 'category':
      return row.category ?? (row.outcome === 'failing' ? WITHOUT[row.status] : '');
    case 'score':
      return row.score === null ? '' : scoreText(row.score);
    case 'outputLength':
      return count(row.outputLength);
    case 'finishReason':
      return row.finishReason ?? '';
    default:
      return row[column];
  }
}

/** Short enough for its column; the rest of the digits nobody compares by eye. */
function scoreText(score: number): string {
  return Number.isInteger(score) ? String(score) : String(Number(score.toPrecision(4)));
}

/** Why a failing example has no category. */
const WITHOUT: Record<ListRow['status'], string> = {
  judged: '',
  abstained: 'Needs a judge',
  error: 'The judge failed',
  unjudged: 'Not classified yet',
};

function outcome(row: ListRow): TemplateResult {
  const { icon, words } = OUTCOMES[row.outcome];
  return html`<span class="codicon ${icon} outcome-${row.outcome}" role="img" aria-label=${words}></span>`;
}

function category(row: ListRow): TemplateResult {
  const text = textOf('category', row);
  if (text === '') return html``;
  if (row.category === null) return html`<span class="chip none">${text}</span>`;
  return html`<span class="chip ${categoryClass(row.category)}"
    ><span class="swatch" aria-hidden="true"></span><span class="chip-name">${text}</span>${
      row.corrected
        ? html`<span class="codicon codicon-edit" role="img" aria-label="corrected" title="A person's word"></span>`
        : nothing
    }</span
  >`;
}
