import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const open = () => vscode.commands.executeCommand<vscode.Uri>('errorAtlas.openSamples', { open: false });
const names = async (folder: vscode.Uri) => (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);

describe('Open Sample Evaluations', () => {
  it('makes a copy of the samples that is the user’s own, and keeps what was done there', async () => {
    const folder = await open();
    assert.ok((await names(folder)).includes('lm-eval'));
    const corrections = vscode.Uri.joinPath(folder, '.error-atlas', 'corrections.jsonl');
    await vscode.workspace.fs.writeFile(corrections, Buffer.from('{}\n'));
    await open();
    assert.equal((await vscode.workspace.fs.readFile(corrections)).length, 3);
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });
});
