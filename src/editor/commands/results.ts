import * as vscode from 'vscode';
import type { JudgmentStore } from '../../store/judgmentStore';
import type { Evaluations } from '../evaluations';

/** Results and readings as a whole: clear, read again, show what could not be read, show the log. */
export function registerResultCommands(
  store: JudgmentStore,
  evaluations: Evaluations,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('errorAtlas.clearResults', async (options?: { confirmed?: boolean }) => {
      if (!options?.confirmed) {
        const clear = 'Clear Judgments';
        const detail = 'Your corrections stay. The judgments can be brought back with Undo.';
        const answer = await vscode.window.showWarningMessage('Clear all judgments?', { modal: true, detail }, clear);
        if (answer !== clear) return;
      }
      const restore = await store.clear();
      void vscode.window.showInformationMessage('ErrorAtlas: all judgments are cleared.', 'Undo').then((answer) => {
        if (answer === 'Undo') return restore();
        return undefined;
      });
    }),
    vscode.commands.registerCommand('errorAtlas.refresh', () => evaluations.refresh()),
    vscode.commands.registerCommand('errorAtlas.showProblems', () => showProblems(evaluations)),
    vscode.commands.registerCommand('errorAtlas.showLog', () => log.show()),
  );
}

async function showProblems(evaluations: Evaluations): Promise<void> {
  const items = evaluations.surveys().flatMap((survey) =>
    survey.problems.map((problem) => ({
      label: `${vscode.workspace.asRelativePath(survey.path)}${problem.line === undefined ? '' : `:${problem.line}`}`,
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
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(picked.path), { selection });
}
