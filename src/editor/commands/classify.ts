import * as vscode from 'vscode';
import { categoryOf } from '../../atlas/label';
import type { ClassifyReport } from '../../judge/classify';
import type { ExampleEntry } from '../../model/entry';
import { messageOf } from '../../model/messageOf';
import type { JudgmentStore } from '../../store/judgmentStore';
import { dollars } from '../dollars';
import type { Evaluations } from '../evaluations';
import type { EvaluationsTree, TreeNode } from '../evaluationsTree';
import { pickJudge } from '../judgeChoice/pickJudge';
import { JudgeNotReady, judgeLabel } from '../judges';
import type { Judging, RunOptions } from '../judging';
import { type JudgeSettings, openSettings } from '../settings';
import type { CommandTargets, ExampleArgument } from './target';

export interface ClassifyParts {
  evaluations: Evaluations;
  store: JudgmentStore;
  judging: Judging;
  targets: CommandTargets;
  tree: EvaluationsTree;
}

/** The commands that run the judge: over all that is not classified, or again over something. */
export function registerClassifyCommands({
  evaluations,
  store,
  judging,
  targets,
  tree,
}: ClassifyParts): vscode.Disposable {
  const run = (title: string, failing: readonly ExampleEntry[], reclassify: boolean, settings?: JudgeSettings) =>
    runWithProgress(judging, title, failing, { reclassify, settings });
  return vscode.Disposable.from(
    vscode.commands.registerCommand('errorAtlas.classifyFailing', async () => {
      await evaluations.whenRead();
      return run('Classifying failing examples', evaluations.failing(), false);
    }),
    vscode.commands.registerCommand('errorAtlas.reclassifyAll', async () => {
      await evaluations.whenRead();
      return run('Reclassifying the workspace', evaluations.failing(), true);
    }),
    vscode.commands.registerCommand('errorAtlas.reclassifyFile', async (argument?: TreeNode | vscode.Uri) => {
      await evaluations.whenRead();
      const path = targets.file(argument);
      if (path === undefined) {
        void vscode.window.showInformationMessage('ErrorAtlas: open an evaluation file, or pick one in the view.');
        return undefined;
      }
      return run('Reclassifying the file', evaluations.failingIn(path), true);
    }),
    vscode.commands.registerCommand('errorAtlas.reclassifyCategory', async (argument?: TreeNode | string) => {
      if (typeof argument === 'object' && argument?.kind === 'category') {
        return run(`Reclassifying ${argument.category}`, tree.examplesOf(argument), true);
      }
      const category = typeof argument === 'string' ? argument : await pickCategory(evaluations, store);
      if (category === undefined) return undefined;
      const failing = evaluations.failing().filter((entry) => categoryOf(store.label(entry.key)) === category);
      return run(`Reclassifying ${category}`, failing, true);
    }),
    vscode.commands.registerCommand('errorAtlas.reclassifyExample', async (argument?: ExampleArgument) => {
      const entry = targets.example(argument);
      return entry && run('Reclassifying the example', [entry], true);
    }),
    vscode.commands.registerCommand('errorAtlas.reclassifyWith', async (argument?: ExampleArgument) => {
      const entry = targets.example(argument);
      const settings = entry && (await pickJudge());
      return settings && run(`Reclassifying with ${judgeLabel(settings)}`, [entry], true, settings);
    }),
  );
}

async function pickCategory(evaluations: Evaluations, store: JudgmentStore): Promise<string | undefined> {
  const counts = new Map<string, number>();
  for (const entry of evaluations.failing()) {
    const category = categoryOf(store.label(entry.key));
    if (category !== null) counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  if (counts.size === 0) {
    void vscode.window.showInformationMessage(
      'ErrorAtlas: no failing example has a category yet. Classify failing examples first.',
    );
    return undefined;
  }
  const items = [...counts].sort(([, a], [, b]) => b - a).map(([label, count]) => ({ label, description: `${count}` }));
  const picked = await vscode.window.showQuickPick(items, { title: 'Reclassify which category?' });
  return picked?.label;
}

/** Runs with a progress notice that can cancel, then says what came of it. Returns the report, if there is one. */
async function runWithProgress(
  judging: Judging,
  title: string,
  failing: readonly ExampleEntry[],
  options: Pick<RunOptions, 'reclassify' | 'settings'>,
): Promise<ClassifyReport | undefined> {
  if (failing.length === 0) {
    void vscode.window.showInformationMessage(
      'ErrorAtlas: there are no failing examples to classify here. The Evaluations view lists what was read.',
    );
    return undefined;
  }
  try {
    const report = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `ErrorAtlas: ${title}`, cancellable: true },
      async (progress, token) => {
        const controller = new AbortController();
        token.onCancellationRequested(() => controller.abort(new Error('cancelled')));
        let shown = 0;
        const stop = judging.statusChanges.listen(({ running }) => {
          if (!running) return;
          const percent = running.total === 0 ? 100 : (running.done / running.total) * 100;
          const cost = running.cost ? ` · ${dollars(running.cost)}` : '';
          progress.report({ message: `${running.done} of ${running.total}${cost}`, increment: percent - shown });
          shown = percent;
        });
        try {
          return await judging.run(failing, { ...options, signal: controller.signal });
        } finally {
          stop();
        }
      },
    );
    if (report) void tellOutcome(report);
    return report;
  } catch (error) {
    void tellFailure(error);
    return undefined;
  }
}

async function tellOutcome(report: ClassifyReport): Promise<void> {
  if (report.stopped?.reason === 'unavailable') {
    const kept = report.judged + report.abstained + report.cached;
    const picked = await vscode.window.showErrorMessage(
      `ErrorAtlas: ${report.stopped.message} ${report.left} examples stay unclassified${kept > 0 ? `; ${kept} done are kept` : ''}.`,
      'Open settings',
      'Set API key…',
    );
    if (picked === 'Open settings') await openSettings('judge');
    if (picked === 'Set API key…') await vscode.commands.executeCommand('errorAtlas.setApiKey');
    return;
  }
  const done = [
    count(report.judged, 'classified'),
    count(report.cached, 'known already'),
    count(report.abstained, 'need a judge'),
    count(report.errors, 'failed'),
    count(report.left, 'left'),
  ].filter((part) => part !== '');
  const cost = report.cost ? ` That cost ${dollars(report.cost)}.` : '';
  const redacted = report.redacted ? ` ${report.redacted} details were redacted in what was sent.` : '';
  const sentence = `ErrorAtlas: ${done.join(', ')}.${cost}${redacted}${report.stopped ? ` ${report.stopped.message}` : ''}`;
  const [error] = report.errorSamples;
  const message = error ? `${sentence} First error (${error.id}): ${error.message}` : sentence;
  const show = error ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  if ((await show(message, 'Open Atlas')) === 'Open Atlas') {
    await vscode.commands.executeCommand('errorAtlas.openAtlas');
  }
}

/** One message with the way to mend it. */
export async function tellFailure(error: unknown): Promise<void> {
  const message = `ErrorAtlas: ${messageOf(error)}`;
  const page = settingsFor(error);
  const fix = error instanceof JudgeNotReady ? error.fix : undefined;
  const fixTitle = fix === 'errorAtlas.setApiKey' ? 'Set API key…' : 'Choose judge…';
  const answers = [...(fix ? [fixTitle] : []), ...(page ? ['Open settings'] : [])];
  const picked = await vscode.window.showErrorMessage(message, ...answers);
  if (fix && picked === fixTitle) await vscode.commands.executeCommand(fix);
  if (page && picked === 'Open settings') await openSettings(page);
}

/** Where the error can be mended. By name: the judge is a bundle of its own, and its classes are not ours. */
function settingsFor(error: unknown): 'judge' | 'storage' | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'StoreError') return 'storage';
  return ['JudgeNotReady', 'JudgeUnavailable'].includes(error.name) ? 'judge' : undefined;
}

function count(number: number, words: string): string {
  return number === 0 ? '' : `${number} ${words}`;
}
