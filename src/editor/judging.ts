import type * as vscode from 'vscode';
import { type ClassifyReport, type ClassifyRequest, classify } from '../judge/classify';
import { Exemplars } from '../judge/exemplars';
import type { Judge } from '../judge/judge';
import { priceOf } from '../judge/openai/price';
import { redactionVersion } from '../judge/redact/redaction';
import { ChangeSignal } from '../model/change';
import { distinctExamples } from '../model/distinct';
import type { ExampleEntry } from '../model/entry';
import type { Example } from '../model/example';
import type { Correction } from '../model/judgment';
import type { JudgeStatus } from '../protocol';
import type { JudgmentStore } from '../store/judgmentStore';
import type { Evaluations } from './evaluations';
import { effectiveSettings, JudgeNotReady, type Judges, judgeLabel } from './judges';
import type { SendConsent } from './sendConsent';
import { estimateSending, receiverOf } from './sending';
import { type JudgeSettings, onSettingsChange } from './settings';

export interface RunOptions {
  reclassify?: boolean;
  /** Another judge than the chosen one, for this run. */
  settings?: JudgeSettings | undefined;
  signal: AbortSignal;
}

/** What is to be judged and by whom; also what a batch is made of. */
export type JudgingWork = Required<
  Pick<ClassifyRequest, 'failing' | 'judge' | 'taxonomy' | 'journal' | 'load' | 'reclassify' | 'signal'>
> &
  Pick<ClassifyRequest, 'correctPredictions' | 'exemplars'>;

/** The offline judge is quick: surfaces need not repaint for each example. */
const STATUS_INTERVAL_MS = 100;

/** Runs the chosen judge over failing examples, one run at a time, and says how far it is. */
export class Judging implements vscode.Disposable {
  readonly statusChanges = new ChangeSignal<JudgeStatus>();
  private running: JudgeStatus['running'] = null;
  /** US dollars since the window was opened. */
  private spent = 0;
  private runSettings: JudgeSettings | undefined;
  private lastSent = 0;
  private readonly settingsListener: vscode.Disposable;
  private readonly stop = new AbortController();

  constructor(
    private readonly evaluations: Evaluations,
    private readonly store: JudgmentStore,
    private readonly judges: Judges,
    private readonly consent: SendConsent,
  ) {
    this.settingsListener = onSettingsChange(['judge'], () => this.statusChanges.send(this.status()));
  }

  get taxonomy() {
    return this.judges.taxonomy;
  }

  /** What the chosen judge would be shown of people's corrections with this example. */
  exemplarsFor(example: Example): Correction[] {
    return this.exemplars(effectiveSettings()).for(example);
  }

  private exemplars({ kind, exemplars: count }: JudgeSettings): Exemplars {
    const corrections = kind === 'offline' || count === 0 ? [] : [...this.store.corrected()];
    return new Exemplars(
      corrections.map(({ correction }) => correction),
      this.taxonomy,
      count,
    );
  }

  status(): JudgeStatus {
    // The settings may change during a run; it goes on with the judge that it began with.
    return { label: judgeLabel(this.runSettings ?? effectiveSettings()), running: this.running, spent: this.spent };
  }

  /**
   * Judges the examples; asks first when texts would leave the machine for where none went before, and
   * returns `undefined` when the answer is no. Throws `JudgeNotReady` when no judge can be made of the
   * settings, and `Error` when a run is under way already; a judge's failures are in the report.
   */
  async run(failing: readonly ExampleEntry[], options: RunOptions): Promise<ClassifyReport | undefined> {
    if (this.running) throw new Error('A classification is under way already. Wait for it or cancel it first.');
    const settings = options.settings ?? effectiveSettings();
    const { entries } = distinctExamples(byFile(failing));
    this.runSettings = settings;
    this.setRunning({ done: 0, total: entries.length });
    const spentBefore = this.spent;
    try {
      const limits = limitsOf(settings);
      const work = await this.work(entries, settings, options);
      if (!(await this.maySend(work, settings))) return undefined;
      return await classify({
        ...work,
        ...limits,
        onProgress: ({ done, total, cost }) => {
          this.spent = spentBefore + cost;
          this.progress({ done, total, cost });
        },
      });
    } finally {
      this.runSettings = undefined;
      this.setRunning(null);
    }
  }

  /** Throws `JudgeNotReady`, and `StoreError` when the store can't be read. */
  async work(
    failing: readonly ExampleEntry[],
    settings: JudgeSettings,
    options: RunOptions,
    create: (settings: JudgeSettings, exemplarVersion: string) => Promise<Judge> = (chosen, exemplarVersion) =>
      this.judges.create(chosen, (example) => this.evaluations.otherAnswers(example), exemplarVersion),
  ): Promise<JudgingWork> {
    // What the CLI or another window has judged meanwhile is not paid for twice; a store that can't be read ends here.
    await this.store.refresh();
    const exemplars = this.exemplars(settings);
    const judge = await create(settings, exemplars.version + redactionVersion(settings.redact));
    return {
      failing,
      judge,
      taxonomy: this.taxonomy,
      journal: this.store,
      load: (entry) => this.evaluations.load(entry),
      ...(settings.kind !== 'offline' &&
        settings.correctPredictions > 0 && {
          correctPredictions: (entry: ExampleEntry) =>
            this.evaluations.correctPredictions(entry, settings.correctPredictions),
        }),
      exemplars: (example) => exemplars.for(example),
      reclassify: options.reclassify ?? false,
      signal: AbortSignal.any([options.signal, this.stop.signal]),
    };
  }

  private async maySend(work: JudgingWork, settings: JudgeSettings): Promise<boolean> {
    const to = receiverOf(settings);
    if (to === undefined || this.consent.isGiven(to, settings.model)) return true;
    const sending = await estimateSending(work, settings);
    return sending.count === 0 || this.consent.ask({ ...sending, to });
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

/** Throws `JudgeNotReady` for a budget that can't be kept, because nobody knows what a call costs. */
export function limitsOf({ kind, model, budgetUsd, prices, timeLimit }: JudgeSettings) {
  // What the editor's models cost is between the user and who brings them; offline rules cost nothing.
  const hasPrice = kind === 'openai';
  if (hasPrice && budgetUsd !== null && !priceOf(model, prices)) {
    throw new JudgeNotReady(
      `The price of the model "${model}" is not known, so the budget of $${budgetUsd} can't be kept. Add the model to the setting errorAtlas.judge.prices, or take the budget out.`,
      undefined,
    );
  }
  return {
    ...(hasPrice && budgetUsd !== null && { budgetUsd }),
    ...(timeLimit !== null && { timeLimitMs: timeLimit * 60_000 }),
  };
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
