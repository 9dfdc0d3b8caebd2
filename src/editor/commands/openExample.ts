import * as vscode from 'vscode';
import { entryUri } from '../entryDocument';
import { uriOf } from '../place';
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
      if (source.entry === undefined) {
        const start = new vscode.Position((source.line ?? 1) - 1, 0);
        // Not as a document of ours: the editor shows files that are too large to be one for extensions.
        await vscode.commands.executeCommand('vscode.open', uriOf(source.path), {
          selection: new vscode.Range(start, start),
          viewColumn: vscode.ViewColumn.One,
        });
        return;
      }
      const document = await vscode.workspace.openTextDocument(entryUri(entry));
      await vscode.languages.setTextDocumentLanguage(document, 'json');
      await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
    }),
  );
}
