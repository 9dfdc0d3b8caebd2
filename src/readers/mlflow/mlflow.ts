import { readHead } from '../head';
import { outline } from '../json/outline';
import { parseJson } from '../json/parseJson';
import { JsonSplitter } from '../json/splitter';
import type { FileAccess, FileHead, OpenEvaluation, Reader } from '../reader';
import { elementExamples, lineExamples, type RowShape, readFacts } from '../rows';
import { asText, folderName, isRow, type Row, stem } from '../values';
import { csvExamples, csvTable } from './csv';
import { isEvaluation, toExample } from './row';

const COLUMNS = 'columns';

/** `eval_results_table.json` of MLflow (`columns` and `data`), and the rows of `genai.evaluate`'s `result_df`. */
export const mlflow: Reader = {
  id: 'mlflow',
  name: 'MLflow',
  choice: 'metrics',
  detect: (head) => isTable(head) || isRows(head) || csvTable(head) !== null,
  async open(file, choices): Promise<OpenEvaluation> {
    const run = { dataset: stem(file.name), model: runName(file), metric: choices?.metric };
    const shape = (columns: readonly string[] | null): RowShape => ({
      format: 'mlflow',
      toExample: (value, source) => toExample(rowOf(value, columns), run, source),
    });
    const csv = csvTable(await readHead(file));
    if (csv !== null) return csvExamples(file, csv, shape(null));
    const first = (await file.bytes(0, 64)).find((byte) => byte === 0x7b || byte === 0x5b);
    if (first === 0x5b) return elementExamples(file, ['[*]'], shape(null));
    const columns = (await readFacts(file, [COLUMNS])).get(COLUMNS);
    if (!Array.isArray(columns)) return lineExamples(file, shape(null));
    return elementExamples(file, ['data[*]'], shape(columns.map(asText)));
  },
};

function isTable({ text }: FileHead): boolean {
  if (!outline(text, 1).has(COLUMNS)) return false;
  for (const part of new JsonSplitter([COLUMNS]).push(Buffer.from(text))) {
    if (part.kind === 'problem') return false;
    const columns = tryParse(part.bytes);
    return Array.isArray(columns) && isEvaluation(columns.map(asText));
  }
  return false;
}

/** Any table may have a `request` and a `response`; the state of a trace and values of scorers are MLflow's. */
function isRows({ text }: FileHead): boolean {
  const columns = [...outline(text, 1)].map((path) => path.replace(/^\[\]\./, ''));
  return columns.includes('request') && columns.includes('state') && isEvaluation(columns);
}

function rowOf(value: unknown, columns: readonly string[] | null): Row {
  if (columns === null) {
    if (!isRow(value)) throw new Error('the row is not a JSON object');
    return value;
  }
  if (!Array.isArray(value)) throw new Error('the row is not a list');
  if (value.length !== columns.length) {
    throw new Error(`the row has ${value.length} values, the table ${columns.length} columns`);
  }
  return Object.fromEntries(columns.map((column, index) => [column, value[index]]));
}

/** The table is called the same in every run: the folder around it, or around its `artifacts`, says whose it is. */
function runName(file: FileAccess): string {
  const folder = folderName(file.path);
  const outer = folder === 'artifacts' ? folderName(file.path.replace(/[\\/][^\\/]*$/, '')) : folder;
  return outer || stem(file.name);
}

function tryParse(bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes);
  } catch {
    return undefined;
  }
}
