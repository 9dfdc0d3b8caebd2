import * as vscode from 'vscode';
import { type DryRun, dryRun } from '../../judge/dryRun';
import { PRICES_DATE } from '../../judge/openai/price';
import { messageOf } from '../../model/messageOf';
import { dollars } from '../dollars';
import type { Evaluations } from '../evaluations';
import { effectiveSettings, type Judges, judgeLabel } from '../judges';
import type { Judging } from '../judging';
import { type JudgeSettings, openSettings } from '../settings';

/** What classifying all that is not judged yet would cost: tokens are counted, nothing is sent. */
export function registerCostEstimate(evaluations: Evaluations, judging: Judging, judges: Judges): vscode.Disposable {
  return vscode.commands.registerCommand('errorAtlas.showCostEstimate', async (): Promise<DryRun | undefined> => {
    await evaluations.whenRead();
    const settings = effectiveSettings();
    if (settings.kind !== 'openai') {
      void tellFree(settings);
      return undefined;
    }
    try {
      const estimate = await count(evaluations, judging, judges, settings);
      if (estimate) void tell(estimate, settings);
      return estimate;
    } catch (error) {
      void vscode.window.showErrorMessage(`ErrorAtlas: ${messageOf(error)}`);
      return undefined;
    }
  });
}

/** `undefined` when cancelled. */
function count(
  evaluations: Evaluations,
  judging: Judging,
  judges: Judges,
  settings: JudgeSettings,
): Thenable<DryRun | undefined> {
  const progressOptions = {
    location: vscode.ProgressLocation.Notification,
    title: 'ErrorAtlas: Counting tokens',
    cancellable: true,
  };
  return vscode.window.withProgress(progressOptions, async (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort(new Error('cancelled')));
    const { signal } = controller;
    const work = await judging.work(evaluations.failing(), settings, { signal }, (chosen, exemplarVersion) =>
      judges.createForEstimate(chosen, exemplarVersion),
    );
    const onProgress = ({ done, total }: { done: number; total: number }) =>
      progress.report({ message: `${done} of ${total}` });
    return dryRun({ ...work, onProgress }).catch((error) => {
      if (signal.aborted) return undefined;
      throw error;
    });
  });
}

async function tellFree(settings: JudgeSettings): Promise<void> {
  const message =
    settings.kind === 'offline'
      ? 'ErrorAtlas: the offline rules cost nothing.'
      : `ErrorAtlas: what ${judgeLabel(settings)} costs is between you and who brings it; it has no price list.`;
  const choose = 'Choose Judge…';
  if ((await vscode.window.showInformationMessage(message, choose)) === choose) {
    await vscode.commands.executeCommand('errorAtlas.chooseJudge');
  }
}

async function tell(estimate: DryRun, settings: JudgeSettings): Promise<void> {
  const { calls, cost } = estimate;
  if (calls === 0) {
    void vscode.window.showInformationMessage(`ErrorAtlas: ${judgeLabel(settings)} has judged every failing example.`);
    return;
  }
  const price = cost === null ? 'at a price that is not known' : `for about ${dollars(cost)}`;
  const message = `${number(calls)} ${calls === 1 ? 'call' : 'calls'} to ${judgeLabel(settings)} ${price}`;
  const [classify, change] = ['Classify', cost === null ? 'Set Price…' : 'Set Budget…'];
  const detail = estimateLines(estimate, settings).join('\n');
  const picked = await vscode.window.showInformationMessage(message, { modal: true, detail }, classify, change);
  if (picked === classify) await vscode.commands.executeCommand('errorAtlas.classifyFailing');
  if (picked === change) await openSettings(cost === null ? 'judge.prices' : 'judge.budgetUsd');
}

export function estimateLines(estimate: DryRun, { model, prices, budgetUsd }: JudgeSettings): string[] {
  const { cached, unreadable, usage, sharedTokens, cost, cachedCost } = estimate;
  const lines = [
    `About ${number(usage.promptTokens)} tokens in and at most ${number(usage.completionTokens)} out, counted with OpenAI’s tokenizer o200k.`,
  ];
  if (cost !== null && cachedCost !== null && cachedCost < cost) {
    lines.push(
      `Of each call ${number(sharedTokens)} tokens in are the same: about ${dollars(cachedCost)} when the provider caches them.`,
    );
  }
  if (cost !== null) {
    lines.push(Object.hasOwn(prices, model) ? 'At the price in your settings.' : `At list prices of ${PRICES_DATE}.`);
  }
  if (budgetUsd !== null && cost !== null) {
    lines.push(`A run stops before it would cost more than your budget of $${budgetUsd}.`);
  }
  if (cached > 0) lines.push(`${number(cached)} failing examples are judged already and cost nothing.`);
  if (unreadable > 0) lines.push(`${number(unreadable)} failing examples can’t be read again.`);
  return lines;
}

function number(value: number): string {
  return value.toLocaleString('en');
}
