import type { Problem, Source } from '../../model/example';
import { changed } from '../jsonLines';
import type { TableRecords } from '../pieces';
import type { FileAccess, Reading } from '../reader';
import { type CsvRecord, readRecordBatches, recordOf, recordsOf } from './records';

export type TableRow = Record<string, string>;

export type TableItem =
  | { kind: 'row'; row: TableRow; place: Required<Pick<Source, 'line' | 'byteOffset' | 'byteLength'>> }
  | { kind: 'problem'; problem: Problem };

/** What the first records of a file say about it. */
export interface TableHead {
  delimiter: string;
  columns: string[];
  /** The rows of the file's beginning, for guessing what the columns hold. */
  rows: TableRow[];
}

const DELIMITERS = [',', '\t', ';'];

/** Null when the text does not begin like a table: fewer than two named columns. */
export function tableHead(text: string, whole: boolean): TableHead | null {
  if (/^\s*[[{]/.test(text) || text.includes('\0')) return null;
  const [firstLine = ''] = text.split(/\r?\n/, 1);
  const [delimiter = ','] = [...DELIMITERS].sort((a, b) => firstLine.split(b).length - firstLine.split(a).length);
  if (!firstLine.includes(delimiter)) return null;
  const hasBody = whole || text.length > firstLine.length;
  const [columns, ...records] = recordsOf(text, delimiter, whole && hasBody);
  if (!columns || columns.length < 2) return null;
  const shape = new RowShape(columns);
  return { delimiter, columns, rows: records.map((cells) => shape.row(cells)) };
}

/** The rows of a table by column name; rows with too few or too many cells are read and reported. */
export async function* readTable(
  file: FileAccess,
  delimiter: string,
  signal?: AbortSignal,
): AsyncGenerator<TableItem, void, undefined> {
  for await (const batch of readTableBatches(file, delimiter, signal)) for (const item of batch) yield item;
}

/** All of a table, as `OpenEvaluation.read` gives it. */
export async function* readTableRecords(
  file: FileAccess,
  { delimiter, opening, readings }: TableRecords,
  signal?: AbortSignal,
): AsyncGenerator<Reading, void, undefined> {
  if (opening !== undefined) yield { kind: 'note', message: opening };
  for await (const item of readTable(file, delimiter, signal)) for (const reading of readings(item)) yield reading;
}

/** As `readTable`, by chunk of the file: for those who have nothing to wait for between rows. */
export async function* readTableBatches(
  file: FileAccess,
  delimiter: string,
  signal?: AbortSignal,
): AsyncGenerator<TableItem[], void, undefined> {
  let shape: RowShape | null = null;
  for await (const batch of readRecordBatches(file.scan?.() ?? file.stream(), delimiter)) {
    signal?.throwIfAborted();
    const items: TableItem[] = [];
    for (const item of batch) {
      if (item.kind === 'problem') items.push(item);
      else if (shape === null) shape = new RowShape(item.cells);
      else items.push(...shape.items(item));
    }
    yield items;
  }
}

/** One row again. Throws when its place in the file now holds something else. */
export async function loadTableRow(
  file: FileAccess,
  head: Pick<TableHead, 'columns' | 'delimiter'>,
  source: Source,
): Promise<TableRow> {
  const { byteOffset, byteLength } = source;
  if (byteOffset === undefined || byteLength === undefined) throw changed(file, source);
  const bytes = await file.bytes(byteOffset, byteLength);
  const cells = recordOf(bytes, head.delimiter);
  if (cells === null) throw changed(file, source);
  return new RowShape(head.columns).row(cells);
}

/** Of columns with the same name the first counts. */
export class RowShape {
  private readonly named: readonly (readonly [index: number, column: string])[];

  constructor(readonly columns: readonly string[]) {
    this.named = [...columns.entries()].filter(([index, column]) => columns.indexOf(column) === index);
  }

  /** A record as a row; with too few or too many cells it is a problem too. A line of blanks is no row, as for pandas. */
  items({ cells, line, byteOffset, byteLength }: CsvRecord): TableItem[] {
    if (cells.length === 1 && this.columns.length > 1 && cells[0]?.trim() === '') return [];
    const row: TableItem = { kind: 'row', row: this.row(cells), place: { line, byteOffset, byteLength } };
    if (cells.length === this.columns.length) return [row];
    const message = `the record has ${cells.length} cells, the header ${this.columns.length}`;
    return [{ kind: 'problem', problem: { line, message } }, row];
  }

  row(cells: readonly string[]): TableRow {
    const row: TableRow = {};
    for (const [index, column] of this.named) {
      const cell = cells[index];
      if (cell !== undefined) row[column] = cell;
    }
    return row;
  }
}
