import { sep } from 'node:path';
import PQueue from 'p-queue';
import * as vscode from 'vscode';
import { CorrectPredictionIndex } from '../judge/correctPredictions';
import type { CorrectPrediction } from '../judge/judge';
import { type OtherAnswer, OtherAnswers } from '../judge/offline/otherAnswers';
import { ChangeSignal } from '../model/change';
import { distinctExamples } from '../model/distinct';
import type { ExampleEntry } from '../model/entry';
import { type Example, outcomeOf } from '../model/example';
import { messageOf } from '../model/messageOf';
import { VerdictRules } from '../model/verdict';
import type { ReadChoices } from '../readers/choices';
import { EvaluationFiles } from '../readers/evaluationFiles';
import type { FileAccess } from '../readers/reader';
import type { Survey } from '../readers/survey';
import type { SurveyCache } from '../readers/surveyCache';
import { coalesce } from './coalesce';
import { FileWatch } from './fileWatch';
import { findPaths } from './findPaths';
import { KeyIndex } from './keyIndex';
import type { Log } from './log';
import { isGone, openFile } from './openFile';
import { isBelow, pathOf } from './place';
import type { ReadSettings } from './readRules';
import { type ExampleRef, partsOf } from './ref';
import { runInSlices, STEPS_BETWEEN, type Steps } from './search/slices';
import { fileSettings, onSettingsChange, thresholds } from './settings';
import { SurveyReader } from './surveyReader';
import { UnfinishedLines } from './unfinishedLines';
import { TooLargeToRead } from './virtualFile';

/** Files whose examples have changed; also sent, with no path, when reading begins or ends. */
export interface EvaluationsChange {
  paths: ReadonlySet<string>;
}

const STATE_CONTEXT = 'errorAtlas.state';
/** Tools write in bursts: a changed file is read again this many milliseconds after its first change. */
const REREAD_MS = 400;
/** A run that writes on and on makes us read at most a fifth of the time, however large its file is. */
const REST = 4;
/** What is read of a large workspace is shown in steps of this length, milliseconds. */
const SHOW_MS = 1_000;
/** So many files are taken from the cache at once: most of that is waiting for the disk. */
const RECALLED_AT_ONCE = 16;
/** So many are looked for in it before what is not there is read. */
const RECALLED_TOGETHER = 1_000;
/** The store's own files change with every judgment. */
const STORE_SEGMENT = `${sep}.error-atlas${sep}`;

/** The evaluation files of the workspace: found, read once, and read again when they change. */
export class Evaluations implements vscode.Disposable {
  readonly changes = new ChangeSignal<EvaluationsChange>();
  rules = new VerdictRules();
  private readonly byPath = new Map<string, Survey>();
  /** What was read and is not shown yet, since nobody has decided what fails; null where there is no evaluation now. */
  private readonly fresh = new Map<string, Survey | null>();
  private failingBy = new WeakMap<Survey, readonly ExampleEntry[]>();
  /** Outside of what the settings include, and opened by the user all the same. */
  private readonly adopted = new Set<string>();
  private readonly files = new EvaluationFiles(openFile, (path) => this.readSettings.of(path));
  private readonly reader: SurveyReader;
  private readonly keys = new KeyIndex();
  private predictions: Promise<CorrectPredictionIndex> | undefined;
  private others: Promise<OtherAnswers> | undefined;
  private reading: Promise<void> = Promise.resolve();
  private readingNow = 0;
  private restUntil = 0;
  private readonly stop = new AbortController();
  /** Files, and folders that are new. */
  private readonly changed = new Set<string>();
  /** Those of them that were saved in an editor: not only their end may be new. */
  private readonly edited = new Set<string>();
  private readonly rereadSoon = coalesce(REREAD_MS, () => void this.rereadChanged());
  private readonly watcher = new FileWatch(
    (path) => this.touched(path),
    () => this.byPath.keys(),
  );
  private readonly unfinished = new UnfinishedLines(({ path }) => this.changes.send({ paths: new Set([path]) }));
  private toldTooLarge = false;
  private readonly disposables: vscode.Disposable[];

  /** @param cache surveys of earlier sessions; without one every file is read */
  constructor(
    private readonly log: Log,
    private readonly readSettings: ReadSettings,
    cache?: SurveyCache,
  ) {
    this.reader = new SurveyReader(this.stop.signal, cache);
    this.watch();
    this.disposables = [
      this.rereadSoon,
      this.watcher,
      this.unfinished,
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        // Saved or reverted: the lines of the disk are those of the editor again.
        if (contentChanges.length > 0 || document.isDirty) return;
        const path = pathOf(document.uri);
        if (!this.byPath.has(path)) return;
        this.edited.add(path);
        this.touched(path);
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.refresh()),
      onSettingsChange(['files'], () => {
        this.watch();
        void this.refresh();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('explorer.excludeGitIgnore')) void this.refresh();
      }),
      onSettingsChange(['thresholds'], () => void this.inTurn(async () => this.tell(this.byPath.keys()))),
      readSettings.onDidChange(() => {
        this.watch();
        void this.rereadChosen();
      }),
    ];
  }

  private watch(): void {
    this.watcher.watchGlobs([fileSettings().include, ...this.readSettings.mappedGlobs()]);
  }

  private touched(path: string): void {
    if (path.includes(STORE_SEGMENT)) return;
    this.changed.add(path);
    this.rereadSoon();
  }

  /** True while files are being read. */
  get loading(): boolean {
    return this.readingNow > 0;
  }

  /** In the order of their paths. */
  surveys(): Survey[] {
    return [...this.byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  survey(path: string): Survey | undefined {
    return this.byPath.get(path);
  }

  /** By its key and place; by its key alone when the file has changed and the example has moved in it. */
  find(ref: ExampleRef): ExampleEntry | undefined {
    const parts = partsOf(ref);
    const survey = parts && this.byPath.get(parts.path);
    return survey && this.keys.find(survey, parts);
  }

  /** Every failing example once, over all files. */
  failing(): ExampleEntry[] {
    return distinctExamples(this.surveys().map(({ entries }) => entries)).entries.filter(isFailing);
  }

  /** The failing examples of one file, in its order. */
  failingIn(path: string): readonly ExampleEntry[] {
    const survey = this.byPath.get(path);
    return survey ? this.failingOf(survey) : [];
  }

  /** The failing examples of a survey that `surveys` gave, in the order of its file. */
  failingOf(survey: Survey): readonly ExampleEntry[] {
    return this.failingBy.get(survey) ?? survey.entries.filter(isFailing);
  }

  /** Throws when the file is gone or has changed under the entry. */
  load(entry: ExampleEntry): Promise<Example> {
    return this.files.load(entry);
  }

  /** Up to `count` other models' outputs that passed the same example, as far as they can be read. */
  async correctPredictions(entry: ExampleEntry, count: number): Promise<CorrectPrediction[]> {
    this.predictions ??= this.withEntries(new CorrectPredictionIndex());
    const passing = (await this.predictions).pick(entry, count);
    const examples = await Promise.allSettled(passing.map((other) => this.load(other)));
    return examples.flatMap((read) =>
      read.status === 'fulfilled' ? [{ model: read.value.model, output: read.value.output }] : [],
    );
  }

  /** What the other models answered to the same example. */
  async otherAnswers(example: Example): Promise<OtherAnswer[]> {
    this.others ??= this.withEntries(new OtherAnswers([], (entry) => this.load(entry)));
    return (await this.others).of(example);
  }

  private async withEntries<Index extends { add(entry: ExampleEntry): void }>(index: Index): Promise<Index> {
    await runInSlices(
      eachEntry(this.surveys(), (entry) => index.add(entry)),
      this.stop.signal,
    );
    return index;
  }

  /** Resolves when what is being read is read. */
  whenRead(): Promise<void> {
    return this.reading;
  }

  /** Finds all evaluation files and reads those that have changed; with `anew` the others too. */
  refresh({ anew = false } = {}): Promise<void> {
    return this.inTurn(async () => {
      const paths = await this.candidates();
      for (const path of [...this.byPath.keys()]) if (!paths.has(path)) this.forget(path);
      await this.read(paths, { anew });
    });
  }

  /**
   * Takes a file into the index for this session, wherever it lies. Resolves when it is read; whether it is an
   * evaluation tells `survey`.
   */
  adopt(path: string): Promise<void> {
    return this.inTurn(async () => {
      if (this.byPath.has(path)) return;
      this.adopted.add(path);
      this.watcher.watchFile(path);
      await this.read([path]);
    });
  }

  /** What the user says about a file; undefined where the reader decides. */
  choicesOf(path: string): ReadChoices | undefined {
    return this.readSettings.of(path);
  }

  private async candidates(): Promise<Set<string>> {
    const found = await findPaths(this.readSettings.mappedGlobs());
    for (const path of this.adopted) found.add(path);
    return found;
  }

  /** Reads the files about which the user now says something else. */
  private rereadChosen(): Promise<void> {
    return this.inTurn(async () => {
      const paths = await this.candidates();
      const isOther = (path: string) => !this.reader.wasReadBy(path, this.readSettings.of(path));
      for (const path of [...this.byPath.keys()]) if (!paths.has(path)) this.forget(path);
      await this.read([...paths].filter(isOther));
    });
  }

  private rereadChanged(): Promise<void> {
    if (this.changed.size === 0) return this.reading;
    if (performance.now() < this.restUntil) {
      this.rereadSoon();
      return this.reading;
    }
    return this.inTurn(async () => {
      const started = performance.now();
      const changed = [...this.changed];
      this.changed.clear();
      // Which files are looked into is the editor's to say; those that we know are.
      const unknown = changed.filter((path) => !this.byPath.has(path));
      const all = unknown.length > 0 ? [...(await this.candidates())] : [];
      const arrived = all.filter((path) => unknown.some((known) => path === known || isBelow(path, known)));
      await this.read([...changed.filter((path) => this.byPath.has(path)), ...arrived]);
      this.restUntil = performance.now() + REST * (performance.now() - started);
    });
  }

  private async read(paths: Iterable<string>, { anew = false } = {}): Promise<void> {
    const read = new Set<string>();
    let shown = performance.now();
    const show = async () => {
      await this.tell(read);
      read.clear();
      shown = performance.now();
    };
    const all = [...paths];
    for (let start = 0; start < all.length; start += RECALLED_TOGETHER) {
      const some = all.slice(start, start + RECALLED_TOGETHER);
      const recalled = anew ? new Set() : await this.recall(some, read);
      for (const path of some) {
        if (this.stop.signal.aborted) return;
        if (!recalled.has(path)) await this.readOne(path, anew, read);
        if (read.size > 0 && performance.now() - shown > SHOW_MS) await show();
      }
    }
    await show();
  }

  /** Adds the file to `read` when there is, or was, an evaluation in it. */
  private async readOne(path: string, anew: boolean, read: Set<string>): Promise<void> {
    this.files.forget(path);
    try {
      const file = await openFile(path);
      const survey = await this.reader.read(file, {
        choices: this.readSettings.of(path),
        earlier: this.byPath.get(path),
        anew: this.edited.delete(path) || anew,
      });
      await this.take(file, survey, read);
    } catch (error) {
      if (this.stop.signal.aborted) return;
      if (isGone(error)) this.forget(path);
      else {
        this.tellUnreadable(path, error);
        this.keep(path, null, read);
      }
    }
  }

  private async take(file: FileAccess, survey: Survey | null, read: Set<string>): Promise<void> {
    this.keep(file.path, survey && (await this.unfinished.calm(file, survey)), read);
  }

  private keep(path: string, survey: Survey | null, read: Set<string>): void {
    if (!survey && !this.byPath.has(path)) return;
    this.fresh.set(path, survey);
    read.add(path);
  }

  /** Takes what is still true from the cache, as `readOne` does; answers which files were known. */
  private async recall(paths: readonly string[], read: Set<string>): Promise<Set<string>> {
    const known = new Set<string>();
    const queue = new PQueue({ concurrency: RECALLED_AT_ONCE });
    const recallOne = async (path: string) => {
      // A file that can't be opened is read once more, and what went wrong is told then.
      const file = await openFile(path).catch(() => undefined);
      const survey = file && (await this.reader.recall(file, this.readSettings.of(path)));
      if (file === undefined || survey === undefined) return;
      this.files.forget(path);
      known.add(path);
      await this.take(file, survey, read);
    };
    await queue.addAll(paths.filter((path) => !this.edited.has(path)).map((path) => () => recallOne(path)));
    return known;
  }

  private tellUnreadable(path: string, error: unknown): void {
    this.log.warn(`${path} can't be read: ${messageOf(error)}`);
    if (!(error instanceof TooLargeToRead) || this.toldTooLarge) return;
    this.toldTooLarge = true;
    void vscode.window.showWarningMessage(`ErrorAtlas: ${messageOf(error)}`);
  }

  private async tell(paths: Iterable<string>): Promise<void> {
    await this.decideAnew();
    this.changes.send({ paths: new Set(paths) });
  }

  private forget(path: string): void {
    this.files.forget(path);
    this.reader.forget(path);
    if (this.byPath.delete(path)) this.changes.send({ paths: new Set([path]) });
  }

  /** A dataset's threshold depends on all its examples, whichever file they are in. */
  private async decideAnew(): Promise<void> {
    const surveys = this.surveys().filter(({ path }) => !this.fresh.has(path));
    for (const survey of this.fresh.values()) if (survey) surveys.push(survey);
    const rules = new VerdictRules(thresholds());
    const failingBy = new Map(surveys.map((survey) => [survey, [] as ExampleEntry[]]));
    const { signal } = this.stop;
    await runInSlices(
      eachEntry(surveys, (entry) => rules.add(entry)),
      signal,
    );
    const decide = (entry: ExampleEntry, survey: Survey) => {
      entry.passed = rules.passed(entry);
      if (isFailing(entry)) failingBy.get(survey)?.push(entry);
    };
    await runInSlices(eachEntry(surveys, decide), signal);
    for (const [path, survey] of this.fresh) {
      if (survey) this.byPath.set(path, survey);
      else this.byPath.delete(path);
    }
    this.fresh.clear();
    this.rules = rules;
    this.failingBy = new WeakMap(failingBy);
    this.predictions = undefined;
    this.others = undefined;
  }

  /** One reading after the other, so that an older one never overwrites a newer. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    this.readingNow += 1;
    const done = this.reading.then(async () => {
      this.changes.send({ paths: new Set() });
      try {
        await work();
      } catch (error) {
        if (!this.stop.signal.aborted) this.log.error(error instanceof Error ? error : String(error));
      } finally {
        this.readingNow -= 1;
        this.tellState();
        this.changes.send({ paths: new Set() });
      }
    });
    this.reading = done;
    return done;
  }

  private tellState(): void {
    const state = !vscode.workspace.workspaceFolders ? 'noFolder' : this.byPath.size === 0 ? 'empty' : 'ready';
    void vscode.commands.executeCommand('setContext', STATE_CONTEXT, state);
  }

  dispose(): void {
    this.stop.abort();
    for (const disposable of this.disposables) disposable.dispose();
    void this.files.close();
    void this.reader.dispose();
  }
}

function* eachEntry(surveys: readonly Survey[], work: (entry: ExampleEntry, survey: Survey) => void): Steps<void> {
  let steps = 0;
  for (const survey of surveys) {
    for (const entry of survey.entries) {
      work(entry, survey);
      steps += 1;
      if (steps % STEPS_BETWEEN === 0) yield;
    }
  }
}

function isFailing(entry: ExampleEntry): boolean {
  return outcomeOf(entry) === 'failing';
}
