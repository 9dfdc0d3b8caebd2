import * as vscode from 'vscode';
import { pageHtml, webviewOptions } from '../webviews/html';
import { EditorSession } from './editorSession';
import type { TaxonomyParts } from './parts';

const VIEW = 'errorAtlas.taxonomyEditor';

/** The editor of taxonomy files as trees, and the way to the text and back. */
export function registerTaxonomyEditor(parts: TaxonomyParts): vscode.Disposable {
  const provider: vscode.CustomTextEditorProvider = {
    async resolveCustomTextEditor(document, panel) {
      const { extensionUri } = parts;
      panel.webview.options = webviewOptions(extensionUri);
      const session = await EditorSession.open(document, panel.webview, parts);
      panel.onDidDispose(() => session.dispose());
      panel.webview.html = pageHtml(panel.webview, extensionUri, {
        view: 'taxonomy',
        element: 'error-atlas-taxonomy',
        layout: 'tab',
      });
    },
  };
  return vscode.Disposable.from(
    vscode.window.registerCustomEditorProvider(VIEW, provider),
    vscode.commands.registerCommand('errorAtlas.editTaxonomyAsTree', (uri?: vscode.Uri) => {
      const file = uri ?? activeFile();
      return file && openTaxonomyEditor(file);
    }),
    vscode.commands.registerCommand('errorAtlas.editTaxonomyAsText', (uri?: vscode.Uri) => {
      const file = uri ?? activeFile();
      return file && vscode.commands.executeCommand('vscode.openWith', file, 'default');
    }),
  );
}

export function openTaxonomyEditor(uri: vscode.Uri): Thenable<unknown> {
  return vscode.commands.executeCommand('vscode.openWith', uri, VIEW);
}

function activeFile(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined;
}
