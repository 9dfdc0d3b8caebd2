import * as vscode from 'vscode';
import { messageOf } from '../../model/messageOf';
import type { JudgmentStore } from '../../store/judgmentStore';
import type { Evaluations } from '../evaluations';
import type { Judging } from '../judging';
import { shortPath, uriOf } from '../place';
import { openSettings } from '../settings';

/** Results and readings as a whole: clear, read again, show what could not be read, show the log. */
export function registerResultCommands(
  store: JudgmentStore,
  evaluations: Evaluations,
  judging: Judging,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('errorAtlas.clearResults', async (options?: { confirmed?: boolean }) => {
      if (isBusy(judging)) return;
      if (!options?.confirmed) {
        const clear = 'Clear Judgments';
        const detail = 'Your corrections stay. The judgments can be brought back with Undo.';
        const answer = await vscode.window.showWarningMessage('Clear all judgments?', { modal: true, detail }, clear);
        if (answer !== clear) return;
      }
      // A run may have begun while the question stood there.
      if (isBusy(judging)) return;
      const restore = await store.clear();
      void offerUndo(restore);
    }),
    vscode.commands.registerCommand('errorAtlas.refresh', async () => {
      await evaluations.refresh({ anew: true });
      await readStore(store);
    }),
    vscode.commands.registerCommand('errorAtlas.showProblems', () => showProblems(evaluations)),
    vscode.commands.registerCommand('errorAtlas.showLog', () => log.show()),
  );
}

/** Says so: judgments of a run that is under way would come back right after they were cleared. */
function isBusy(judging: Judging): boolean {
  if (!judging.status().running) return false;
  void vscode.window.showWarningMessage(
    'ErrorAtlas: a classification is under way. Wait for it or cancel it, then clear the results.',
  );
  return true;
}

/** Reads the store, and says so once when it can't be read: everything else works without it. */
export async function readStore(store: JudgmentStore): Promise<void> {
  try {
    await store.refresh();
  } catch (error) {
    void tellUnreadable(error);
  }
}

async function tellUnreadable(error: unknown): Promise<void> {
  const picked = await vscode.window.showErrorMessage(`ErrorAtlas: ${messageOf(error)}`, 'Read Again', 'Open Settings');
  if (picked === 'Read Again') await vscode.commands.executeCommand('errorAtlas.refresh');
  if (picked === 'Open Settings') await openSettings('storage');
}

/** Not awaited by the command: a notice may stay for long. */
async function offerUndo(restore: () => Promise<void>): Promise<void> {
  const answer = await vscode.window.showInformationMessage('ErrorAtlas: all judgments are cleared.', 'Undo');
  if (answer !== 'Undo') return;
  try {
    await restore();
  } catch (error) {
    void tellUnreadable(error);
  }
}

async function showProblems(evaluations: Evaluations): Promise<void> {
  const items = evaluations.surveys().flatMap((survey) =>
    survey.problems.map((problem) => ({
      label: `${shortPath(survey.path)}${problem.line === undefined ? '' : `:${problem.line}`}`,
      detail: problem.message,
      path: survey.path,
      line: problem.line ?? 1,
    })),
  );
  if (items.length === 0) {
    void vscode.window.showInformationMessage('ErrorAtlas: everything could be read.');
    return;
  }
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Places that could not be read',
    matchOnDetail: true,
  });
  if (!picked) return;
  const selection = new vscode.Range(picked.line - 1, 0, picked.line - 1, 0);
  await vscode.commands.executeCommand('vscode.open', uriOf(picked.path), { selection });
}
