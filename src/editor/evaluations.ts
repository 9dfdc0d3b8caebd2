import { stat } from 'node:fs/promises';
import { sep } from 'node:path';
import * as vscode from 'vscode';
import { CorrectPredictionIndex } from '../judge/correctPredictions';
import type { CorrectPrediction } from '../judge/judge';
import { ChangeSignal } from '../model/change';
import { distinctExamples } from '../model/distinct';
import type { ExampleEntry } from '../model/entry';
import { type Example, outcomeOf } from '../model/example';
import { messageOf } from '../model/messageOf';
import { VerdictRules } from '../model/verdict';
import { CompanionLog } from '../readers/companionLog';
import { openDiskFile } from '../readers/diskFile';
import { EvaluationFiles } from '../readers/evaluationFiles';
import type { FileAccess } from '../readers/reader';
import { decide, type Survey, surveyFile } from '../readers/survey';
import type { SurveyCache } from '../readers/surveyCache';
import { SurveyPool } from '../readers/surveyPool';
import { coalesce } from './coalesce';
import { findPaths } from './findPaths';
import type { Log } from './log';
import { type ExampleRef, partsOf, placeIn } from './ref';
import { fileSettings, onSettingsChange, thresholds } from './settings';

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
/** Larger files are not cached: their surveys would take about as long to load as the files to read. */
const CACHED_BYTES = 8 * 1024 * 1024;
/** The store's own files change with every judgment. */
const STORE_SEGMENT = `${sep}.error-atlas${sep}`;

/** The evaluation files of the workspace: found, read once, and read again when they change. */
export class Evaluations implements vscode.Disposable {
  readonly changes = new ChangeSignal<EvaluationsChange>();
  rules = new VerdictRules();
  private readonly byPath = new Map<string, Survey>();
  private readonly files = new EvaluationFiles(openDiskFile);
  private readonly pool = new SurveyPool();
  private readonly keyIndex = new WeakMap<Survey, Map<string, ExampleEntry>>();
  private predictions: CorrectPredictionIndex | undefined;
  private reading: Promise<void> = Promise.resolve();
  private readingNow = 0;
  private restUntil = 0;
  private readonly stop = new AbortController();
  /** Files, and folders that are new. */
  private readonly changed = new Set<string>();
  private readonly rereadSoon = coalesce(REREAD_MS, () => void this.rereadChanged());
  private watcher = this.watch();
  private readonly disposables: vscode.Disposable[];

  /** @param cache surveys of earlier sessions; without one every file is read */
  constructor(
    private readonly log: Log,
    private readonly cache?: SurveyCache,
  ) {
    // A folder that comes or goes as a whole is one event of its own, which the watcher of files does not see.
    const folders = vscode.workspace.createFileSystemWatcher('**', false, true, false);
    this.disposables = [
      this.rereadSoon,
      folders,
      folders.onDidCreate(async ({ fsPath }) => {
        const isFolder = await stat(fsPath).then(
          (facts) => facts.isDirectory(),
          () => false,
        );
        if (isFolder) this.touched(fsPath);
      }),
      folders.onDidDelete(({ fsPath }) => {
        for (const path of this.byPath.keys()) if (path.startsWith(fsPath + sep)) this.touched(path);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        // Saved or reverted: the lines of the disk are those of the editor again.
        if (contentChanges.length > 0 || document.isDirty) return;
        if (this.byPath.has(document.uri.fsPath)) this.touched(document.uri.fsPath);
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.refresh()),
      onSettingsChange(['files'], () => {
        this.watcher.dispose();
        this.watcher = this.watch();
        void this.refresh();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('explorer.excludeGitIgnore')) void this.refresh();
      }),
      onSettingsChange(['thresholds'], () => void this.inTurn(async () => this.tell(this.byPath.keys()))),
    ];
  }

  private watch(): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(fileSettings().include);
    const touched = ({ fsPath }: vscode.Uri) => this.touched(fsPath);
    return vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(touched),
      watcher.onDidChange(touched),
      watcher.onDidDelete(touched),
    );
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
    if (!survey) return undefined;
    const { key, place } = parts;
    const first = this.firstOf(survey, key);
    if (!first || place === undefined || placeIn(first.source) === place) return first;
    return survey.entries.find((entry) => entry.key === key && placeIn(entry.source) === place) ?? first;
  }

  private firstOf(survey: Survey, key: string): ExampleEntry | undefined {
    let index = this.keyIndex.get(survey);
    if (!index) {
      index = new Map();
      for (const entry of survey.entries) if (!index.has(entry.key)) index.set(entry.key, entry);
      this.keyIndex.set(survey, index);
    }
    return index.get(key);
  }

  /** Every failing example once, over all files. */
  failing(): ExampleEntry[] {
    return distinctExamples(this.surveys().map(({ entries }) => entries)).entries.filter(isFailing);
  }

  /** The failing examples of one file, in its order. */
  failingIn(path: string): ExampleEntry[] {
    return this.byPath.get(path)?.entries.filter(isFailing) ?? [];
  }

  /** Throws when the file is gone or has changed under the entry. */
  load(entry: ExampleEntry): Promise<Example> {
    return this.files.load(entry);
  }

  /** Up to `count` other models' outputs that passed the same example, as far as they can be read. */
  async correctPredictions(entry: ExampleEntry, count: number): Promise<CorrectPrediction[]> {
    this.predictions ??= new CorrectPredictionIndex(this.surveys().flatMap(({ entries }) => entries));
    const passing = this.predictions.pick(entry, count);
    const examples = await Promise.allSettled(passing.map((other) => this.load(other)));
    return examples.flatMap((read) =>
      read.status === 'fulfilled' ? [{ model: read.value.model, output: read.value.output }] : [],
    );
  }

  /** Resolves when what is being read is read. */
  whenRead(): Promise<void> {
    return this.reading;
  }

  /** Finds all evaluation files and reads those that have changed; with `anew` the others too. */
  refresh({ anew = false } = {}): Promise<void> {
    return this.inTurn(async () => {
      const paths = await findPaths();
      for (const path of [...this.byPath.keys()]) if (!paths.has(path)) this.forget(path);
      await this.read(paths, { anew });
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
      const all = unknown.length > 0 ? [...(await findPaths())] : [];
      const arrived = all.filter((path) => unknown.some((known) => path === known || path.startsWith(known + sep)));
      await this.read([...changed.filter((path) => this.byPath.has(path)), ...arrived]);
      this.restUntil = performance.now() + REST * (performance.now() - started);
    });
  }

  private async read(paths: Iterable<string>, { anew = false } = {}): Promise<void> {
    let read = new Set<string>();
    let shown = performance.now();
    for (const path of paths) {
      if (this.stop.signal.aborted) return;
      this.files.forget(path);
      try {
        const survey = await this.surveyOf(await openDiskFile(path), anew);
        if (survey) this.byPath.set(path, survey);
        else if (!this.byPath.delete(path)) continue;
        read.add(path);
      } catch (error) {
        if (this.stop.signal.aborted) return;
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') this.forget(path);
        else this.tellUnreadable(path, messageOf(error));
      }
      if (read.size > 0 && performance.now() - shown > SHOW_MS) {
        this.tell(read);
        read = new Set();
        shown = performance.now();
      }
    }
    this.tell(read);
  }

  /** From the cache when nothing has changed; big files off this thread, and not through the cache. */
  private async surveyOf(file: FileAccess, anew: boolean): Promise<Survey | null> {
    const known = anew ? undefined : await this.cache?.find(file);
    if (known !== undefined) return known;
    const log = new CompanionLog(file);
    let readable = true;
    const survey = await surveyFile(log.file, {
      signal: this.stop.signal,
      readBy: this.pool.readFile,
      onUnreadable: (path, message) => {
        readable = false;
        this.tellUnreadable(path, message);
      },
    });
    // A thread opens the companions of a big file itself, unseen by the log.
    if (readable && file.size < CACHED_BYTES) await this.cache?.keep(file, survey, log.companions);
    return survey;
  }

  private tellUnreadable(path: string, message: string): void {
    this.log.warn(`${path} can't be read: ${message}`);
  }

  private tell(paths: Iterable<string>): void {
    this.decideAnew();
    this.changes.send({ paths: new Set(paths) });
  }

  private forget(path: string): void {
    this.files.forget(path);
    if (this.byPath.delete(path)) this.changes.send({ paths: new Set([path]) });
  }

  /** A dataset's threshold depends on all its examples, whichever file they are in. */
  private decideAnew(): void {
    this.rules = new VerdictRules(thresholds());
    for (const { entries } of this.byPath.values()) for (const entry of entries) this.rules.add(entry);
    decide(this.byPath.values(), this.rules);
    this.predictions = undefined;
  }

  /** One reading after the other, so that an older one never overwrites a newer. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    this.readingNow += 1;
    const done = this.reading.then(async () => {
      this.changes.send({ paths: new Set() });
      try {
        await work();
      } catch (error) {
        this.log.error(error instanceof Error ? error : String(error));
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
    this.watcher.dispose();
    for (const disposable of this.disposables) disposable.dispose();
    void this.files.close();
    void this.pool.dispose();
  }
}

function isFailing(entry: ExampleEntry): boolean {
  return outcomeOf(entry) === 'failing';
}
