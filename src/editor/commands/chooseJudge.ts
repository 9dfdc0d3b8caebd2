import * as vscode from 'vscode';
import type { JudgeChooser } from '../judgeChoice/judgeChooser';

/** Choosing a judge, and giving it its key. */
export function registerJudgeCommands(chooser: JudgeChooser): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('errorAtlas.chooseJudge', () => chooser.choose()),
    vscode.commands.registerCommand('errorAtlas.setApiKey', () => chooser.setKey()),
  );
}
