import * as vscode from 'vscode';
import type { JudgeStatus } from '../protocol';
import { dollars } from './dollars';
import type { Judging } from './judging';

/** Shows who judges, how far a run has come, and what was spent; a click chooses another judge. */
export function registerStatusBar(judging: Judging): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('errorAtlas.judge', vscode.StatusBarAlignment.Left, -10);
  item.name = 'ErrorAtlas judge';
  item.command = 'errorAtlas.chooseJudge';
  const update = () => {
    const status = judging.status();
    item.text = statusText(status);
    item.tooltip = statusTooltip(status);
    // Icons are no words.
    item.accessibilityInformation = { label: item.tooltip };
  };
  const stop = judging.statusChanges.listen(update);
  update();
  item.show();
  return vscode.Disposable.from(item, { dispose: stop });
}

export function statusText({ label, running, spent = 0 }: JudgeStatus): string {
  if (!running) return `$(law) ${label}${spent > 0 ? ` · ${dollars(spent)}` : ''}`;
  const { done, total, cost = 0 } = running;
  return `$(sync~spin) Judging ${done}/${total}${cost > 0 ? ` · ${dollars(cost)}` : ''}`;
}

function statusTooltip({ label, running, spent = 0 }: JudgeStatus): string {
  const parts = [`ErrorAtlas: failing examples are judged by ${label}.`];
  if (running) parts.push(`${running.done} of ${running.total} are done.`);
  if (spent > 0) parts.push(`Spent since this window was opened: ${dollars(spent)}.`);
  return [...parts, 'Click to choose another judge.'].join(' ');
}
