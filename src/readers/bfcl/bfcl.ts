import type { RawExample, Source } from '../../model/example';
import { attempt } from '../attempt';
import { outline } from '../json/outline';
import { loadJsonRow, readJsonLines } from '../jsonLines';
import type { FileAccess, FileHead, OpenEvaluation, Reader } from '../reader';
import { asNumber, asText, asTexts, at, folderName, inputText, isRow, type Row, stem, stringAt } from '../values';
import { askedMessages, functionNames, renderCalls } from './calls';
import { readScores } from './score';

/** Besides `id` and `result` a line has one of these, and nothing that is asked, expected or scored. */
const MEASURED = ['input_token_count', 'inference_log', 'traceback'];
const OF_OTHERS = ['valid', 'prompt', 'input', 'output', 'response', 'expected', 'score'];
const MAX_SMALL = 500;

/** A result file of the Berkeley Function Calling Leaderboard: JSON Lines, in spite of its `.json`. */
export const bfcl: Reader = {
  id: 'bfcl',
  name: 'BFCL',
  detect({ text }: FileHead): boolean {
    const keys = outline(text, 1);
    if (!keys.has('id') || !keys.has('result') || OF_OTHERS.some((key) => keys.has(key))) return false;
    return MEASURED.some((key) => keys.has(key));
  },
  async open(file): Promise<OpenEvaluation> {
    const scores = await readScores(file);
    const run = runOf(file);
    const example = async (row: Row, source: Source): Promise<RawExample> => {
      const id = asText(row.id);
      return toExample(row, { valid: scores.valid(id), failing: await scores.failing(id) }, run, source);
    };
    return {
      ...(run.version === undefined ? {} : { version: run.version }),
      async *read(signal) {
        for (const problem of scores.problems) yield { kind: 'problem', problem };
        const missing = new Set(scores.failingIds());
        let rows = 0;
        for await (const item of readJsonLines(file, signal)) {
          if (item.kind === 'problem') {
            yield item;
            continue;
          }
          const { row, place } = item;
          if (row.id === undefined || row.result === undefined) {
            yield { kind: 'problem', problem: { line: place.line, message: 'the line is no result of BFCL' } };
            continue;
          }
          rows += 1;
          missing.delete(asText(row.id));
          yield await attempt(place, () => example(row, { path: file.path, format: 'bfcl', ...place }));
        }
        const lacking = Math.max(missing.size, (scores.total ?? 0) - rows);
        if (lacking > 0) {
          yield { kind: 'problem', problem: { message: `${lacking} cases of the score file have no result here` } };
        } else if (scores.total !== undefined && scores.total < rows) {
          yield { kind: 'note', message: `the score file counts ${scores.total} cases, there are ${rows} results` };
        }
      },
      async load(source) {
        return example(await loadJsonRow(file, source), source);
      },
      async close() {},
    };
  },
};

interface Run {
  model: string;
  dataset: string;
  version?: string;
}

/** `result/<model>/<group>/BFCL_v4_<category>_result.json`; older versions have no group. */
function runOf(file: FileAccess): Run {
  const folders = file.path.split(/[\\/]/).slice(0, -1);
  const result = folders.findLastIndex((folder) => /^results?\b/i.test(folder));
  const dataset = stem(file.name).replace(/_result$/, '');
  const version = /^BFCL_(v\d+)_/i.exec(file.name)?.[1];
  return {
    model: folders[result + 1] && result !== -1 ? (folders[result + 1] ?? '') : folderName(file.path) || dataset,
    dataset,
    ...(version === undefined ? {} : { version }),
  };
}

interface Outcome {
  valid: boolean | null;
  failing: Row | undefined;
}

/** A case whose request crashed counts as wrong for the tool (or right, where no call was wanted): here it is errored. */
function toExample(row: Row, { valid, failing }: Outcome, run: Run, source: Source): RawExample {
  const crashed = row.traceback !== undefined && row.traceback !== null;
  const messages = askedMessages(row, failing);
  const wanted = renderCalls(failing?.possible_answer);
  const explanation = crashed || failing === undefined ? '' : whyInvalid(failing);
  return {
    id: asText(row.id),
    dataset: run.dataset,
    model: stringAt(failing, 'model_name') ?? run.model,
    input: messages ? inputText(messages) : '',
    ...(messages ? { messages } : {}),
    output: crashed ? '' : renderCalls(row.result),
    references: wanted === '' ? [] : [wanted],
    score: valid === null || crashed ? null : Number(valid),
    verdict: crashed ? null : valid,
    metric: 'valid',
    ...(explanation === '' ? {} : { explanation }),
    ...(crashed ? { error: asText(row.result) || 'the request failed' } : {}),
    metadata: metadataOf(row, failing),
    source,
  };
}

/** `error` is a list of texts, or in conversations of several turns an object with a message and details. */
function whyInvalid({ error }: Row): string {
  if (!isRow(error)) return asTexts(error).join('\n');
  return asTexts(error.error_message ?? error.message ?? error.error_type).join('\n');
}

function metadataOf(row: Row, failing: Row | undefined): Row {
  const errorType = stringAt(failing, 'error_type') ?? stringAt(failing, 'error', 'error_type');
  const category = stringAt(failing, 'test_category');
  const functions = functionNames(row, failing);
  const counted = ['input_token_count', 'output_token_count', 'latency'].flatMap((name) => {
    const value = at(row, name);
    const small = asNumber(value) !== null || (Array.isArray(value) && asText(value).length <= MAX_SMALL);
    return small ? [[name, value] as const] : [];
  });
  return {
    ...(category === undefined ? {} : { test_category: category }),
    ...(errorType === undefined ? {} : { error_type: errorType }),
    ...(functions.length === 0 ? {} : { functions }),
    ...Object.fromEntries(counted),
  };
}
