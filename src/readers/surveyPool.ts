import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { VerdictRules } from '../model/verdict';
import type { ReadChoices } from './choices';
import { openDiskFile } from './diskFile';
import { EntryMaker } from './entry';
import { entriesOf } from './entryTable';
import { EvaluationFile } from './evaluationFile';
import type { Piece } from './pieces';
import { decide, inThisThread, type ReadFile, type Survey } from './survey';
import type { ReadHooks } from './surveyFacts';
import { Merged } from './surveyPieces';
import { type SurveyResult, type SurveyTask, TaskRunner } from './surveyTask';
import { messageOf } from './values';
import { ThreadLost, WorkerThread } from './workerThread';

export interface PoolOptions {
  /** As many as the machine does at once, up to four: more would read faster than a disk. */
  threads?: number;
  /** The worker's bundle; beside this one unless said otherwise. */
  script?: string;
  /** From this size on a file is read in pieces. */
  splitBytes?: number;
  pieceBytes?: number;
  /** What the heap of a thread may grow to; Node decides unless it is said. */
  heapMegabytes?: number;
}

export interface PoolSurveyOptions {
  signal?: AbortSignal;
  /** Now and then: how many examples of the file have been found so far. */
  onProgress?: (examples: number) => void;
  /** Thresholds of the user's by dataset. */
  thresholds?: Readonly<Record<string, number>>;
}

const MAX_THREADS = 4;
const SPLIT_BYTES = 8 * 1024 * 1024;
const PIECE_BYTES = 16 * 1024 * 1024;
const MIN_PIECE_BYTES = 1024 * 1024;
const MAX_MEMBERS = 2000;
const SHARES = 6;

interface Queued {
  survey: number;
  task: SurveyTask;
  hooks: ReadHooks;
  resolve(result: SurveyResult): void;
  reject(error: unknown): void;
}

/**
 * Reads files of the local disk off this thread, big ones in pieces side by side, to the same end as reading them
 * here. Threads start with the first file. Where none can be started, and for what a lost thread was reading, the
 * work is done in this thread.
 */
export class SurveyPool {
  private readonly threads: WorkerThread[] = [];
  private readonly queue: Queued[] = [];
  private readonly count: number;
  private readonly script: string;
  private readonly heapMegabytes: number | undefined;
  private readonly options: Required<Pick<PoolOptions, 'splitBytes' | 'pieceBytes'>>;
  private surveys = 0;
  private canStart: boolean;
  private readonly stop = new AbortController();
  private readonly runner = new TaskRunner();
  private readonly readSmall = inThisThread(new EntryMaker());
  private turn: Promise<unknown> = Promise.resolve();

  constructor(options: PoolOptions = {}) {
    this.count = Math.max(1, options.threads ?? Math.min(availableParallelism(), MAX_THREADS));
    this.script = options.script ?? join(__dirname, 'survey-worker.js');
    this.heapMegabytes = options.heapMegabytes;
    this.options = {
      splitBytes: options.splitBytes ?? SPLIT_BYTES,
      pieceBytes: Math.max(1, options.pieceBytes ?? PIECE_BYTES),
    };
    this.canStart = existsSync(this.script);
  }

  /**
   * One file with the rules of its own examples alone; null when it is no evaluation. Throws when the file can't
   * be read at all, and `signal.reason`.
   */
  async survey(path: string, { signal, onProgress, thresholds }: PoolSurveyOptions = {}): Promise<Survey | null> {
    const survey = await this.read(path, { ...(signal && { signal }), ...(onProgress && { onExamples: onProgress }) });
    if (!survey) return null;
    const rules = new VerdictRules(thresholds);
    for (const entry of survey.entries) rules.add(entry);
    decide([survey], rules);
    return survey;
  }

  /** As `survey`, with nothing decided: `passed` is null. */
  async read(path: string, hooks: ReadHooks = {}): Promise<Survey | null> {
    hooks.signal?.throwIfAborted();
    this.stop.signal.throwIfAborted();
    this.surveys += 1;
    const survey = this.surveys;
    const cancel = () => this.cancel(survey, hooks.signal?.reason);
    hooks.signal?.addEventListener('abort', cancel, { once: true });
    try {
      const splitBytes = this.canStart ? this.options.splitBytes : Number.POSITIVE_INFINITY;
      const result = await this.do(survey, { kind: 'file', path, splitBytes }, hooks);
      if (result.kind === 'none') return null;
      if (result.kind === 'file') {
        return { ...result.facts, entries: await entriesOf([{ data: result.table, lines: 0 }], hooks.signal) };
      }
      if (result.kind === 'split') return await this.readPieces(survey, result, hooks);
      throw new Error('the reading thread has answered something else');
    } catch (error) {
      hooks.signal?.throwIfAborted();
      this.cancel(survey, error);
      if (!(error instanceof ThreadLost)) throw error;
      return unreadable(path, hooks.choices, `reading has failed: ${messageOf(error)}`);
    } finally {
      hooks.signal?.removeEventListener('abort', cancel);
    }
  }

  /** For `surveyFiles`: small files here, for which a thread would take longer to start than to read. */
  readonly readFile: ReadFile = (file, hooks) => {
    return file.size < this.options.splitBytes ? this.readSmall(file, hooks) : this.read(file.path, hooks);
  };

  /** Ends the threads; what is being read is given up. */
  async dispose(): Promise<void> {
    this.stop.abort(new Error('reading was stopped'));
    for (const { reject } of this.queue.splice(0)) reject(this.stop.signal.reason);
    await Promise.all(this.threads.splice(0).map((thread) => thread.end()));
  }

  private async readPieces(
    survey: number,
    { facts, size, members, group, closing: lastNotes }: Extract<SurveyResult, { kind: 'split' }>,
    hooks: ReadHooks,
  ): Promise<Survey> {
    const { path } = facts;
    const found: number[] = [];
    const pieces: Promise<SurveyResult>[] = [];
    const onExamples = (piece: number) => (examples: number) => {
      found[piece] = examples;
      hooks.onExamples?.(found.reduce((sum, count) => sum + (count ?? 0), 0));
    };
    const length = members ?? size;
    const step = this.stepOf(size, members);
    for (let start = 0; start < length || start === 0; start += step) {
      // The last piece has no end: the file may have grown since its size was taken.
      const end = start + step < length ? start + step : Number.POSITIVE_INFINITY;
      const task: SurveyTask = { kind: 'piece', path, piece: { start, end }, ...(group !== undefined && { group }) };
      pieces.push(this.do(survey, task, { ...hooks, onExamples: onExamples(pieces.length) }));
    }
    // Of several that fail, the first is told.
    for (const piece of pieces) piece.catch(() => undefined);
    const count = pieces.length;
    const merged = new Merged();
    for (let index = 0; index < count; index += 1) {
      // Shifted, so that what has been merged can be let go.
      const result = await pieces.shift();
      if (result?.kind !== 'piece') continue;
      if (merged.fits(result.facts)) await merged.add(result.facts, result.table, hooks.signal);
      else {
        const piece: Piece = {
          start: result.facts.borders ? merged.border : index * step,
          end: index + 1 < count ? (index + 1) * step : Number.POSITIVE_INFINITY,
          exact: true,
          linesBefore: merged.lines,
        };
        const task: SurveyTask = { kind: 'piece', path, piece, ...(group !== undefined && { group }) };
        const again = await this.do(survey, task, { ...hooks, onExamples: onExamples(index) });
        if (again.kind === 'piece') await merged.add(again.facts, again.table, hooks.signal);
      }
    }
    const { skipped } = merged;
    const notes = [...facts.notes];
    if (group !== undefined && skipped.size > 0 && !merged.failed) {
      const closing = await this.do(survey, { kind: 'closing', path, group, skipped: [...skipped] }, hooks);
      if (closing.kind === 'closing') notes.push(...closing.notes);
    }
    if (!merged.failed) notes.push(...lastNotes);
    return { ...facts, ...merged.survey(), notes };
  }

  /** How long pieces are: several a thread, for none takes just as long as another. */
  private stepOf(size: number, members: number | undefined): number {
    const shares = this.count * SHARES;
    if (members !== undefined) return Math.max(1, Math.min(MAX_MEMBERS, Math.ceil(members / shares)));
    return Math.min(this.options.pieceBytes, Math.max(MIN_PIECE_BYTES, Math.ceil(size / shares)));
  }

  private do(survey: number, task: SurveyTask, hooks: ReadHooks): Promise<SurveyResult> {
    return new Promise((resolve, reject) => {
      const queued: Queued = { survey, task, hooks, resolve, reject };
      // A small file need not wait for all pieces of a big one.
      const place = task.kind === 'piece' ? -1 : this.queue.findIndex((other) => other.task.kind === 'piece');
      if (place === -1) this.queue.push(queued);
      else this.queue.splice(place, 0, queued);
      this.next();
    });
  }

  private cancel(survey: number, reason: unknown): void {
    for (const queued of this.queue.filter((other) => other.survey === survey)) {
      this.queue.splice(this.queue.indexOf(queued), 1);
      queued.reject(reason);
    }
    for (const thread of this.threads) thread.cancel(survey, reason);
  }

  private next(): void {
    while (this.queue.length > 0) {
      const thread = this.freeThread();
      if (thread === undefined) return;
      const queued = this.queue.shift();
      if (queued) void this.perform(queued, thread);
    }
  }

  /** Undefined when all are busy; null when there are none. */
  private freeThread(): WorkerThread | null | undefined {
    const free = this.threads.find(({ busy }) => !busy);
    if (free) return free;
    if (this.threads.length >= this.count) return undefined;
    if (!this.canStart) return this.threads.length > 0 ? undefined : null;
    try {
      const thread = new WorkerThread(this.script, this.heapMegabytes);
      thread.onFree = () => {
        if (!thread.alive) this.threads.splice(this.threads.indexOf(thread), 1);
        // A bundle that does not even start would be started for every piece.
        if (!thread.alive && !thread.proven) this.canStart = false;
        this.next();
      };
      this.threads.push(thread);
      return thread;
    } catch {
      this.canStart = false;
      return this.freeThread();
    }
  }

  private async perform({ survey, task, hooks, resolve, reject }: Queued, thread: WorkerThread | null): Promise<void> {
    try {
      if (thread === null) {
        resolve(await this.here(survey, task, hooks));
        return;
      }
      resolve(
        await thread.run(survey, task, hooks).catch((error: unknown) => {
          const again = error instanceof ThreadLost && error.worthAnother && !this.stop.signal.aborted;
          if (again) return this.here(survey, task, hooks);
          throw error;
        }),
      );
    } catch (error) {
      reject(this.stop.signal.aborted ? this.stop.signal.reason : error);
    }
  }

  /** In this thread, one task after the other: side by side they would only need more memory. */
  private here(survey: number, task: SurveyTask, hooks: ReadHooks): Promise<SurveyResult> {
    const done = this.turn.then(() => this.runner.run(survey, task, hooks));
    this.turn = done.catch(() => undefined);
    return done;
  }
}

/** A file that is an evaluation but brings down every thread that reads it. */
async function unreadable(path: string, choices: ReadChoices | undefined, message: string): Promise<Survey | null> {
  const evaluation = await EvaluationFile.detect(await openDiskFile(path), choices);
  if (!evaluation) return null;
  const { format } = evaluation;
  return { path, format, models: [], datasets: [], problems: [{ message }], notes: [], entries: [] };
}
