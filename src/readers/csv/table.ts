import type { Problem, Source } from '../../model/example';
import { decode } from '../json/parseJson';
import { changed } from '../jsonLines';
import type { FileAccess } from '../reader';
import { readRecords, recordsOf } from './records';

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
  return { delimiter, columns, rows: records.map((cells) => rowOf(columns, cells)) };
}

/** The rows of a table by column name; rows with too few or too many cells are read and reported. */
export async function* readTable(
  file: FileAccess,
  delimiter: string,
  signal?: AbortSignal,
): AsyncGenerator<TableItem, void, undefined> {
  let columns: string[] | null = null;
  for await (const item of readRecords(file.stream(), delimiter)) {
    signal?.throwIfAborted();
    if (item.kind === 'problem') {
      yield item;
    } else if (columns === null) {
      columns = item.cells;
    } else {
      const { cells, line, byteOffset, byteLength } = item;
      if (cells.length !== columns.length) {
        const message = `the record has ${cells.length} cells, the header ${columns.length}`;
        yield { kind: 'problem', problem: { line, message } };
      }
      yield { kind: 'row', row: rowOf(columns, cells), place: { line, byteOffset, byteLength } };
    }
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
  const records = recordsOf(decode(bytes), head.delimiter, true);
  const [cells] = records;
  if (!cells || records.length !== 1) throw changed(file, source);
  return rowOf(head.columns, cells);
}

/** Of columns with the same name the first counts. */
function rowOf(columns: readonly string[], cells: readonly string[]): TableRow {
  const row: TableRow = {};
  for (const [index, column] of columns.entries()) {
    const cell = cells[index];
    if (cell !== undefined && !Object.hasOwn(row, column)) row[column] = cell;
  }
  return row;
}
