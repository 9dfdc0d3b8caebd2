import type { ExampleEntry } from '../model/entry';
import { outcomeOf } from '../model/example';
import { VerdictRules } from '../model/verdict';
import type { ReadChoices } from './choices';
import { EntryMaker } from './entry';
import { EvaluationFile } from './evaluationFile';
import type { FileAccess } from './reader';
import { readSettled } from './readSettled';
import { type FileFacts, type ReadHooks, readFacts } from './surveyFacts';
import { messageOf } from './values';

/** What a file holds, without its texts. */
export interface Survey extends FileFacts {
  entries: ExampleEntry[];
}

export interface SurveyOptions {
  /** Thresholds of the user's by dataset. */
  thresholds?: Readonly<Record<string, number>>;
  signal?: AbortSignal;
  /** Now and then while a file is read, and after each file. */
  onProgress?: (progress: SurveyProgress) => void;
  /** How the user wants a file to be read. */
  choicesOf?: (path: string) => ReadChoices | undefined;
  /** Reads a file in another way than this thread's; throws when the file can't be read at all. */
  readBy?: ReadFile;
  /** A file that can't be read at all, so that nobody knows what it holds; it is left out. */
  onUnreadable?: (path: string, message: string) => void;
}

/** The survey of one file, nothing decided yet (`passed` is null); null when it is no evaluation. */
export type ReadFile = (file: FileAccess, hooks: ReadHooks) => Promise<Survey | null>;

export interface SurveyProgress {
  path: string;
  /** Files looked at so far, evaluations or not. */
  files: number;
  /** Examples found so far, in all files. */
  examples: number;
}

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
    const before = progress.examples;
    const onExamples = (examples: number) => {
      progress.examples = before + examples;
      report();
    };
    const survey = await readSettled(options.readBy ?? inThisThread(maker), file, {
      onExamples,
      ...(options.signal && { signal: options.signal }),
      choices: options.choicesOf?.(file.path),
    }).catch((error: unknown) => {
      options.signal?.throwIfAborted();
      options.onUnreadable?.(file.path, messageOf(error));
      return null;
    });
    if (survey) {
      for (const entry of survey.entries) rules.add(entry);
      surveys.push(survey);
    }
    progress.files += 1;
    progress.examples = before + (survey?.entries.length ?? 0);
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

/** How files are read when nobody says otherwise. */
export function inThisThread(maker: EntryMaker): ReadFile {
  return async (file, hooks) => {
    const entries: ExampleEntry[] = [];
    const evaluation = await EvaluationFile.detect(file, hooks.choices);
    return (
      evaluation && { ...(await readFacts(evaluation, (facts) => entries.push(maker.entry(facts)), hooks)), entries }
    );
  };
}
