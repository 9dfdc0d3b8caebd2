import type { Source } from '../../model/example';
import { loadTableRow, readTableRecords, tableHead } from '../csv/table';
import { readHead } from '../head';
import type { TableRecords } from '../pieces';
import type { FileAccess, FileHead, OpenEvaluation, Reader } from '../reader';
import { stem } from '../values';
import { genericExample, isNamedByLine } from './genericExample';
import { type FieldMapping, guessMapping } from './mapping';

/** Tables with a header, split by comma, tab or semicolon, whose columns have names we know. */
export const genericCsv: Reader = {
  id: 'generic-csv',
  name: 'CSV',
  detect: (head) => mappedTable(head) !== null,
  async open(file: FileAccess): Promise<OpenEvaluation> {
    const found = mappedTable(await readHead(file));
    if (found === null) throw new Error(`${file.path}: no column of the table holds an output and a verdict`);
    const { table, mapping } = found;
    const name = stem(file.name);
    const pieces: TableRecords = {
      kind: 'table',
      delimiter: table.delimiter,
      opening: describeMapping(mapping),
      namedByLine: isNamedByLine,
      readings(item) {
        if (item.kind === 'problem') return [item];
        const source: Source = { path: file.path, format: 'generic-csv', ...item.place };
        return [{ kind: 'example', example: genericExample(item.row, mapping, name, source) }];
      },
    };
    return {
      pieces,
      read: (signal) => readTableRecords(file, pieces, signal),
      async load(source) {
        return genericExample(await loadTableRow(file, table, source), mapping, name, source);
      },
      async close() {},
    };
  },
};

export function describeMapping(mapping: FieldMapping): string {
  const roles = Object.entries(mapping).map(([role, field]) => `${role} = "${field}"`);
  return `guessed from the names of the fields: ${roles.join(', ')}`;
}

function mappedTable(head: FileHead) {
  const table = tableHead(head.text, head.head.length >= head.size);
  if (table === null) return null;
  const mapping = guessMapping(table.columns, table.rows);
  return mapping === null ? null : { table, mapping };
}
