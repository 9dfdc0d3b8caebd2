import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** The extension in modelProvider/, which brings a language model. */
export interface ModelProvider {
  /** Versions of VS Code before 1.104 let no extension bring models. */
  available: boolean;
  requests: string[][];
  cancelled: number;
  counted: number;
  answer: (texts: string[], token: vscode.CancellationToken) => Promise<string[]>;
  model: { maxInputTokens: number };
}

export const PROVIDED_MODEL = 'error-atlas-tests/test-model';

/** Fresh of requests. */
export async function modelProvider(): Promise<ModelProvider> {
  const extension = vscode.extensions.getExtension<ModelProvider>('error-atlas-tests.model-provider');
  assert.ok(extension, 'the extension with the language model is not there');
  const provider = await extension.activate();
  return Object.assign(provider, { requests: [], cancelled: 0, counted: 0 });
}
