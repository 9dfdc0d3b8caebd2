import { distinctExamples } from '../model/distinct';
import type { ExampleEntry } from '../model/entry';
import { outcomeOf } from '../model/example';
import type { VerdictRules } from '../model/verdict';
import { openDiskFile } from '../readers/diskFile';
import { EvaluationFiles } from '../readers/evaluationFiles';
import { findEvaluationFiles } from '../readers/findFiles';
import type { FileAccess } from '../readers/reader';
import { type Survey, surveyFiles } from '../readers/survey';
import { SurveyPool } from '../readers/surveyPool';
import { EXIT, InputError } from './exit';
import { counted, note } from './output';
import { plain } from './plain';
import { ProgressLine } from './progress';
import { choicesIn, type ReadingOptions } from './readingOptions';

/** All that the given paths hold, read once. */
export interface Evaluations {
  surveys: Survey[];
  rules: VerdictRules;
  /** Every example once, over all files. */
  entries: ExampleEntry[];
  repeated: number;
  failing: ExampleEntry[];
  files: EvaluationFiles;
}

/**
 * Reads the evaluation files under the paths. A file that was named itself and is no evaluation is
 * told on stderr; those found in folders are passed over, since most files are none.
 * A file that can't be read is told too, and makes the exit code 1.
 * Throws `InputError` for a path that is not there, and `signal.reason`.
 */
export async function readEvaluations(
  paths: readonly string[],
  signal?: AbortSignal,
  options: ReadingOptions = {},
): Promise<Evaluations> {
  const named = new Map<string, FileAccess>();
  const line = new ProgressLine();
  const pool = new SurveyPool();
  const choicesOf = choicesIn(options);
  let unreadable = 0;
  const { surveys, rules } = await surveyFiles(diskFiles(paths, named), {
    ...(signal && { signal }),
    readBy: pool.readFile,
    choicesOf,
    onProgress: ({ path, examples }) => line.show(() => `Reading ${plain(path)} · ${counted(examples, 'example')}`),
    onUnreadable: (path, message) => {
      unreadable += 1;
      named.delete(path);
      note(`${plain(path)}: ${plain(message)}; left out`);
    },
  }).finally(() => {
    line.clear();
    return pool.dispose();
  });
  for (const { path } of surveys) named.delete(path);
  for (const file of named.values()) note(`${plain(file.path)}: ${whyNot(file)}`);
  if (unreadable > 0) process.exitCode = EXIT.partial;
  tellUnusedMetric(options.metric, surveys);
  const { entries, repeated } = distinctExamples(surveys.map((survey) => survey.entries));
  return {
    surveys,
    rules,
    entries,
    repeated,
    failing: entries.filter((entry) => outcomeOf(entry) === 'failing'),
    files: new EvaluationFiles(openDiskFile, choicesOf),
  };
}

/** Collects in `named` the files that were given themselves. */
async function* diskFiles(paths: readonly string[], named: Map<string, FileAccess>) {
  try {
    for await (const path of findEvaluationFiles(paths)) {
      const file = await openDiskFile(path);
      if (paths.includes(path)) named.set(path, file);
      yield file;
    }
  } catch (error) {
    throw new InputError(plain(error instanceof Error ? error.message : String(error)));
  }
}

/** A metric that no file has decides nothing: that is no result, but a wrong name. */
function tellUnusedMetric(metric: string | undefined, surveys: readonly Survey[]): void {
  if (metric === undefined) return;
  // Of lm-eval's `metric,filter` the examples bear the metric.
  const name = metric.split(',', 1)[0];
  const found = new Set(surveys.flatMap(({ entries }) => entries.flatMap((entry) => entry.metric ?? [])));
  if (found.has(metric) || found.has(name ?? '')) return;
  const names = [...found].map((other) => `"${plain(other)}"`);
  const others = names.length > 8 ? `${names.slice(0, 8).join(', ')} and others` : names.join(', ');
  note(`no example has the metric "${plain(metric)}"${others === '' ? '' : `; what counts is ${others}`}`);
  process.exitCode = EXIT.partial;
}

function whyNot({ size }: FileAccess): string {
  return size === 0 ? 'the file is empty: no examples' : 'no evaluation file that we know; left out';
}
