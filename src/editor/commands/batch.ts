import * as vscode from 'vscode';
import { BATCH_PRICE_SHARE } from '../../judge/batch/batchJournal';
import type { BatchOutcome } from '../../judge/batch/collect';
import type { SubmitReport } from '../../judge/batch/submit';
import { originOf } from '../../judge/openai/origin';
import type { BatchRecord } from '../../model/batch';
import { messageOf } from '../../model/messageOf';
import type { Batches, Progress } from '../batches';
import { dollars } from '../dollars';
import type { Evaluations } from '../evaluations';
import { costLine } from '../sendConsent';
import { estimateSending } from '../sending';
import { judgeSettings } from '../settings';
import { tellFailure } from './classify';

/** Submitting failing examples as a batch, and collecting what came of it. */
export function registerBatchCommands(batches: Batches, evaluations: Evaluations): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('errorAtlas.submitBatch', async (options?: { confirmed?: boolean }) => {
      await evaluations.whenRead();
      return reporting(() => submit(batches, evaluations, options?.confirmed ?? false));
    }),
    vscode.commands.registerCommand('errorAtlas.collectBatches', async () => {
      await evaluations.whenRead();
      return reporting(() => collect(batches));
    }),
    registerStatus(batches),
  );
}

async function submit(
  batches: Batches,
  evaluations: Evaluations,
  confirmed: boolean,
): Promise<SubmitReport | undefined> {
  const failing = evaluations.failing();
  return withProgress('Submitting a batch', async (signal, onProgress) => {
    const work = await batches.work(failing, signal);
    const settings = judgeSettings();
    const sending = await estimateSending(work, settings, BATCH_PRICE_SHARE);
    if (sending.count === 0) {
      void vscode.window.showInformationMessage('ErrorAtlas: this judge has judged every failing example already.');
      return undefined;
    }
    if (!confirmed) {
      const submit = 'Submit';
      const detail = `${costLine(sending)} That is half of what direct calls cost. Results come within a day or so, and are collected when you ask for it.\n\nOf each example its input, references, choices and output are sent, and right answers of other models to it; nothing else of the workspace. ${sending.redaction}${sending.redaction && ' '}The provider keeps them as files.`;
      const question = `Submit ${sending.count} failing examples as a batch to ${originOf(settings.baseUrl)}?`;
      if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, submit)) !== submit)
        return undefined;
    }
    const report = await batches.submit(work, onProgress);
    void tellSubmitted(report);
    return report;
  });
}

async function tellSubmitted({ submitted, waiting, known, unreadable }: SubmitReport): Promise<void> {
  const parts = [
    `${submitted} examples are submitted`,
    ...(waiting > 0 ? [`${waiting} are in a batch already`] : []),
    ...(known > 0 ? [`${known} are known already`] : []),
    ...(unreadable > 0 ? [`${unreadable} could not be read`] : []),
  ];
  const collect = 'Collect Results';
  const message = `ErrorAtlas: ${parts.join(', ')}. Results come within a day or so.`;
  if ((await vscode.window.showInformationMessage(message, collect)) === collect) {
    await vscode.commands.executeCommand('errorAtlas.collectBatches');
  }
}

async function collect(batches: Batches): Promise<BatchOutcome[] | undefined> {
  if ((await batches.open()).length === 0) {
    void vscode.window.showInformationMessage('ErrorAtlas: there is no open batch. “Submit Batch…” starts one.');
    return undefined;
  }
  const outcomes = await withProgress('Collecting batch results', (signal, onProgress) =>
    batches.collect(signal, onProgress),
  );
  tellCollected(outcomes);
  return outcomes;
}

function tellCollected(outcomes: readonly BatchOutcome[]): void {
  const sum = (count: (outcome: BatchOutcome) => number) =>
    outcomes.reduce((total, outcome) => total + count(outcome), 0);
  const waiting = outcomes.filter(({ state }) => state === 'open');
  const costs = outcomes.map(({ cost }) => cost);
  const cost = costs.some((one) => one === null) ? 0 : costs.reduce<number>((total, one) => total + (one ?? 0), 0);
  const counts: [number, string][] = [
    [sum(({ judged }) => judged), 'classified'],
    [sum(({ abstained }) => abstained), 'need a judge'],
    [sum(({ errors }) => errors), 'failed'],
    [sum(({ known }) => known), 'known already'],
    [sum(({ left }) => left), 'never answered'],
    [sum(({ elsewhere }) => elsewhere), 'of examples that are not in this workspace'],
  ];
  const parts = counts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  const done =
    parts.length === 0 ? 'nothing to collect yet' : `${parts.join(', ')}${cost > 0 ? `, ${dollars(cost)}` : ''}`;
  const still = waiting.map(({ status }) => status).join(', ');
  const problems = outcomes.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  const [error] = outcomes.flatMap(({ errorSamples }) => errorSamples);
  const sentences = [
    `ErrorAtlas: ${done}.`,
    ...(waiting.length > 0
      ? [`Not done: ${waiting.length === 1 ? 'one batch' : `${waiting.length} batches`} (${still}).`]
      : []),
    ...problems,
    ...(error ? [`First error (${error.id}): ${error.message}`] : []),
  ];
  const show = problems.length > 0 || error ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  void show(sentences.join(' '));
}

/** Says how many batches are to be collected; a click collects. Asks nobody by itself. */
function registerStatus(batches: Batches): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('errorAtlas.batches', vscode.StatusBarAlignment.Left, -11);
  item.name = 'ErrorAtlas batches';
  item.command = 'errorAtlas.collectBatches';
  const show = (open: readonly BatchRecord[]) => {
    const examples = open.reduce((sum, { keys }) => sum + keys.length, 0);
    const times = open.map(
      ({ checkedAt, status }) =>
        `${status ?? 'submitted'}${checkedAt ? `, as of ${new Date(checkedAt).toLocaleString()}` : ''}`,
    );
    item.text = `$(watch) ${open.length === 1 ? '1 batch' : `${open.length} batches`}`;
    item.tooltip = `ErrorAtlas: ${examples} examples are being judged in batches (${times.join('; ')}). Click to collect results.`;
    item.accessibilityInformation = {
      label: `ErrorAtlas: ${examples} examples in batches. Collect results.`,
      role: 'button',
    };
    if (open.length > 0) item.show();
    else item.hide();
  };
  const stop = batches.changes.listen(show);
  // What the folder says of earlier days; a folder that can't be read is told by the command.
  batches.open().then(show, () => {});
  return vscode.Disposable.from(item, { dispose: stop });
}

function withProgress<T>(title: string, work: (signal: AbortSignal, onProgress: Progress) => Promise<T>): Thenable<T> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress(
    { location, title: `ErrorAtlas: ${title}`, cancellable: true },
    (progress, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort(new Error('Cancelled; what was done is kept.')));
      return work(controller.signal, ({ done, total }) => progress.report({ message: `${done} of ${total}` }));
    },
  );
}

async function reporting<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    void tellFailure(error instanceof Error ? error : new Error(messageOf(error)));
    return undefined;
  }
}
