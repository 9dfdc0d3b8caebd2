import type { RawExample, Source } from '../model/example';
import { attempt } from './attempt';
import { tryCompanion } from './companion';
import { readElements } from './json/elements';
import { outline } from './json/outline';
import { decode, parseJson } from './json/parseJson';
import { changed } from './jsonLines';
import type { FileAccess, FileHead, OpenEvaluation, Reader } from './reader';
import { asTexts, at, isRow, type Row, stem } from './values';

/** Which list of the report an instance stands in is its outcome. */
const OUTCOMES: Readonly<Record<string, Pick<RawExample, 'verdict' | 'score' | 'explanation' | 'error'>>> = {
  'resolved_ids[*]': { verdict: true, score: 1 },
  'unresolved_ids[*]': { verdict: false, score: 0 },
  'empty_patch_ids[*]': { verdict: false, score: 0, explanation: 'the patch is empty' },
  'error_ids[*]': { verdict: null, score: null, error: 'the evaluation of the patch ended with an error' },
};
const LISTS = Object.keys(OUTCOMES);
const MAX_COMPANION_BYTES = 32 * 1024 * 1024;
const SHOWN_TESTS = 10;

/** `<model>.<run>.json` of SWE-bench: lists of instance ids by outcome; patches and tests stand in its logs. */
export const sweBench: Reader = {
  id: 'swe-bench',
  name: 'SWE-bench',
  detect({ text }: FileHead): boolean {
    // The counts come first; a list of ids may be longer than what is looked at.
    const keys = outline(text, 1);
    return ['total_instances', 'resolved_instances', 'completed_ids'].every((key) => keys.has(key));
  },
  async open(file): Promise<OpenEvaluation> {
    const run = await findRun(file);
    return {
      async *read(signal) {
        if (!run.logs) {
          yield { kind: 'note', message: `${run.folder} is not beside it: no patches, no failed tests` };
        }
        const seen = new Set<string>();
        const submitted: string[] = [];
        for await (const item of readElements(file, [...LISTS, 'submitted_ids[*]'], {}, signal)) {
          if (item.kind === 'problem') {
            yield item;
          } else if (typeof item.value !== 'string') {
            yield { kind: 'problem', problem: { line: item.place.line, message: 'this is no id of an instance' } };
          } else if (item.path === 'submitted_ids[*]') {
            submitted.push(item.value);
          } else {
            const { value: id, path: list } = item;
            seen.add(id);
            const source: Source = { path: file.path, format: 'swe-bench', ...item.place };
            yield await attempt(item.place, () => toExample(file, run, id, list, source));
          }
        }
        const without = submitted.filter((id) => !seen.has(id)).length;
        if (without > 0)
          yield { kind: 'problem', problem: { message: `${without} submitted instances have no outcome` } };
      },
      async load(source) {
        for await (const item of readElements(file, LISTS)) {
          if (item.kind === 'problem' || item.place.byteOffset !== source.byteOffset) continue;
          if (typeof item.value === 'string') return toExample(file, run, item.value, item.path, source);
        }
        throw changed(file, source);
      },
      async close() {},
    };
  },
};

interface Run {
  model: string;
  run: string;
  folder: string;
  /** Whether the logs of the run are there. */
  logs: boolean;
}

async function toExample(file: FileAccess, run: Run, id: string, list: string, source: Source): Promise<RawExample> {
  const companions = run.logs ? await logsOf(file, run, id) : {};
  const { report } = companions;
  const failed = OUTCOMES[list]?.verdict === false ? failedTests(report) : undefined;
  return {
    id,
    dataset: 'SWE-bench',
    model: run.model,
    input: '',
    output: companions.patch ?? '',
    references: [],
    metric: 'resolved',
    score: null,
    ...OUTCOMES[list],
    ...(failed === undefined ? {} : { explanation: failed }),
    metadata: {
      run: run.run,
      ...Object.fromEntries(
        ['patch_exists', 'patch_successfully_applied', 'infra_failure'].flatMap((name) =>
          typeof report?.[name] === 'boolean' ? [[name, report[name]]] : [],
        ),
      ),
    },
    source,
  };
}

/** Which tests still fail, and which the patch broke. */
function failedTests(report: Row | undefined): string | undefined {
  if (report?.patch_successfully_applied === false) return 'the patch could not be applied';
  const lines = [
    ['FAIL_TO_PASS', 'still failing'],
    ['PASS_TO_PASS', 'broken by the patch'],
  ].flatMap(([name = '', what = '']) => {
    const tests = asTexts(at(report, 'tests_status', name, 'failure'));
    const more = tests.length > SHOWN_TESTS ? ` and ${tests.length - SHOWN_TESTS} more` : '';
    return tests.length === 0 ? [] : [`${what}: ${tests.slice(0, SHOWN_TESTS).join(', ')}${more}`];
  });
  return lines.length === 0 ? undefined : lines.join('\n');
}

async function logsOf(file: FileAccess, run: Run, id: string): Promise<{ report?: Row; patch?: string }> {
  // The id comes out of the file: it must not lead out of the folder.
  if (!isPlainName(id)) return {};
  const text = await companionText(file, `${run.folder}/${id}/report.json`);
  const patch = await companionText(file, `${run.folder}/${id}/patch.diff`);
  const report = text === null ? undefined : reportOf(text, id);
  return { ...(report === undefined ? {} : { report }), ...(patch === null ? {} : { patch }) };
}

async function companionText(file: FileAccess, path: string): Promise<string | null> {
  const companion = await tryCompanion(file, path);
  if (companion === null || companion.size > MAX_COMPANION_BYTES) return null;
  return decode(await companion.bytes(0, companion.size));
}

function reportOf(text: string, id: string): Row | undefined {
  try {
    const report = at(parseJson(text), id);
    return isRow(report) ? report : undefined;
  } catch {
    // The harness was stopped while it wrote; the outcome stands in the run's own lists.
    return undefined;
  }
}

/** Model and run are joined by a dot, and both may hold dots: the split that leads to logs is the right one. */
async function findRun(file: FileAccess): Promise<Run> {
  const name = stem(file.name);
  const ids = await firstIds(file);
  const dots = [...name.matchAll(/\./g)].map(({ index }) => index).reverse();
  const splits = dots.map((dot) => runOf(name.slice(0, dot), name.slice(dot + 1)));
  for (const split of splits) {
    for (const id of ids) {
      if (await tryCompanion(file, `${split.folder}/${id}/report.json`)) return { ...split, logs: true };
    }
  }
  return splits[0] ?? runOf(name, '');
}

function runOf(model: string, run: string): Run {
  return { model: model.replace('__', '/'), run, folder: `logs/run_evaluation/${run}/${model}`, logs: false };
}

/** An instance of each outcome that leaves a report. */
async function firstIds(file: FileAccess): Promise<string[]> {
  const firsts = new Map<string, string>();
  for await (const item of readElements(file, ['resolved_ids[*]', 'unresolved_ids[*]'])) {
    if (item.kind === 'problem') break;
    if (typeof item.value === 'string' && isPlainName(item.value) && !firsts.has(item.path)) {
      firsts.set(item.path, item.value);
    }
  }
  return [...firsts.values()];
}

function isPlainName(name: string): boolean {
  return /^[\w.+-]+$/.test(name) && !/^\.+$/.test(name);
}
