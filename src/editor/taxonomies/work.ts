import { join } from 'node:path';
import * as vscode from 'vscode';
import type { BuildProgress } from '../../errormap/desk';
import type { WorkEstimate } from '../../errormap/estimate';
import { ReplyFolder } from '../../errormap/replyCache';
import type { LanguageModel } from '../../judge/languageModel';
import { estimateCost, PRICES_DATE, priceOf } from '../../judge/openai/price';
import { messageOf } from '../../model/messageOf';
import { dollars } from '../dollars';
import { effectiveSettings, judgeLabel } from '../judges';
import { receiverOf } from '../sending';
import type { JudgeSettings } from '../settings';
import { counted } from './counts';
import type { TaxonomyParts } from './parts';

/** Who makes categories and sorts titles: a model, or nobody but the words themselves. */
export interface Sorter {
  model: LanguageModel | undefined;
  settings: JudgeSettings;
}

/** No model for the offline rules and for the editor's models. Throws `JudgeNotReady`, and `JudgeUnavailable` for an address or key that can't work. */
export async function sorterOf({ judges }: TaxonomyParts): Promise<Sorter> {
  const settings = effectiveSettings();
  return { model: await judges.createModel(settings), settings };
}

/** What a build or a sorting would take, as sentences. */
export function workLines(work: WorkEstimate, { model, prices, budgetUsd, ...settings }: JudgeSettings): string[] {
  const { promptTokens, completionTokens } = work.usage;
  const cost = estimateCost(work.usage, model, priceOf(model, prices));
  const tokens = `${promptTokens.toLocaleString('en')} tokens in and ${completionTokens.toLocaleString('en')} out`;
  const price =
    cost === undefined
      ? 'What that costs is not known: set the model’s price in errorAtlas.judge.prices.'
      : `About ${dollars(cost)} ${Object.hasOwn(prices, model) ? 'at the price in your settings' : `at list prices of ${PRICES_DATE}`}.`;
  const to = judgeLabel({ model, prices, budgetUsd, ...settings });
  return [
    `About ${counted(work.calls, 'call')} to ${to}: ${tokens}.`,
    price,
    ...(budgetUsd === null ? [] : [`It stops before it would cost more than your budget of $${budgetUsd}.`]),
    'Sent are titles of errors, at a second look their summaries, and the categories; no inputs or outputs.',
  ];
}

/** Whether a script's word is enough: nothing goes where the user has not allowed texts to go. */
export function maySendUnasked({ consent }: TaxonomyParts, { model, settings }: Sorter): boolean {
  const to = model && receiverOf(settings);
  return to === undefined || consent.isGiven(to, settings.model);
}

/** Replies that were paid for; the same question is answered from here. */
export function replyFolder({ store }: TaxonomyParts): ReplyFolder {
  return new ReplyFolder(join(store.folder, 'replies'));
}

const STEPS = { constructing: 'Making categories', classifying: 'Sorting titles', joining: 'Looking for synonyms' };

export function progressText({ step, within, calls, expected, known }: BuildProgress): string {
  const kept = known > 0 ? `, ${known} known from before` : '';
  return `${STEPS[step]}${within === undefined ? '' : ` of ${within}`} · ${calls} of ${counted(expected, 'call')}${kept}`;
}

/** Runs with a notice that can cancel: the work is aborted then. */
export function withCancel<T>(
  title: string,
  work: (signal: AbortSignal, tell: (message: string) => void) => Promise<T>,
): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, title: `ErrorAtlas: ${title}`, cancellable: true };
  return vscode.window.withProgress(options, (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort(new Error('Cancelled.')));
    return work(controller.signal, (message) => progress.report({ message }));
  });
}

/** What comes of a command; `undefined` after saying why it ended early, and what to do. */
export async function telling<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    void tellEnd(error);
    return undefined;
  }
}

/** By name: the model is a bundle of its own, and its classes are not ours. */
async function tellEnd(error: unknown): Promise<void> {
  const name = error instanceof Error ? error.name : '';
  const message = messageOf(error);
  if (message === 'Cancelled.' || name === 'BudgetReached' || name === 'JudgeUnavailable') {
    const show = name === 'JudgeUnavailable' ? vscode.window.showErrorMessage : vscode.window.showInformationMessage;
    void show(
      `ErrorAtlas: ${message} All replies so far are kept: run the command again and it goes on where it ended.`,
    );
    return;
  }
  const choose = 'Choose Judge…';
  const answers = name === 'JudgeNotReady' ? [choose] : [];
  const picked = await vscode.window.showErrorMessage(`ErrorAtlas: ${message}`, ...answers);
  if (picked === choose) await vscode.commands.executeCommand('errorAtlas.chooseJudge');
}
