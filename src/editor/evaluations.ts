import { sep } from 'node:path';
import * as vscode from 'vscode';
import { CorrectPredictionIndex } from '../judge/correctPredictions';
import type { CorrectPrediction } from '../judge/judge';
import { ChangeSignal } from '../model/change';
import { distinctExamples } from '../model/distinct';
import type { ExampleEntry } from '../model/entry';
import { type Example, outcomeOf } from '../model/example';
import { VerdictRules } from '../model/verdict';
import { openDiskFile } from '../readers/diskFile';
import { EvaluationFiles } from '../readers/evaluationFiles';
import { decide, type Survey, surveyFile } from '../readers/survey';
import { coalesce } from './coalesce';
import type { Log } from './log';
import { type ExampleRef, partsOf } from './ref';
import { fileSettings, onSettingsChange } from './settings';

/** Files whose examples have changed; also sent, with no path, when reading begins or ends. */
export interface EvaluationsChange {
  paths: ReadonlySet<string>;
}

const STATE_CONTEXT = 'errorAtlas.state';
/** Tools write in bursts: a changed file is read again this many milliseconds after its first change. */
const REREAD_MS = 400;
/** The store's own files change with every judgment. */
const STORE_SEGMENT = `${sep}.error-atlas${sep}`;

/** The evaluation files of the workspace: found, read once, and read again when they change. */
export class Evaluations implements vscode.Disposable {
  readonly changes = new ChangeSignal<EvaluationsChange>();
  rules = new VerdictRules();
  private readonly byPath = new Map<string, Survey>();
  private readonly files = new EvaluationFiles(openDiskFile);
  private readonly keyIndex = new WeakMap<Survey, Map<string, ExampleEntry>>();
  private predictions: CorrectPredictionIndex | undefined;
  private reading: Promise<void> = Promise.resolve();
  private readingNow = 0;
  private readonly stop = new AbortController();
  private readonly changed = new Set<string>();
  private readonly disposables: vscode.Disposable[];

  constructor(private readonly log: Log) {
    const reread = coalesce(REREAD_MS, () => void this.rereadChanged());
    const touched = (uri: vscode.Uri) => {
      if (uri.fsPath.includes(STORE_SEGMENT)) return;
      this.changed.add(uri.fsPath);
      reread();
    };
    const watcher = vscode.workspace.createFileSystemWatcher(fileSettings().include);
    this.disposables = [
      reread,
      watcher,
      watcher.onDidCreate(touched),
      watcher.onDidChange(touched),
      watcher.onDidDelete(touched),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (this.byPath.has(uri.fsPath)) touched(uri);
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.refresh()),
      onSettingsChange(['files', 'thresholds'], () => void this.refresh()),
    ];
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

  find(ref: ExampleRef): ExampleEntry | undefined {
    const { key, path } = partsOf(ref);
    const survey = this.byPath.get(path);
    if (!survey) return undefined;
    let index = this.keyIndex.get(survey);
    if (!index) {
      index = new Map(survey.entries.map((entry) => [entry.key, entry]));
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

  /** Up to `count` other models' outputs that passed the same example. */
  async correctPredictions(entry: ExampleEntry, count: number): Promise<CorrectPrediction[]> {
    this.predictions ??= new CorrectPredictionIndex(this.surveys().flatMap(({ entries }) => entries));
    const passing = this.predictions.pick(entry, count);
    return Promise.all(
      passing.map(async ({ model, ...rest }) => ({ model, output: (await this.load({ model, ...rest })).output })),
    );
  }

  /** Resolves when what is being read is read. */
  whenRead(): Promise<void> {
    return this.reading;
  }

  /** Finds and reads all evaluation files anew. */
  refresh(): Promise<void> {
    return this.inTurn(async () => {
      const paths = await findPaths();
      for (const path of [...this.byPath.keys()]) if (!paths.has(path)) this.forget(path);
      await this.read(paths);
    });
  }

  private rereadChanged(): Promise<void> {
    return this.inTurn(async () => {
      const changed = [...this.changed];
      this.changed.clear();
      const all = await findPaths();
      for (const path of changed) if (!all.has(path)) this.forget(path);
      await this.read(changed.filter((path) => all.has(path)));
    });
  }

  private async read(paths: Iterable<string>): Promise<void> {
    const read = new Set<string>();
    for (const path of paths) {
      if (this.stop.signal.aborted) return;
      this.files.forget(path);
      try {
        const survey = await surveyFile(await openDiskFile(path), { signal: this.stop.signal });
        if (survey) this.byPath.set(path, survey);
        else if (!this.byPath.delete(path)) continue;
        read.add(path);
      } catch (error) {
        if (this.stop.signal.aborted) return;
        this.log.warn(`${path} can't be read: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    this.decideAnew();
    this.changes.send({ paths: read });
  }

  private forget(path: string): void {
    this.files.forget(path);
    if (this.byPath.delete(path)) this.changes.send({ paths: new Set([path]) });
  }

  /** A dataset's threshold depends on all its examples, whichever file they are in. */
  private decideAnew(): void {
    this.rules = new VerdictRules(fileSettings().thresholds);
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
    for (const disposable of this.disposables) disposable.dispose();
    void this.files.close();
  }
}

async function findPaths(): Promise<Set<string>> {
  const { include, exclude } = fileSettings();
  const uris = await vscode.workspace.findFiles(include, exclude);
  return new Set(uris.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath));
}

function isFailing(entry: ExampleEntry): boolean {
  return outcomeOf(entry) === 'failing';
}
