import type { Source } from '../../model/example';
import { loadTableRow, readTableRecords, type TableRow, tableHead } from '../csv/table';
import { readHead } from '../head';
import type { TableRecords } from '../pieces';
import type { FileAccess, FileHead, OpenChoices, OpenEvaluation, Reader } from '../reader';
import { messageOf, stem } from '../values';
import { genericExample, isNamedByLine, requireFields } from './genericExample';
import { describeMapping, guessMapping } from './mapping';

/** Tables with a header, split by comma, tab or semicolon, whose columns have names we know. */
export const genericCsv: Reader = {
  id: 'generic-csv',
  name: 'CSV',
  choice: 'fields',
  detect: (head) => mappedTable(head) !== null,
  async open(file: FileAccess, choices?: OpenChoices): Promise<OpenEvaluation> {
    const found = mappedTable(await readHead(file), choices);
    if (found === null) throw new Error(`${file.path}: no column of the table holds an output and a verdict`);
    const { table, mapping } = found;
    const name = stem(file.name);
    const toExample = (row: TableRow, source: Source) => {
      if (choices?.mapping) requireFields(row, mapping);
      return genericExample(row, mapping, name, source);
    };
    const pieces: TableRecords = {
      kind: 'table',
      delimiter: table.delimiter,
      opening: describeMapping(mapping, choices?.mapping ? 'user' : 'guess'),
      namedByLine: isNamedByLine,
      readings(item) {
        if (item.kind === 'problem') return [item];
        const source: Source = { path: file.path, format: 'generic-csv', ...item.place };
        try {
          return [{ kind: 'example', example: toExample(item.row, source) }];
        } catch (error) {
          return [{ kind: 'problem', problem: { line: item.place.line, message: messageOf(error) } }];
        }
      },
    };
    return {
      pieces,
      read: (signal) => readTableRecords(file, pieces, signal),
      async load(source) {
        return toExample(await loadTableRow(file, table, source), source);
      },
      async close() {},
    };
  },
};

function mappedTable(head: FileHead, choices?: OpenChoices) {
  const table = tableHead(head.text, head.head.length >= head.size);
  if (table === null) return null;
  const mapping = choices?.mapping ?? guessMapping(table.columns, table.rows);
  return mapping === null ? null : { table, mapping };
}
