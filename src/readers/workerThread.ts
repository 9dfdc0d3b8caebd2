import { Worker } from 'node:worker_threads';
import type { ReadHooks } from './surveyFacts';
import type { SurveyResult, SurveyTask } from './surveyTask';
import type { FromWorker, ToWorker } from './surveyWorker';

/** The thread is gone, whatever it was doing. */
export class ThreadLost extends Error {
  constructor(
    message: string,
    /** False when the same would happen again in this thread, with more harm: memory ran out. */
    readonly worthAnother: boolean,
  ) {
    super(message);
  }
}

interface Job {
  id: number;
  survey: number;
  resolve(result: SurveyResult): void;
  reject(error: unknown): void;
  onExamples(examples: number): void;
}

/** One thread that does a task at a time. It holds the process open only while it works. */
export class WorkerThread {
  alive = true;
  /** Whether it has ever done anything. */
  proven = false;
  private readonly worker: Worker;
  private job: Job | undefined;
  private jobs = 0;

  /** Throws when no thread can be started. */
  constructor(script: string, heapMegabytes?: number) {
    // A young generation of the default size, filled by one reader, triples the memory of a thread for no speed.
    this.worker = new Worker(script, {
      resourceLimits: {
        maxYoungGenerationSizeMb: 8,
        ...(heapMegabytes === undefined ? {} : { maxOldGenerationSizeMb: heapMegabytes }),
      },
    });
    this.worker.unref();
    this.worker.on('message', (message: FromWorker) => this.receive(message));
    this.worker.on('error', (error: Error & { code?: string }) => {
      this.lose(new ThreadLost(error.message, error.code !== 'ERR_WORKER_OUT_OF_MEMORY'));
    });
    this.worker.on('exit', () => this.lose(new ThreadLost('the reading thread has ended', true)));
  }

  get busy(): boolean {
    return this.job !== undefined;
  }

  /** Throws `ThreadLost`, the task's own failure, and what `cancel` was given. */
  run(survey: number, task: SurveyTask, { onExamples = () => {}, choices }: ReadHooks): Promise<SurveyResult> {
    this.jobs += 1;
    const id = this.jobs;
    return new Promise<SurveyResult>((resolve, reject) => {
      this.job = { id, survey, onExamples, resolve, reject };
      this.worker.ref();
      this.worker.postMessage({ kind: 'task', job: id, survey, task, choices } satisfies ToWorker);
    });
  }

  /** What the thread does for a survey is no longer wanted: its promise ends at once, the work soon. */
  cancel(survey: number, reason: unknown): void {
    if (this.job?.survey !== survey) return;
    this.worker.postMessage({ kind: 'cancel', job: this.job.id } satisfies ToWorker);
    this.job.reject(reason);
  }

  /** Called when the thread is free again; a cancelled task ends some time after its promise. */
  onFree: () => void = () => undefined;

  async end(): Promise<void> {
    this.alive = false;
    await this.worker.terminate();
  }

  private receive(message: FromWorker): void {
    const { job } = this;
    if (!job || message.job !== job.id) return;
    this.proven = true;
    if (message.kind === 'progress') {
      job.onExamples(message.examples);
      return;
    }
    this.job = undefined;
    this.worker.unref();
    if (message.kind === 'result') job.resolve(message.result);
    else job.reject(new Error(message.message));
    this.onFree();
  }

  private lose(error: ThreadLost): void {
    this.alive = false;
    const { job } = this;
    this.job = undefined;
    this.worker.unref();
    job?.reject(error);
    this.onFree();
  }
}
