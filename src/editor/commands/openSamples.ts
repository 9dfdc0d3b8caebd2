import * as vscode from 'vscode';

/** What the extension brings: outputs of our own runs, without the scripts that made them. */
const SAMPLES = ['README.md', 'errormap', 'generic', 'inspect', 'lm-eval', 'promptfoo'];

/**
 * `errorAtlas.openSamples [{ open: false }]`: the sample evaluations as a workspace of the user's
 * own, to try everything on. What was judged or corrected there before stays. Returns the folder.
 */
export function registerOpenSamples({ extensionUri, globalStorageUri }: vscode.ExtensionContext): vscode.Disposable {
  return vscode.commands.registerCommand('errorAtlas.openSamples', async (options?: { open?: boolean }) => {
    const folder = vscode.Uri.joinPath(globalStorageUri, 'samples');
    try {
      await copySamples(vscode.Uri.joinPath(extensionUri, 'examples'), folder);
    } catch (error) {
      void vscode.window.showErrorMessage(
        `ErrorAtlas: the samples can't be copied to ${folder.fsPath}: ${error instanceof Error ? error.message : error}`,
      );
      return undefined;
    }
    if (options?.open !== false) {
      // Nobody's window is taken away: the samples take this one only while it is empty.
      const forceNewWindow = (vscode.workspace.workspaceFolders ?? []).length > 0;
      await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow });
    }
    return folder;
  });
}

/** The extension's folder is not ours to write in, so people get a copy. */
async function copySamples(from: vscode.Uri, to: vscode.Uri): Promise<void> {
  await vscode.workspace.fs.createDirectory(to);
  for (const name of SAMPLES) {
    await vscode.workspace.fs.copy(vscode.Uri.joinPath(from, name), vscode.Uri.joinPath(to, name), { overwrite: true });
  }
}
