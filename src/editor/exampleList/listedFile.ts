import { basename } from 'node:path';
import type * as vscode from 'vscode';
import { ChangeSignal } from '../../model/change';
import type { ExampleEntry } from '../../model/entry';
import type { Example, FormatId } from '../../model/example';
import { messageOf } from '../../model/messageOf';
import { VerdictRules } from '../../model/verdict';
import { EntryMaker } from '../../readers/entry';
import { EvaluationFile } from '../../readers/evaluationFile';
import { EvaluationFiles } from '../../readers/evaluationFiles';
import type { ReadingChoice } from '../../readers/reader';
import { choiceOf, formatName } from '../../readers/readers';
import { coalesce } from '../coalesce';
import type { Evaluations } from '../evaluations';
import { watchFile } from '../fileWatch';
import { isGone, openFile } from '../openFile';
import { pathOf } from '../place';
import { nextTurn, runInSlices, type Steps } from '../search/slices';
import { thresholds } from '../settings';

export type FileState = 'loading' | 'reading' | 'ready' | 'notEvaluation' | 'unreadable';

/** What is read of a large file is shown in steps of this length, milliseconds; the first step is shorter. */
const SHOW_MS = 1_000;
const FIRST_SHOW_MS = 200;
const REREAD_MS = 400;
const SLICE_MS = 6;

/**
 * The examples of one file that is open as a list: those of the workspace's index, which knows the verdicts
 * over all files. As long as the index has not come to the file, or leaves it out, it is read here.
 */
export class ListedFile implements vscode.CustomDocument {
  readonly path: string;
  readonly changes = new ChangeSignal<void>();
  state: FileState = 'loading';
  entries: readonly ExampleEntry[] = [];
  format = '';
  /** What the user can choose about how the file is read. */
  choice: ReadingChoice | undefined;
  problems = 0;
  notes: readonly string[] = [];
  /** Why it can't be read. */
  message: string | undefined;
  private readonly files = new EvaluationFiles(openFile, (path) => this.evaluations.choicesOf(path));
  private readonly disposables: vscode.Disposable[];
  private reading: AbortController | undefined;

  constructor(
    readonly uri: vscode.Uri,
    private readonly evaluations: Evaluations,
  ) {
    const path = pathOf(uri);
    this.path = path;
    const reread = coalesce(REREAD_MS, () => {
      if (!this.evaluations.survey(path)) this.readHere();
    });
    this.disposables = [
      reread,
      watchFile(path, reread),
      { dispose: evaluations.changes.listen(({ paths }) => paths.has(path) && this.update()) },
    ];
    this.update();
  }

  get name(): string {
    return basename(this.path);
  }

  /** Whether the workspace's index has the file: then commands find its examples by their refs. */
  get isIndexed(): boolean {
    return this.evaluations.survey(this.path) !== undefined;
  }

  /** Throws when the file is gone or has changed under the entry. */
  load(entry: ExampleEntry): Promise<Example> {
    return this.files.load(entry);
  }

  private update(): void {
    const survey = this.evaluations.survey(this.path);
    if (!survey) {
      this.readHere();
      return;
    }
    this.stopReading();
    this.state = 'ready';
    this.entries = survey.entries;
    this.format = formatWords(survey.format, survey.formatVersion);
    this.choice = choiceOf(survey.format);
    this.problems = survey.problems.length;
    this.notes = survey.notes;
    this.changes.send();
  }

  private readHere(): void {
    this.stopReading();
    const reading = new AbortController();
    this.reading = reading;
    void this.read(reading.signal).catch((error: unknown) => {
      if (reading.signal.aborted) return;
      this.end('unreadable', isGone(error) ? 'The file is not there any more.' : messageOf(error));
    });
  }

  private async read(signal: AbortSignal): Promise<void> {
    const evaluation = await EvaluationFile.detect(await openFile(this.path), this.evaluations.choicesOf(this.path));
    signal.throwIfAborted();
    if (!evaluation) {
      this.end('notEvaluation');
      return;
    }
    try {
      const version = await evaluation.version();
      this.format = formatWords(evaluation.format, version);
      this.choice = choiceOf(evaluation.format);
      await this.readExamples(evaluation, signal);
    } finally {
      await evaluation.close();
    }
  }

  private async readExamples(evaluation: EvaluationFile, signal: AbortSignal): Promise<void> {
    const maker = new EntryMaker();
    const rules = new VerdictRules(thresholds());
    const entries: ExampleEntry[] = [];
    const notes: string[] = [];
    let problems = 0;
    const show = async (state: 'reading' | 'ready') => {
      const shown = entries.slice();
      await runInSlices(decide(shown, rules), signal);
      Object.assign(this, { state, entries: shown, problems, notes: notes.slice() });
      this.changes.send();
    };
    let showAt = performance.now() + FIRST_SHOW_MS;
    let pauseAt = performance.now() + SLICE_MS;
    for await (const reading of evaluation.read(signal)) {
      signal.throwIfAborted();
      if (reading.kind === 'problem') problems += 1;
      else if (reading.kind === 'note') notes.push(reading.message);
      else {
        const entry = maker.entry(reading.example);
        rules.add(entry);
        entries.push(entry);
      }
      const now = performance.now();
      if (now > showAt && entries.length > 0) {
        await show('reading');
        showAt = performance.now() + SHOW_MS;
      }
      if (now > pauseAt) {
        await nextTurn();
        pauseAt = performance.now() + SLICE_MS;
      }
    }
    this.message = undefined;
    await show('ready');
    // In the index its examples can be judged and corrected, as those of any other file.
    void this.evaluations.adopt(this.path);
  }

  private end(state: 'notEvaluation' | 'unreadable', message?: string): void {
    this.state = state;
    this.message = message;
    this.entries = [];
    this.changes.send();
  }

  /** The file will be opened anew: it may have changed. */
  private stopReading(): void {
    this.reading?.abort();
    this.reading = undefined;
    this.files.forget(this.path);
  }

  dispose(): void {
    this.stopReading();
    for (const disposable of this.disposables) disposable.dispose();
    void this.files.close();
  }
}

function* decide(entries: readonly ExampleEntry[], rules: VerdictRules): Steps<void> {
  for (const entry of entries) {
    entry.passed = rules.passed(entry);
    yield;
  }
}

function formatWords(format: FormatId, version: string | undefined): string {
  return version === undefined ? formatName(format) : `${formatName(format)} ${version}`;
}
