import type { ExampleEntry } from '../model/entry';
import { type FormatId, outcomeOf, type Problem } from '../model/example';
import { VerdictRules } from '../model/verdict';
import { EntryMaker } from './entry';
import { EvaluationFile } from './evaluationFile';
import type { FileAccess } from './reader';
import { messageOf } from './values';

/** What a file holds, without its texts. */
export interface Survey {
  path: string;
  format: FormatId;
  formatVersion?: string;
  /** In the order in which the file brings them. */
  models: string[];
  datasets: string[];
  problems: Problem[];
  /** What is worth knowing about a file that was read well: a filter left out, a run not finished. */
  notes: string[];
  entries: ExampleEntry[];
}

export interface SurveyOptions {
  /** Thresholds of the user's by dataset. */
  thresholds?: Readonly<Record<string, number>>;
  signal?: AbortSignal;
  /** Now and then while a file is read, and after each file. */
  onProgress?: (progress: SurveyProgress) => void;
  /** A file that can't be read at all, so that nobody knows what it holds; it is left out. */
  onUnreadable?: (path: string, message: string) => void;
}

export interface SurveyProgress {
  path: string;
  /** Files looked at so far, evaluations or not. */
  files: number;
  /** Examples found so far, in all files. */
  examples: number;
}

/** So many problems of a file are kept; the others are counted in one more. */
const MAX_PROBLEMS = 100;
const PROGRESS_EXAMPLES = 1000;

/**
 * Looks through all files and decides what fails, by rules over all of them.
 * Files that are no evaluations are left out; an unreadable evaluation is a survey with a problem.
 * Throws `signal.reason` when cancelled.
 */
export async function surveyFiles(
  files: AsyncIterable<FileAccess> | Iterable<FileAccess>,
  options: SurveyOptions = {},
): Promise<{ surveys: Survey[]; rules: VerdictRules }> {
  const rules = new VerdictRules(options.thresholds);
  const maker = new EntryMaker();
  const surveys: Survey[] = [];
  const progress = { files: 0, examples: 0 };
  for await (const file of files) {
    options.signal?.throwIfAborted();
    const report = () => options.onProgress?.({ path: file.path, ...progress });
    const evaluation = await EvaluationFile.detect(file).catch((error: unknown) => {
      options.onUnreadable?.(file.path, messageOf(error));
      return null;
    });
    const survey = await surveyRaw(file, evaluation, maker, options.signal, (entry) => {
      rules.add(entry);
      progress.examples += 1;
      if (progress.examples % PROGRESS_EXAMPLES === 0) report();
    });
    if (survey) surveys.push(survey);
    progress.files += 1;
    report();
  }
  decide(surveys, rules);
  return { surveys, rules };
}

/** One file with the rules of its own examples alone; null when it is no evaluation. */
export async function surveyFile(file: FileAccess, options: SurveyOptions = {}): Promise<Survey | null> {
  const { surveys } = await surveyFiles([file], options);
  return surveys[0] ?? null;
}

/** Decides anew which examples pass, after the rules have changed (a threshold, a file more). */
export function decide(surveys: Iterable<Survey>, rules: VerdictRules): void {
  for (const { entries } of surveys) for (const entry of entries) entry.passed = rules.passed(entry);
}

/** How many examples of a survey went which way. */
export function countOutcomes({ entries }: Pick<Survey, 'entries'>): {
  examples: number;
  failing: number;
  errored: number;
  unscored: number;
} {
  const counts = { examples: entries.length, passed: 0, failing: 0, errored: 0, unscored: 0 };
  for (const entry of entries) counts[outcomeOf(entry)] += 1;
  const { passed: _, ...rest } = counts;
  return rest;
}

async function surveyRaw(
  file: FileAccess,
  evaluation: EvaluationFile | null,
  maker: EntryMaker,
  signal: AbortSignal | undefined,
  onEntry: (entry: ExampleEntry) => void,
): Promise<Survey | null> {
  if (!evaluation) return null;
  const survey: Survey = {
    path: file.path,
    format: evaluation.format,
    models: [],
    datasets: [],
    problems: [],
    notes: [],
    entries: [],
  };
  const problems = new ProblemList();
  const models = new Set<string>();
  const datasets = new Set<string>();
  try {
    const version = await evaluation.version();
    if (version !== undefined) survey.formatVersion = version;
    for await (const reading of evaluation.read(signal)) {
      if (reading.kind === 'problem') problems.add(reading.problem);
      else if (reading.kind === 'note') survey.notes.push(reading.message);
      else {
        const entry = maker.entry(reading.example);
        survey.entries.push(entry);
        models.add(entry.model);
        datasets.add(entry.dataset);
        onEntry(entry);
      }
    }
  } catch (error) {
    signal?.throwIfAborted();
    problems.add({ message: messageOf(error) });
  } finally {
    await evaluation.close();
  }
  survey.models = [...models];
  survey.datasets = [...datasets];
  survey.problems = problems.all();
  return survey;
}

class ProblemList {
  private readonly kept: Problem[] = [];
  private more = 0;

  add(problem: Problem): void {
    if (this.kept.length < MAX_PROBLEMS) this.kept.push(problem);
    else this.more += 1;
  }

  all(): Problem[] {
    return this.more === 0 ? this.kept : [...this.kept, { message: `and ${this.more} more problems` }];
  }
}
