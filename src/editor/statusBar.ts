import * as vscode from 'vscode';
import type { Judging } from './judging';

/** Shows who judges, and how far a run has come; a click chooses another judge. */
export function registerStatusBar(judging: Judging): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('errorAtlas.judge', vscode.StatusBarAlignment.Left, -10);
  item.name = 'ErrorAtlas judge';
  item.command = 'errorAtlas.chooseJudge';
  const update = () => {
    const { label, running } = judging.status();
    item.text = running ? `$(sync~spin) Judging ${running.done}/${running.total}` : `$(law) ${label}`;
    item.tooltip = `ErrorAtlas: failing examples are judged by ${label}. Click to choose another judge.`;
  };
  const stop = judging.statusChanges.listen(update);
  update();
  item.show();
  return vscode.Disposable.from(item, { dispose: stop });
}
