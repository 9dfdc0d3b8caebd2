import * as vscode from 'vscode';
import { againstCorrections } from '../../judge/measure/corrected';
import type { JudgmentStore } from '../../store/judgmentStore';
import { agreementMarkdown } from '../agreementMarkdown';

const SCHEME = 'error-atlas-agreement';
const REPORT = vscode.Uri.from({ scheme: SCHEME, path: '/Judges against your corrections.md' });

/** Measure Judge Against Corrections: a page that is made anew each time the command is run. */
export function registerMeasureJudge(store: JudgmentStore): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: () => report(store),
    }),
    vscode.commands.registerCommand('errorAtlas.measureJudge', async () => {
      if ([...store.corrected()].length === 0) {
        void tellHow();
        return;
      }
      changed.fire(REPORT);
      await vscode.workspace.openTextDocument(REPORT);
      await vscode.commands.executeCommand('markdown.showPreview', REPORT);
    }),
  );
}

function report(store: JudgmentStore): string {
  const corrected = [...store.corrected()];
  return agreementMarkdown(againstCorrections(corrected), corrected.length);
}

async function tellHow(): Promise<void> {
  const change = 'Change a Category';
  const picked = await vscode.window.showInformationMessage(
    'ErrorAtlas: there is nothing to measure judges by yet. Give failing examples their category (the one that a judge gave confirms it), then measure again.',
    change,
  );
  if (picked === change) await vscode.commands.executeCommand('errorAtlas.changeCategory');
}
