import PQueue from 'p-queue';
import type { ExampleEntry } from '../model/entry';
import type { Example } from '../model/example';
import type { Correction, Judgment, Usage } from '../model/judgment';
import { messageOf } from '../model/messageOf';
import type { Taxonomy } from '../model/taxonomy';
import { Budget, type Reservation } from './budget';
import { JournalWriter, type JudgmentJournal } from './journalWriter';
import type { CorrectPrediction, Judge, JudgeContext } from './judge';
import { redactionOf } from './redact/redaction';
import { SharedTurns } from './sharedTurns';

export interface ClassifyRequest {
  /** Failing examples, each once; the same key twice is judged once and counted twice. */
  failing: readonly ExampleEntry[];
  judge: Judge;
  taxonomy: Taxonomy;
  journal: JudgmentJournal;
  load: (entry: ExampleEntry) => Promise<Example>;
  correctPredictions?: (entry: ExampleEntry) => Promise<CorrectPrediction[]>;
  /** People's corrections of other examples that the judge gets to see; none when absent. */
  exemplars?: ((example: Example) => readonly Correction[]) | undefined;
  /** Judge again what this judge has judged before. */
  reclassify?: boolean;
  /** Stop before the call that would bring the run's cost above this many US dollars. */
  budgetUsd?: number;
  /** Stop after so many milliseconds. */
  timeLimitMs?: number;
  signal?: AbortSignal;
  onProgress?: (progress: { done: number; total: number; cost: number }) => void;
}

/** Counts are of examples: `judged + abstained + errors + cached + left` is their number. */
export interface ClassifyReport {
  judged: number;
  abstained: number;
  errors: number;
  /** Judged before by this judge: taken from the store. */
  cached: number;
  /** Not reached: the run was stopped. */
  left: number;
  calls: number;
  usage: Usage;
  /** US dollars; `null` when a call's price is not known. */
  cost: number | null;
  /** Details (e-mail addresses, keys …) taken out of what was sent; absent when the judge is sent all as it is. */
  redacted?: number;
  /** Most frequent first. */
  byCategory: Record<string, number>;
  /** Why the run ended early, for people. */
  stopped?: { reason: 'cancelled' | 'budget' | 'timeLimit' | 'unavailable'; message: string };
  /** The first errors, by example, for people. */
  errorSamples: { id: string; message: string }[];
}

/** A network judge gets this many examples ahead, so that reading never waits for judging. */
const READ_AHEAD = 2;
const MAX_ERROR_SAMPLES = 5;

/**
 * Judges failing examples: what the journal knows is not judged again, each judgment is written
 * as soon as it is there, and a stop (cancel, budget, judge unavailable) keeps all that is done.
 * Never throws for a judge's failure; throws when the journal can't be written, or when `onProgress`
 * throws: then too nothing is under way any more, and what was judged is kept.
 */
export async function classify(request: ClassifyRequest): Promise<ClassifyReport> {
  return new ClassifyRun(request).run();
}

class ClassifyRun {
  private readonly report: ClassifyReport = {
    judged: 0,
    abstained: 0,
    errors: 0,
    cached: 0,
    left: 0,
    calls: 0,
    usage: { promptTokens: 0, completionTokens: 0 },
    cost: 0,
    byCategory: {},
    errorSamples: [],
  };
  private readonly categories = new Map<string, number>();
  /** Cuts short what is under way. */
  private readonly stop = new AbortController();
  private readonly writer: JournalWriter;
  private readonly turns = new SharedTurns();
  private readonly budget: Budget;
  /** US dollars, of what is in the report. */
  private spent = 0;
  private done = 0;
  /** What nobody expected: the run ends, and throws it when nothing is under way any more. */
  private crash: { error: unknown } | undefined;

  constructor(private readonly request: ClassifyRequest) {
    this.writer = new JournalWriter(request.journal, (error) => this.fail(error));
    this.budget = new Budget(request.budgetUsd);
    if (redactionOf(request.judge.identity) !== 'off') this.report.redacted = 0;
  }

  async run(): Promise<ClassifyReport> {
    const { failing, judge, signal, timeLimitMs } = this.request;
    const callsBefore = judge.calls;
    const queue = new PQueue({ concurrency: judge.concurrency });
    const cancel = () => this.end({ reason: 'cancelled', message: 'Cancelled; everything judged so far is kept.' });
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    const clock = timeLimitMs === undefined ? undefined : this.endAfter(timeLimitMs);
    try {
      await this.judgeAll(queue);
    } catch (error) {
      this.fail(error);
    }
    await queue.onIdle();
    await this.writer.close();
    clearTimeout(clock);
    signal?.removeEventListener('abort', cancel);
    if (this.crash) throw this.crash.error;

    const { judged, abstained, errors, cached } = this.report;
    this.report.left = failing.length - judged - abstained - errors - cached;
    this.report.calls = judge.calls - callsBefore;
    this.report.byCategory = Object.fromEntries([...this.categories].sort(byCountThenName));
    return this.report;
  }

  private async judgeAll(queue: PQueue): Promise<void> {
    const { failing, judge } = this.request;
    for (const { entry, count } of pending(failing)) {
      await this.turns.take();
      if (this.ended) return;
      if (this.fromJournal(entry, count)) continue;
      void queue.add(() => this.judgeOne(entry, count).catch((error) => this.fail(error)));
      await queue.onSizeLessThan(judge.concurrency * READ_AHEAD);
    }
  }

  private fromJournal(entry: ExampleEntry, count: number): boolean {
    if (this.request.reclassify) return false;
    const known = this.request.journal.find(entry.key, this.request.judge.identity);
    if (!known) return false;
    this.report.cached += count;
    if (known.status === 'judged') this.countCategory(known.category, count);
    this.progress(count);
    return true;
  }

  private async judgeOne(entry: ExampleEntry, count: number): Promise<void> {
    if (this.ended) return;
    const work = await this.prepare(entry).catch((error) => `could not be read: ${messageOf(error)}`);
    if (this.ended) return;
    if (typeof work === 'string') {
      this.countError(entry, work, count);
      return;
    }
    // Examples that were read at once would else have their prompts built and sent at once, too.
    await this.turns.take();
    const reservation = await this.reserve(work.example, work.context);
    if (!reservation) return;
    let cost = 0;
    let written: Promise<void> | undefined;
    try {
      const judgment = this.ended ? null : await this.ask(work.example, work.context);
      if (typeof judgment === 'string') this.countError(entry, judgment, count);
      else if (judgment) {
        cost = judgment.cost ?? 0;
        written = this.writer.write(judgment);
        this.count(entry, judgment, count);
      }
    } finally {
      reservation.settle(cost);
    }
    // The next call goes out when this one's judgment is safe. What rules say can be had again for nothing.
    if (this.request.judge.identity.kind !== 'offline') await written;
  }

  private async prepare(entry: ExampleEntry): Promise<{ example: Example; context: JudgeContext }> {
    const { taxonomy, load, correctPredictions, exemplars } = this.request;
    const example = await load(entry);
    return {
      example,
      context: {
        taxonomy,
        correctPredictions: (await correctPredictions?.(entry)) ?? [],
        exemplars: exemplars?.(example) ?? [],
      },
    };
  }

  /** A judgment; or why there is none; `null` when the run has ended meanwhile. */
  private async ask(example: Example, context: JudgeContext): Promise<Judgment | string | null> {
    const { signal } = this.stop;
    try {
      return await this.request.judge.judge(example, context, signal);
    } catch (error) {
      if (signal.aborted) return null;
      if (!isUnavailable(error)) return `the judge failed: ${messageOf(error)}`;
      this.end({ reason: 'unavailable', message: error.message });
      return null;
    }
  }

  private async reserve(example: Example, context: JudgeContext): Promise<Reservation | undefined> {
    const { judge, budgetUsd } = this.request;
    // Estimating reads all of the prompt: without a budget nobody wants to know.
    if (budgetUsd === undefined) return this.budget.reserve({ likely: 0, atMost: 0 });
    const { cost, costAtMost } = judge.estimate(example, context);
    const likely = cost ?? 0;
    const reservation = await this.budget.reserve({ likely, atMost: costAtMost ?? likely });
    // Calls under way are paid for: their judgments are waited for.
    if (!reservation) {
      this.report.stopped ??= {
        reason: 'budget',
        message: `Stopped before the budget of $${budgetUsd} would be exceeded.`,
      };
    }
    return reservation;
  }

  private count(entry: ExampleEntry, judgment: Judgment, count: number): void {
    const { report } = this;
    if (judgment.usage) {
      report.usage.promptTokens += judgment.usage.promptTokens;
      report.usage.completionTokens += judgment.usage.completionTokens;
      const cached = judgment.usage.cachedTokens;
      if (cached !== undefined) report.usage.cachedTokens = (report.usage.cachedTokens ?? 0) + cached;
    }
    if (report.redacted !== undefined) report.redacted += judgment.redacted ?? 0;
    this.spent += judgment.cost ?? 0;
    if (judgment.cost === undefined && judgment.usage) report.cost = null;
    else if (report.cost !== null) report.cost = this.spent;

    if (judgment.status === 'error') {
      this.countError(entry, judgment.error ?? 'unknown error', count);
      return;
    }
    if (judgment.status === 'abstained') report.abstained += count;
    else {
      report.judged += count;
      this.countCategory(judgment.category, count);
    }
    this.progress(count);
  }

  private countError(entry: ExampleEntry, message: string, count: number): void {
    this.report.errors += count;
    if (this.report.errorSamples.length < MAX_ERROR_SAMPLES) this.report.errorSamples.push({ id: entry.id, message });
    this.progress(count);
  }

  private countCategory(category: string, count: number): void {
    this.categories.set(category, (this.categories.get(category) ?? 0) + count);
  }

  private progress(count: number): void {
    this.done += count;
    this.request.onProgress?.({ done: this.done, total: this.request.failing.length, cost: this.spent });
  }

  /** No further example is taken up. */
  private get ended(): boolean {
    return this.report.stopped !== undefined || this.stop.signal.aborted;
  }

  private fail(error: unknown): void {
    this.crash ??= { error };
    this.stop.abort(error);
  }

  private endAfter(ms: number): NodeJS.Timeout {
    const message = `Stopped after ${Math.round(ms / 1_000)} s, the time that the run was given; everything judged so far is kept.`;
    return setTimeout(() => this.end({ reason: 'timeLimit', message }), ms);
  }

  /** Ends at once. The first reason to stop is the one that is told. */
  private end(stopped: NonNullable<ClassifyReport['stopped']>): void {
    this.report.stopped ??= stopped;
    this.stop.abort(new Error(stopped.message));
  }
}

/** One piece of work a key, with the number of examples that it answers for. */
function pending(failing: readonly ExampleEntry[]): Iterable<{ entry: ExampleEntry; count: number }> {
  const byKey = new Map<string, { entry: ExampleEntry; count: number }>();
  for (const entry of failing) {
    const work = byKey.get(entry.key);
    if (work) work.count += 1;
    else byKey.set(entry.key, { entry, count: 1 });
  }
  return byKey.values();
}

function byCountThenName([a, m]: [string, number], [b, n]: [string, number]): number {
  return n - m || a.localeCompare(b);
}

function isUnavailable(error: unknown): error is Error {
  return error instanceof Error && error.name === 'JudgeUnavailable';
}
