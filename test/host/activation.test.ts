import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension', () => {
  it('is there and activates', async () => {
    const extension = vscode.extensions.getExtension('error-atlas.error-atlas');
    assert.ok(extension, 'error-atlas.error-atlas is not among the extensions');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('finds the examples open, in a copy that tests may write to', () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder, 'no folder is open');
    assert.equal(folder.name, 'examples');
    assert.match(folder.uri.path, /error-atlas-workspace-/);
  });
});
