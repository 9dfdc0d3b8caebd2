import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ErrorAtlasApi } from '../../../src/extension';

/** The extension's own objects, once the workspace is read. */
export async function api(): Promise<ErrorAtlasApi> {
  const extension = vscode.extensions.getExtension<ErrorAtlasApi>('error-atlas.error-atlas');
  assert.ok(extension, 'the extension is not installed');
  const parts = await extension.activate();
  await parts.evaluations.whenRead();
  return parts;
}

/** The folder that is open: a copy of `examples/`. */
export function workspacePath(...parts: string[]): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'no folder is open');
  return join(folder.uri.fsPath, ...parts);
}

/** Waits until `holds` returns something true, and returns that. */
export async function until<T>(
  holds: () => T | false | Promise<T | false>,
  what: string,
): Promise<NonNullable<Exclude<T, false>>> {
  const end = Date.now() + 15_000;
  while (Date.now() < end) {
    const value = await holds();
    if (value) return value as NonNullable<Exclude<T, false>>;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Waited in vain until ${what}.`);
}

/** Failing and passing examples as lines of a generic JSONL file. */
export function exampleLine(id: number, correct: boolean, output = `answer ${id}`): string {
  return `${JSON.stringify({ id, model: 'm', prompt: 'q?', completion: output, expected: 'b', correct })}\n`;
}

/** Judgments of an earlier test would answer for this one. */
export async function startUnclassified(): Promise<ErrorAtlasApi> {
  const parts = await api();
  await vscode.commands.executeCommand('errorAtlas.clearResults', { confirmed: true });
  return parts;
}
