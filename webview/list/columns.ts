import type { ListColumn } from '../../src/protocol';
import type { FileMessage } from './state';

export interface Column {
  id: ListColumn;
  title: string;
  /** Pixels that it needs at least. */
  width: number;
  /** Its share of what is left; 0: it stays as narrow as that. */
  grow: number;
  /** Where there is no room for all, the highest go first. */
  rank: number;
}

const COLUMNS: readonly Column[] = [
  { id: 'outcome', title: 'Status', width: 34, grow: 0, rank: 0 },
  { id: 'category', title: 'Category', width: 190, grow: 0, rank: 1 },
  { id: 'title', title: 'What went wrong', width: 120, grow: 3, rank: 3 },
  { id: 'id', title: 'Id', width: 96, grow: 0, rank: 2 },
  { id: 'model', title: 'Model', width: 130, grow: 1, rank: 7 },
  { id: 'dataset', title: 'Dataset', width: 110, grow: 1, rank: 8 },
  { id: 'score', title: 'Score', width: 66, grow: 0, rank: 5 },
  { id: 'finishReason', title: 'Stop reason', width: 100, grow: 0, rank: 9 },
  { id: 'outputLength', title: 'Length', width: 76, grow: 0, rank: 6 },
  { id: 'preview', title: 'Input', width: 150, grow: 4, rank: 4 },
];

/** Of the rows' padding, in pixels on both sides together; grid.css says the same. */
const PADDING = 16;

/** The columns that say something about this file, as many as have room, in their order. */
export function columnsFor(facets: FileMessage['facets'], width: number): Column[] {
  const says: Partial<Record<ListColumn, boolean>> = {
    title: facets.categories.some(({ name }) => name !== null),
    model: facets.models.length > 1,
    dataset: facets.datasets.length > 1,
    score: facets.scored,
    finishReason: facets.finishReasons.length > 0,
  };
  const shown = COLUMNS.filter(({ id }) => says[id] !== false);
  const kept = new Set<Column>();
  let left = width - PADDING;
  for (const column of [...shown].sort((a, b) => a.rank - b.rank)) {
    if (column.rank > 2 && column.width > left) continue;
    left -= column.width;
    kept.add(column);
  }
  return shown.filter((column) => kept.has(column));
}

/** For `grid-template-columns` of every row. */
export function template(columns: readonly Column[]): string {
  return columns.map(({ width, grow }) => (grow === 0 ? `${width}px` : `minmax(${width}px, ${grow}fr)`)).join(' ');
}
