import { distinctExamples } from '../model/distinct';
import type { ExampleEntry } from '../model/entry';
import { outcomeOf } from '../model/example';
import type { VerdictRules } from '../model/verdict';
import { openDiskFile } from '../readers/diskFile';
import { EvaluationFiles } from '../readers/evaluationFiles';
import { findEvaluationFiles } from '../readers/findFiles';
import { type Survey, surveyFiles } from '../readers/survey';
import { InputError } from './exit';

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

/** Reads the evaluation files under the paths. Throws `InputError` for a path that is not there. */
export async function readEvaluations(paths: readonly string[]): Promise<Evaluations> {
  const { surveys, rules } = await surveyFiles(diskFiles(paths));
  const { entries, repeated } = distinctExamples(surveys.map((survey) => survey.entries));
  return {
    surveys,
    rules,
    entries,
    repeated,
    failing: entries.filter((entry) => outcomeOf(entry) === 'failing'),
    files: new EvaluationFiles(openDiskFile),
  };
}

async function* diskFiles(paths: readonly string[]) {
  try {
    for await (const path of findEvaluationFiles(paths)) yield await openDiskFile(path);
  } catch (error) {
    throw new InputError(error instanceof Error ? error.message : String(error));
  }
}
