import * as vscode from 'vscode';

/** By what the settings and judgments name one of the editor's models: the provider's word for it, and whose it is. */
export function nameOfModel({ vendor, id }: Pick<vscode.LanguageModelChat, 'vendor' | 'id'>): string {
  return `${vendor}/${id}`;
}

/** All that the editor offers, sorted by name; none is asked anything. */
export async function editorModels(): Promise<vscode.LanguageModelChat[]> {
  const models = await vscode.lm.selectChatModels();
  return models.sort((a, b) => a.name.localeCompare(b.name));
}

/** `undefined` when the editor does not offer it now. */
export async function findEditorModel(name: string): Promise<vscode.LanguageModelChat | undefined> {
  const slash = name.indexOf('/');
  const [model] = await vscode.lm.selectChatModels({ vendor: name.slice(0, slash), id: name.slice(slash + 1) });
  return model;
}
