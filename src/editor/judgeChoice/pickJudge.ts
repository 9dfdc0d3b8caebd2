import * as vscode from 'vscode';
import { effectiveSettings, judgeLabel } from '../judges';
import { editorModels, nameOfModel } from '../languageModels/models';
import type { JudgeSettings } from '../settings';

/** Lets the user pick a judge for one run: the chosen one, the rules, or one of the editor's models. The settings stay. */
export async function pickJudge(): Promise<JudgeSettings | undefined> {
  const current = effectiveSettings();
  const models = vscode.workspace.isTrusted ? await editorModels() : [];
  const others: JudgeSettings[] = [
    { ...current, kind: 'offline' },
    ...models.map((model): JudgeSettings => ({ ...current, kind: 'editor', model: nameOfModel(model) })),
  ];
  const items = [
    { label: judgeLabel(current), description: 'chosen in the settings', settings: current },
    ...others
      .filter((settings) => judgeLabel(settings) !== judgeLabel(current))
      .map((settings) => ({ label: judgeLabel(settings), description: '', settings })),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Which judge is to read this example?',
    placeHolder: 'For this time only; Choose Judge changes the settings',
  });
  return picked?.settings;
}
