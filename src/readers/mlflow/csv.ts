import { loadTableRow, readTableRecords, type TableHead, type TableRow, tableHead } from '../csv/table';
import { parseJson } from '../json/parseJson';
import type { TableRecords } from '../pieces';
import { parsePythonLiteral } from '../pythonLiteral';
import type { FileAccess, FileHead, OpenEvaluation } from '../reader';
import type { RowShape } from '../rows';
import { messageOf, type Row } from '../values';
import { isEvaluation } from './row';

const TRACE_COLUMNS = ['trace_id', 'request', 'response', 'state'];
/** Cells that were objects. The trace itself is the bulk of a row, and nothing of it is needed. */
const STRUCTURED = ['request', 'response', 'assessments'];

/** The header of `result_df.to_csv()`; null for every other table. */
export function csvTable(head: FileHead): TableHead | null {
  const table = tableHead(head.text, head.head.length >= head.size);
  if (table === null || !TRACE_COLUMNS.every((name) => table.columns.includes(name))) return null;
  return isEvaluation(table.columns) ? table : null;
}

/** One example for each row of the table, with `shape` as for the rows of JSON. */
export function csvExamples(file: FileAccess, table: TableHead, shape: RowShape): OpenEvaluation {
  const pieces: TableRecords = {
    kind: 'table',
    delimiter: table.delimiter,
    readings(item) {
      if (item.kind === 'problem') return [item];
      try {
        const source = { path: file.path, format: shape.format, ...item.place };
        return [{ kind: 'example', example: shape.toExample(withObjects(item.row), source) }];
      } catch (error) {
        return [{ kind: 'problem', problem: { line: item.place.line, message: messageOf(error) } }];
      }
    },
  };
  return {
    pieces,
    read: (signal) => readTableRecords(file, pieces, signal),
    async load(source) {
      return shape.toExample(withObjects(await loadTableRow(file, table, source)), source);
    },
    async close() {},
  };
}

function withObjects(row: TableRow): Row {
  const objects = STRUCTURED.map((name) => [name, objectOf(row[name] ?? '')] as const);
  return { ...row, ...Object.fromEntries(objects) };
}

/** pandas writes objects as Python does, and what was JSON before as it is. */
function objectOf(cell: string): unknown {
  if (!/^\s*[[{]/.test(cell)) return cell;
  try {
    return parseJson(cell);
  } catch {
    return parsePythonLiteral(cell) ?? cell;
  }
}
