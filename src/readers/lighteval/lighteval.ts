import type { Source } from '../../model/example';
import { parseJson } from '../json/parseJson';
import { changed } from '../jsonLines';
import type { ParquetFile, RowGroup } from '../parquet/parquet';
import type { FileAccess, FileHead, OpenEvaluation, Reader, Reading } from '../reader';
import { at, folderName, isRow, messageOf, type Row, stem, stringAt } from '../values';
import { type Run, toExample } from './detail';

/** Names in the schema of a details file, of today and of before 0.10. */
const SHAPES = [
  ['doc', 'metric', 'model_response', 'gold_index'],
  ['full_prompt', 'predictions', 'gold', 'metrics'],
];
const COLUMNS = new Set([
  ...'doc metric model_response'.split(' '),
  ...'example full_prompt predictions gold metrics choices gold_index specifics'.split(' '),
]);
/** Large, and nothing that an example needs. */
const UNREAD = new Set([
  ...'input_tokens output_tokens logits unconditioned_logprobs argmax_logits_eq_gold'
    .split(' ')
    .map((name) => `model_response.${name}`),
  ...'fewshot_samples images'.split(' ').map((name) => `doc.${name}`),
]);
const TIMESTAMP = /_(\d{4}-\d{2}-\d{2}T\d{2}[-:]\d{2}[-:]\d{2}(?:\.\d+)?)$/;
const MAX_RESULTS_BYTES = 64 * 1024 * 1024;

/** `details/<model>/<time>/details_<task>|<shots>_<time>.parquet` of lighteval: one row a document. */
export const lighteval: Reader = {
  id: 'lighteval',
  name: 'lighteval',
  choice: 'metrics',
  detect({ tail }: FileHead): boolean {
    if (tail === undefined) return false;
    const schema = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength);
    return SHAPES.some((names) => names.every((name) => schema.includes(name)));
  },
  async open(file, choices): Promise<OpenEvaluation> {
    const { openParquet } = await import('../parquet/parquet');
    const parquet = await openParquet(file, (path) => (path.includes('.') ? !UNREAD.has(path) : COLUMNS.has(path)));
    if (!['doc', 'predictions'].some((name) => parquet.columns.includes(name))) {
      throw new Error('the columns are not those of lighteval');
    }
    const run: Run = { ...(await runOf(file)), metric: choices?.metric };
    return {
      async *read(signal) {
        for (const group of parquet.groups) {
          signal?.throwIfAborted();
          const rows = await rowsOf(parquet, group);
          if (rows instanceof Error) {
            const place = `rows ${group.start + 1} to ${group.start + group.rows}`;
            yield { kind: 'problem', problem: { message: `${place}: ${rows.message}` } };
            continue;
          }
          for (const [n, row] of rows.entries()) {
            signal?.throwIfAborted();
            yield reading(row, run, { path: file.path, format: 'lighteval', entry: `row ${group.start + n + 1}` });
          }
        }
      },
      async load(source) {
        const row = Number(/^row (\d+)$/.exec(source.entry ?? '')?.[1] ?? 0) - 1;
        const group = parquet.groups.find(({ start, rows }) => row >= start && row < start + rows);
        if (!group || group.problem !== undefined) throw changed(file, source);
        const [found] = await parquet.read(group, row, row + 1);
        if (!found) throw changed(file, source);
        return toExample(found, run, source);
      },
      async close() {},
    };
  },
};

async function rowsOf(parquet: ParquetFile, group: RowGroup): Promise<Row[] | Error> {
  if (group.problem !== undefined) return new Error(group.problem);
  return parquet.read(group).catch((error: unknown) => new Error(messageOf(error)));
}

function reading(row: Row, run: Run, source: Source): Reading {
  try {
    return { kind: 'example', example: toExample(row, run, source) };
  } catch (error) {
    return { kind: 'problem', problem: { message: `${source.entry}: ${messageOf(error)}` } };
  }
}

/** `results/<model>/results_<time>.json` beside `details` has the model's name and the metrics' directions. */
async function runOf(file: FileAccess): Promise<Run> {
  const name = stem(file.name);
  const timestamp = TIMESTAMP.exec(name)?.[1];
  const task = name.replace(TIMESTAMP, '').replace(/^details_/, '');
  const folders = file.path.split(/[\\/]/).slice(0, -1);
  const details = folders.lastIndexOf('details');
  const model = details < 0 ? [] : folders.slice(details + 1, -1);
  const results = details < 0 || timestamp === undefined ? null : await readResults(file, model, timestamp);
  return {
    dataset: task,
    model: stringAt(results, 'config_general', 'model_name') ?? (model.join('/') || folderName(file.path) || name),
    higherIsBetter(metric) {
      const metrics = at(results, 'config_tasks', task, 'metrics');
      const found = Array.isArray(metrics) ? metrics.find((other) => at(other, 'metric_name') === metric) : undefined;
      const direction = at(found, 'higher_is_better');
      return typeof direction === 'boolean' ? direction : undefined;
    },
  };
}

async function readResults(file: FileAccess, model: readonly string[], timestamp: string): Promise<unknown> {
  const up = '../'.repeat(model.length + 2);
  try {
    const results = await file.sibling(
      `${up}results/${model.map((part) => `${part}/`).join('')}results_${timestamp}.json`,
    );
    if (results.size > MAX_RESULTS_BYTES) return null;
    const parsed = parseJson(await results.bytes(0, results.size));
    return isRow(parsed) ? parsed : null;
  } catch {
    // Moved elsewhere, or of a run that is still writing it: the folders name the model.
    return null;
  }
}
