import * as vscode from 'vscode';
import { ENTRY_SCHEME, entryUri } from '../entryDocument';
import type { ExampleView } from '../webviews/exampleView';
import type { CommandTargets, ExampleArgument } from './target';

/** Looking at one example: its error in the example view, its text in its file. */
export function registerOpenCommands(targets: CommandTargets, exampleView: ExampleView): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('errorAtlas.openExample', async (argument?: ExampleArgument) => {
      const entry = targets.example(argument);
      if (entry) await exampleView.show(entry);
    }),
    vscode.commands.registerCommand('errorAtlas.openSource', async (argument?: ExampleArgument) => {
      const entry = targets.example(argument);
      if (!entry) return;
      const { source } = entry;
      const isText = source.entry === undefined;
      const uri = isText ? vscode.Uri.file(source.path) : entryUri(entry);
      const document = await vscode.workspace.openTextDocument(uri);
      if (uri.scheme === ENTRY_SCHEME) await vscode.languages.setTextDocumentLanguage(document, 'json');
      const start = new vscode.Position(isText ? (source.line ?? 1) - 1 : 0, 0);
      await vscode.window.showTextDocument(document, {
        selection: new vscode.Range(start, start),
        viewColumn: vscode.ViewColumn.One,
      });
    }),
  );
}
