import type { RawExample, Source } from '../model/example';
import { loadTableRow, readTableRecords, type TableHead, type TableRow, tableHead } from './csv/table';
import { readHead } from './head';
import type { TableRecords } from './pieces';
import type { ExampleReading, FileAccess, FileHead, OpenEvaluation, Reader } from './reader';
import { asNumber, stem } from './values';

const REQUIRED = ['example_id', 'model', 'input_text', 'output_text', 'score'];
const KNOWN = new Set([...REQUIRED, 'correct_answer', 'dataset', '', 'index', 'Unnamed: 0']);
const SMALL_FIELD = 500;

/** The input of the paper's reference code (IBM/ErrorMap). */
export const errormapCsv: Reader = {
  id: 'errormap-csv',
  name: 'ErrorMap CSV',
  detect: (head) => errormapTable(head) !== null,
  async open(file: FileAccess): Promise<OpenEvaluation> {
    const table = errormapTable(await readHead(file));
    if (table === null) throw new Error(`${file.path}: the columns ${REQUIRED.join(', ')} are not all there`);
    const dataset = stem(file.name);
    const pieces: TableRecords = {
      kind: 'table',
      delimiter: table.delimiter,
      readings(item) {
        if (item.kind === 'problem') return [item];
        const { row, place } = item;
        const source: Source = { path: file.path, format: 'errormap-csv', ...place };
        const example: ExampleReading = { kind: 'example', example: toExample(row, dataset, source) };
        if ((row.score ?? '').trim() === '' || asNumber(row.score) !== null || isBoolean(row.score)) return [example];
        return [{ kind: 'problem', problem: { line: place.line, message: 'the score is not a number' } }, example];
      },
    };
    return {
      pieces,
      read: (signal) => readTableRecords(file, pieces, signal),
      async load(source) {
        return toExample(await loadTableRow(file, table, source), dataset, source);
      },
      async close() {},
    };
  },
};

function errormapTable(head: FileHead): TableHead | null {
  const table = tableHead(head.text, head.head.length >= head.size);
  return table && REQUIRED.every((column) => table.columns.includes(column)) ? table : null;
}

function toExample(row: TableRow, fileName: string, source: Source): RawExample {
  const reference = row.correct_answer ?? '';
  const rest = Object.entries(row).filter(([name, value]) => !KNOWN.has(name) && value.length <= SMALL_FIELD);
  return {
    id: row.example_id ?? '',
    dataset: row.dataset || fileName,
    model: row.model ?? '',
    input: row.input_text ?? '',
    output: row.output_text ?? '',
    references: reference === '' ? [] : [reference],
    // pandas writes True and False for a boolean score.
    score: isBoolean(row.score) ? Number(/true/i.test(row.score ?? '')) : asNumber(row.score),
    metric: 'score',
    ...(rest.length === 0 ? {} : { metadata: Object.fromEntries(rest) }),
    source,
  };
}

function isBoolean(text: string | undefined): boolean {
  return /^(true|false)$/i.test((text ?? '').trim());
}
