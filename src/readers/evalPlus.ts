import type { RawExample, Source } from '../model/example';
import { attempt } from './attempt';
import { CompanionRows, tryCompanion } from './companion';
import { readHead } from './head';
import { loadElements, readElements } from './json/elements';
import { outline } from './json/outline';
import { readJsonLines } from './jsonLines';
import type { FileAccess, FileHead, OpenEvaluation, Reader } from './reader';
import { asText, asTexts, isRow, type Row, stem, stringAt } from './values';

/** One task's samples; the task's id, which is the key, stands in each of them too. */
const SAMPLES = 'eval.*[*]';
const SHOWN_TESTS = 5;
const SHOWN_CHARACTERS = 200;

/** `*_eval_results.json` of EvalPlus (HumanEval+, MBPP+). */
export const evalPlus: Reader = {
  id: 'evalplus',
  name: 'EvalPlus',
  detect({ text }: FileHead): boolean {
    if (!/"(base_status|solution)"/.test(text)) return false;
    return [...outline(text, 4)].some((path) => /^eval\..+\[\]\.(base_status|solution)$/s.test(path));
  },
  async open(file): Promise<OpenEvaluation> {
    const tasks = await findTasks(file);
    const model = modelOf(file.name);
    const example = async (row: Row, source: Source): Promise<RawExample> =>
      toExample(row, await tasks?.row(asText(row.task_id)), model, source);
    return {
      async *read(signal) {
        if (tasks === null) {
          yield { kind: 'note', message: "the dataset's JSON Lines are not beside it: the examples have no prompts" };
        }
        for await (const item of readElements(file, [SAMPLES], {}, signal)) {
          if (item.kind === 'problem') yield item;
          else if (!isRow(item.value) || item.value.base_status === undefined || item.value.task_id === undefined) {
            const message = `${item.key ?? 'this'}: this is no sample of EvalPlus`;
            yield { kind: 'problem', problem: { line: item.place.line, message } };
          } else {
            const row = item.value;
            const source: Source = { path: file.path, format: 'evalplus', ...item.place };
            yield await attempt(item.place, () => example(row, source));
          }
        }
      },
      async load(source) {
        const [row] = await loadElements(file, source);
        return example(row ?? {}, source);
      },
      async close() {},
    };
  },
};

/** A sample passes when it passes the base tests and, where the run had them, the additional ones. */
function toExample(row: Row, task: Row | undefined, model: string, source: Source): RawExample {
  const id = asText(row.task_id);
  const base = asText(row.base_status);
  const plus = row.plus_status === null || row.plus_status === undefined ? null : asText(row.plus_status);
  const passed = base === 'pass' && (plus === null || plus === 'pass');
  const prompt = stringAt(task, 'prompt') ?? '';
  const solution = stringAt(task, 'canonical_solution');
  return {
    id,
    dataset: id.includes('/') ? id.slice(0, id.indexOf('/')) : id.replace(/[_-]?\d+$/, '') || 'EvalPlus',
    model,
    input: prompt,
    output: asText(row.solution),
    references: solution === undefined ? [] : [prompt + solution],
    score: Number(passed),
    verdict: passed,
    metric: plus === null ? 'base tests' : 'base and plus tests',
    ...(passed
      ? {}
      : { explanation: [said('base', base, row), ...(plus === null ? [] : [said('plus', plus, row)])].join('\n') }),
    metadata: {
      base_status: base,
      ...(plus === null ? {} : { plus_status: plus }),
      ...counted('base_fail_tests', row),
      ...counted('plus_fail_tests', row),
    },
    source,
  };
}

/** "base tests: fail, with the inputs [1,2], [3,4] and 7 more". */
function said(kind: string, status: string, row: Row): string {
  if (status === 'pass') return `${kind} tests: pass`;
  const failed = asTexts(row[`${kind}_fail_tests`]);
  const shown = failed.slice(0, SHOWN_TESTS).map((test) => {
    return test.length > SHOWN_CHARACTERS ? `${test.slice(0, SHOWN_CHARACTERS)}…` : test;
  });
  const more = failed.length > shown.length ? ` and ${failed.length - shown.length} more` : '';
  return `${kind} tests: ${status}${shown.length === 0 ? '' : `, with the inputs ${shown.join(', ')}${more}`}`;
}

function counted(name: string, row: Row): Row {
  const tests = row[name];
  return Array.isArray(tests) && tests.length > 0 ? { [name]: tests.length } : {};
}

/** `<owner>--<model>_<backend>_temp_<t>_eval_results.json`; names that somebody else chose stay as they are. */
function modelOf(name: string): string {
  const own = stem(name).replace(/[._-]?eval_results$/, '');
  const written = /^(.+?)_[a-z]+_temp_[\d.]+(?:-sanitized)?$/.exec(own)?.[1];
  return written?.replace('--', '/') ?? (own || stem(name));
}

/** The prompts stand in the dataset, which some keep beside the results. */
async function findTasks(file: FileAccess): Promise<CompanionRows | null> {
  const names = await file.siblings().catch(() => []);
  for (const name of names.filter((other) => /\.jsonl$/i.test(other)).sort()) {
    const companion = await tryCompanion(file, name);
    if (companion === null || !isDataset(await readHead(companion))) continue;
    const rows = new CompanionRows(companion);
    for await (const item of readJsonLines(companion)) {
      if (item.kind === 'row' && item.row.task_id !== undefined) rows.add(asText(item.row.task_id), item.place);
    }
    return rows;
  }
  return null;
}

function isDataset({ text }: FileHead): boolean {
  const keys = outline(text, 1);
  return keys.has('task_id') && keys.has('prompt') && keys.has('entry_point');
}
