// What a reading thread runs; a bundle of its own, dist/survey-worker.js. See surveyPool.ts.
import { parentPort } from 'node:worker_threads';
import type { ReadChoices } from './choices';
import { transferables } from './entryTable';
import { type SurveyTask, TaskRunner } from './surveyTask';
import { messageOf } from './values';

export type ToWorker =
  | { kind: 'task'; job: number; survey: number; task: SurveyTask; choices?: ReadChoices | undefined }
  /** The result of the task that is being done is no longer wanted. */
  | { kind: 'cancel'; job: number };

export type FromWorker =
  | { kind: 'progress'; job: number; examples: number }
  | { kind: 'result'; job: number; result: Awaited<ReturnType<TaskRunner['run']>> }
  | { kind: 'failure'; job: number; message: string };

const port = parentPort;
const runner = new TaskRunner();
let running: { job: number; stop: AbortController } | undefined;

port?.on('message', (message: ToWorker) => {
  if (message.kind === 'task') void perform(message);
  else if (running?.job === message.job) running.stop.abort();
});

/** One task at a time: the pool sends the next when it has the answer. */
async function perform({ job, survey, task, choices }: Extract<ToWorker, { kind: 'task' }>): Promise<void> {
  const stop = new AbortController();
  running = { job, stop };
  const send = (answer: FromWorker, transfer: ArrayBuffer[] = []) => port?.postMessage(answer, transfer);
  try {
    const result = await runner.run(survey, task, {
      signal: stop.signal,
      choices,
      onExamples: (examples) => send({ kind: 'progress', job, examples }),
    });
    send({ kind: 'result', job, result }, 'table' in result ? transferables(result.table) : []);
  } catch (error) {
    send({ kind: 'failure', job, message: messageOf(error) });
  }
}
