import * as vscode from 'vscode';

const SECTION = 'errorAtlas';

export interface JudgeSettings {
  kind: 'offline' | 'openai';
  baseUrl: string;
  model: string;
  /** Name of the environment variable with the key; empty when it is in the secret storage. */
  apiKeyEnv: string;
  concurrency: number;
  correctPredictions: number;
}

/**
 * What the user chose. The judge's settings have application scope in package.json: a workspace
 * can neither choose a judge nor point a key at another address.
 */
export function judgeSettings(): JudgeSettings {
  const settings = vscode.workspace.getConfiguration(`${SECTION}.judge`);
  return {
    kind: settings.get('kind', 'offline'),
    baseUrl: settings.get('baseUrl', '').trim(),
    model: settings.get('model', '').trim(),
    apiKeyEnv: settings.get('apiKeyEnv', '').trim(),
    concurrency: settings.get('concurrency', 8),
    correctPredictions: settings.get('correctPredictions', 3),
  };
}

export async function chooseJudge(chosen: Partial<Pick<JudgeSettings, 'kind' | 'baseUrl' | 'model'>>): Promise<void> {
  const settings = vscode.workspace.getConfiguration(`${SECTION}.judge`);
  for (const [name, value] of Object.entries(chosen)) {
    await settings.update(name, value, vscode.ConfigurationTarget.Global);
  }
}

export interface FileSettings {
  include: string;
  exclude: string;
  thresholds: Record<string, number>;
}

export function fileSettings(): FileSettings {
  const settings = vscode.workspace.getConfiguration(SECTION);
  return {
    include: settings.get('files.include', ''),
    exclude: settings.get('files.exclude', ''),
    thresholds: { ...settings.get<Record<string, number>>('thresholds', {}) },
  };
}

export function inlineEnabled(): boolean {
  return vscode.workspace.getConfiguration(SECTION).get('inline.enabled', true);
}

export function codeLensEnabled(): boolean {
  return vscode.workspace.getConfiguration(SECTION).get('codeLens.enabled', true);
}

export function storageKind(): 'workspace' | 'extension' {
  return vscode.workspace.getConfiguration(SECTION).get('storage', 'workspace');
}

/** Calls back when one of the named settings (`judge`, `files.include`, …) has changed. */
export function onSettingsChange(names: readonly string[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (names.some((name) => event.affectsConfiguration(`${SECTION}.${name}`))) listener();
  });
}

/** Opens the settings page at our settings that match `query`. */
export function openSettings(query: string): Thenable<unknown> {
  return vscode.commands.executeCommand('workbench.action.openSettings', `${SECTION}.${query}`);
}
