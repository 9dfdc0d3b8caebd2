import * as vscode from 'vscode';
import { type ClassifyReport, classify } from '../judge/classify';
import type { Judge } from '../judge/judge';
import { createOfflineJudge } from '../judge/offline/offlineJudge';
import { ChangeSignal } from '../model/change';
import { distinctExamples } from '../model/distinct';
import type { ExampleEntry } from '../model/entry';
import { errorAtlas } from '../model/taxonomies/builtin';
import type { JudgeStatus } from '../protocol';
import type { JudgmentStore } from '../store/judgmentStore';
import { type ApiKeys, isLoopback, originOf } from './apiKeys';
import type { Evaluations } from './evaluations';
import { type JudgeSettings, judgeSettings, onSettingsChange } from './settings';

/** The judge can't be made from the settings; `fix` names the command that mends it, if the settings page is not it. */
export class JudgeNotReady extends Error {
  override readonly name = 'JudgeNotReady';
  constructor(
    message: string,
    readonly fix: 'errorAtlas.chooseJudge' | 'errorAtlas.setApiKey' | undefined,
  ) {
    super(message);
  }
}

export interface RunOptions {
  reclassify?: boolean;
  signal: AbortSignal;
}

/** The offline judge is quick: surfaces need not repaint for each example. */
const STATUS_INTERVAL_MS = 100;

/** Runs the chosen judge over failing examples, one run at a time, and says how far it is. */
export class Judging implements vscode.Disposable {
  readonly statusChanges = new ChangeSignal<JudgeStatus>();
  readonly taxonomy = errorAtlas;
  private running: JudgeStatus['running'] = null;
  private runSettings: JudgeSettings | undefined;
  private lastSent = 0;
  private readonly settingsListener: vscode.Disposable;
  private readonly stop = new AbortController();

  constructor(
    private readonly evaluations: Evaluations,
    private readonly store: JudgmentStore,
    private readonly keys: ApiKeys,
  ) {
    this.settingsListener = onSettingsChange(['judge'], () => this.statusChanges.send(this.status()));
  }

  status(): JudgeStatus {
    // The settings may change during a run; it goes on with the judge that it began with.
    return { label: judgeLabel(this.runSettings ?? effectiveSettings()), running: this.running };
  }

  /**
   * Judges the examples. Throws `JudgeNotReady` when no judge can be made of the settings, and
   * `Error` when a run is under way already; a judge's failures are in the report.
   */
  async run(failing: readonly ExampleEntry[], { reclassify, signal }: RunOptions): Promise<ClassifyReport> {
    if (this.running) throw new Error('A classification is under way already. Wait for it or cancel it first.');
    const settings = effectiveSettings();
    const { entries } = distinctExamples(byFile(failing));
    this.runSettings = settings;
    this.setRunning({ done: 0, total: entries.length });
    try {
      const judge = await this.createJudge(settings);
      // What the CLI or another window has judged meanwhile is not paid for twice; a store that can't be read ends here.
      await this.store.refresh();
      return await classify({
        failing: entries,
        judge,
        taxonomy: this.taxonomy,
        journal: this.store,
        load: (entry) => this.evaluations.load(entry),
        ...(settings.kind !== 'offline' &&
          settings.correctPredictions > 0 && {
            correctPredictions: (entry: ExampleEntry) =>
              this.evaluations.correctPredictions(entry, settings.correctPredictions),
          }),
        reclassify: reclassify ?? false,
        signal: AbortSignal.any([signal, this.stop.signal]),
        onProgress: ({ done, total }) => this.progress({ done, total }),
      });
    } finally {
      this.runSettings = undefined;
      this.setRunning(null);
    }
  }

  private async createJudge(settings: JudgeSettings): Promise<Judge> {
    if (settings.kind === 'offline') return createOfflineJudge(this.taxonomy);
    if (settings.model === '') {
      throw new JudgeNotReady('No judge model is chosen.', 'errorAtlas.chooseJudge');
    }
    const apiKey = await this.keys.find(settings);
    if (apiKey === undefined && !isLoopback(settings.baseUrl)) {
      if (settings.apiKeyEnv === '') {
        throw new JudgeNotReady(`No API key is set for ${originOf(settings.baseUrl)}.`, 'errorAtlas.setApiKey');
      }
      throw new JudgeNotReady(
        `The environment variable ${settings.apiKeyEnv}, which is to hold the API key, is not set where the editor runs.`,
        undefined,
      );
    }
    // Loaded only now: the client library is large, and most sessions never call a model.
    const { createOpenAiJudge } = await import('../judge/openai/openAiJudge');
    return createOpenAiJudge({
      baseUrl: settings.baseUrl,
      model: settings.model,
      apiKey,
      taxonomy: this.taxonomy,
      concurrency: settings.concurrency,
    });
  }

  private progress(running: NonNullable<JudgeStatus['running']>): void {
    if (performance.now() - this.lastSent < STATUS_INTERVAL_MS) this.running = running;
    else this.setRunning(running);
  }

  private setRunning(running: JudgeStatus['running']): void {
    this.running = running;
    this.lastSent = performance.now();
    this.statusChanges.send(this.status());
  }

  /** Ends a run: nothing is paid for that nobody would see. */
  dispose(): void {
    this.stop.abort();
    this.settingsListener.dispose();
  }
}

/** In an untrusted workspace nothing is sent, whatever the settings say. */
function effectiveSettings(): JudgeSettings {
  const settings = judgeSettings();
  return vscode.workspace.isTrusted ? settings : { ...settings, kind: 'offline' };
}

function judgeLabel({ kind, model, baseUrl }: JudgeSettings): string {
  if (kind === 'offline') return 'Offline rules';
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
  return model === '' ? `No model chosen at ${host}` : `${model} at ${host}`;
}

function byFile(entries: readonly ExampleEntry[]): Iterable<ExampleEntry[]> {
  const files = new Map<string, ExampleEntry[]>();
  for (const entry of entries) {
    const file = files.get(entry.source.path);
    if (file) file.push(entry);
    else files.set(entry.source.path, [entry]);
  }
  return files.values();
}
