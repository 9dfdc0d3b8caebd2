import * as vscode from 'vscode';
import { comparisonMarkdown } from '../../atlas/exports/comparison';
import { writeWhole } from '../../atlas/exports/writeWhole';
import type { Comparison } from '../../model/comparison';
import { messageOf } from '../../model/messageOf';

const FILES = { json: 'error-atlas-comparison.json', markdown: 'error-atlas-comparison.md' };

/** Writes a comparison to a file that the user names; says where it is, or why it could not be written. */
export async function exportComparison(comparison: Comparison, format: 'json' | 'markdown'): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const target = await vscode.window.showSaveDialog({
    title: 'Export the comparison',
    ...(folder?.uri.scheme === 'file' && { defaultUri: vscode.Uri.joinPath(folder.uri, FILES[format]) }),
  });
  if (!target) return;
  try {
    await writeWhole(target.fsPath, textOf(comparison, format));
  } catch (error) {
    void vscode.window.showErrorMessage(`ErrorAtlas: ${target.fsPath} can't be written: ${messageOf(error)}`);
    return;
  }
  const answer = await vscode.window.showInformationMessage(`ErrorAtlas: wrote ${target.fsPath}`, 'Open');
  if (answer === 'Open') await vscode.commands.executeCommand('vscode.open', target);
}

async function* textOf(comparison: Comparison, format: 'json' | 'markdown'): AsyncGenerator<string> {
  yield format === 'json' ? `${JSON.stringify(comparison, null, 2)}\n` : comparisonMarkdown(comparison);
}
