import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { FormatId } from '../../model/example';
import { messageOf } from '../../model/messageOf';
import { EvaluationFile } from '../../readers/evaluationFile';
import { countMetrics, type MetricCount } from '../../readers/metricCounts';
import { formatName } from '../../readers/readers';
import type { Evaluations } from '../evaluations';
import type { TreeNode } from '../evaluationsTree';
import { openFile } from '../openFile';
import { globFor } from '../place';
import { addMetric, forgetMetric } from '../readRules';
import { nextTurn } from '../search/slices';
import { thresholds } from '../settings';
import type { CommandTargets } from './target';

/** Counting gives way to the editor's other work this often, milliseconds. */
const SLICE_MS = 6;

/** Which of several metrics (scorers, filters, annotations) of a file decides what fails. */
export function registerChooseMetric(evaluations: Evaluations, targets: CommandTargets): vscode.Disposable {
  return vscode.commands.registerCommand('errorAtlas.chooseMetric', async (argument?: TreeNode | vscode.Uri) => {
    const path = targets.anyFile(argument);
    const survey = path === undefined ? undefined : evaluations.survey(path);
    if (!survey) {
      void vscode.window.showInformationMessage('ErrorAtlas: open an evaluation file, or pick one in the view.');
      return;
    }
    await chooseMetric(evaluations, survey.path, survey.format);
  });
}

async function chooseMetric(evaluations: Evaluations, path: string, format: FormatId): Promise<void> {
  const counts = await countWithProgress(path);
  if (!counts) return;
  if (counts.length === 0) {
    void vscode.window.showInformationMessage(`ErrorAtlas: ${basename(path)} has no other metric to choose.`);
    return;
  }
  const metric = await pickMetric(evaluations, path, counts);
  if (metric === undefined) return;
  if (metric === null) {
    await forgetMetric(path);
    return;
  }
  const rule = await pickFiles(path, format);
  if (rule) await addMetric({ ...rule, metric });
}

/** Undefined when it was cancelled or the file can't be read, which is told. */
async function countWithProgress(path: string): Promise<MetricCount[] | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, cancellable: true };
  return vscode.window.withProgress(
    { ...options, title: `ErrorAtlas: counting what fails under each metric of ${basename(path)}…` },
    async (_, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      let pauseAt = performance.now() + SLICE_MS;
      const pause = (): Promise<void> | undefined => {
        if (performance.now() < pauseAt) return undefined;
        return nextTurn().then(() => {
          pauseAt = performance.now() + SLICE_MS;
        });
      };
      try {
        const evaluation = await EvaluationFile.detect(await openFile(path));
        if (!evaluation) return [];
        try {
          return await countMetrics(evaluation, { thresholds: thresholds(), signal: stop.signal, pause });
        } finally {
          await evaluation.close();
        }
      } catch (error) {
        if (!stop.signal.aborted) {
          void vscode.window.showErrorMessage(`ErrorAtlas: ${basename(path)} can't be read: ${messageOf(error)}`);
        }
        return undefined;
      }
    },
  );
}

/** `null`: the one that the tool's reader takes. */
async function pickMetric(evaluations: Evaluations, path: string, counts: readonly MetricCount[]) {
  const now = new Set(evaluations.survey(path)?.entries.map(({ metric }) => metric));
  const isChosen = evaluations.choicesOf(path)?.metrics !== undefined;
  const items: (vscode.QuickPickItem & { metric: string | null })[] = counts.map(({ metric, failing, decided }) => ({
    label: metric,
    description: decided === 0 ? 'no verdicts' : `${failing} of ${decided} fail`,
    ...(now.has(metric) && { detail: 'counts now' }),
    metric,
  }));
  if (isChosen) {
    items.push({ label: '$(discard) Forget Choice', description: 'the metric that ErrorAtlas takes', metric: null });
  }
  const picked = await vscode.window.showQuickPick(items, {
    title: `Metric that decides what fails in ${basename(path)}`,
    placeHolder: 'Pick a metric',
  });
  return picked?.metric;
}

async function pickFiles(path: string, format: FormatId) {
  const glob = globFor(path);
  const items = [
    { label: 'This file', description: glob, rule: { glob } },
    { label: `All files of ${formatName(format)}`, description: 'where they have it', rule: { glob: '**', format } },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: 'For which files?' });
  return picked?.rule;
}
