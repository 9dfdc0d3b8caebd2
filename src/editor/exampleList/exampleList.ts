import * as vscode from 'vscode';
import type { ExampleEntry } from '../../model/entry';
import type { JudgmentStore } from '../../store/judgmentStore';
import { entryUri } from '../entryDocument';
import type { Evaluations } from '../evaluations';
import type { TreeNode } from '../evaluationsTree';
import type { Log } from '../log';
import { isVirtual, uriOf } from '../place';
import type { ExampleView } from '../webviews/exampleView';
import { pageHtml, webviewOptions } from '../webviews/html';
import { ListedFile } from './listedFile';
import { ListSession } from './listSession';

export interface ExampleListParts {
  extensionUri: vscode.Uri;
  evaluations: Evaluations;
  store: JudgmentStore;
  exampleView: ExampleView;
  log: Log;
}

/** The editor of files that nothing else shows well; and the same for "Reopen With…" on all others. */
const VIEW = 'errorAtlas.exampleList';
const OPTIONAL_VIEW = 'errorAtlas.exampleListOptional';
/** Which files of the explorer are evaluations, for the `when` clauses of menus. */
const PATHS_CONTEXT = 'errorAtlas.evaluationPaths';

export function registerExampleList(parts: ExampleListParts): vscode.Disposable {
  const provider = new ExampleListProvider(parts);
  const register = (view: string) =>
    vscode.window.registerCustomEditorProvider(view, provider, { supportsMultipleEditorsPerDocument: true });
  const tellPaths = () => {
    const paths = parts.evaluations.surveys().map(({ path }) => (isVirtual(path) ? uriOf(path).fsPath : path));
    void vscode.commands.executeCommand('setContext', PATHS_CONTEXT, paths);
  };
  tellPaths();
  return vscode.Disposable.from(
    register(VIEW),
    register(OPTIONAL_VIEW),
    { dispose: parts.evaluations.changes.listen(({ paths }) => paths.size > 0 && tellPaths()) },
    vscode.commands.registerCommand('errorAtlas.openAsList', openAsList),
    vscode.commands.registerCommand('errorAtlas.openRaw', () => provider.active?.openRaw()),
  );
}

class ExampleListProvider implements vscode.CustomReadonlyEditorProvider<ListedFile> {
  /** The list in front. */
  active: ListSession | undefined;

  constructor(private readonly parts: ExampleListParts) {}

  openCustomDocument(uri: vscode.Uri): ListedFile {
    return new ListedFile(uri, this.parts.evaluations);
  }

  resolveCustomEditor(file: ListedFile, panel: vscode.WebviewPanel): void {
    const { extensionUri, store, log, exampleView } = this.parts;
    panel.webview.options = webviewOptions(extensionUri);
    const session = new ListSession(panel.webview, file, {
      store,
      log,
      openExample: (entry) => exampleView.show(entry),
      openRaw,
    });
    const follow = () => {
      if (panel.active) this.active = session;
      else if (this.active === session) this.active = undefined;
    };
    follow();
    panel.onDidChangeViewState(follow);
    panel.onDidDispose(() => {
      if (this.active === session) this.active = undefined;
      session.dispose();
    });
    panel.webview.html = pageHtml(panel.webview, extensionUri, {
      view: 'list',
      element: 'error-atlas-list',
      layout: 'tab',
    });
  }
}

/** Of a file of the explorer, a node of our tree, or the file in the active tab. */
async function openAsList(argument?: vscode.Uri | TreeNode): Promise<void> {
  const uri = fileOf(argument);
  if (!uri) {
    void vscode.window.showInformationMessage('ErrorAtlas: open an evaluation file, or pick one in the view.');
    return;
  }
  const view = uri.path.toLowerCase().endsWith('.eval') ? VIEW : OPTIONAL_VIEW;
  await vscode.commands.executeCommand('vscode.openWith', uri, view);
}

function fileOf(argument: vscode.Uri | TreeNode | undefined): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (argument && 'survey' in argument) return uriOf(argument.survey.path);
  if (argument && 'entry' in argument) return uriOf(argument.entry.source.path);
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined;
}

/** The text behind the list: the file at an example's line, or the example alone where no editor can go. */
async function openRaw(entry: ExampleEntry | undefined, file: ListedFile): Promise<void> {
  if (entry?.source.entry === undefined) {
    const line = (entry?.source.line ?? 1) - 1;
    // By name: the user may have made the list this kind of file's editor.
    await vscode.commands.executeCommand('vscode.openWith', uriOf(file.path), 'default', {
      selection: new vscode.Range(line, 0, line, 0),
    });
    return;
  }
  // A file outside the workspace's index has no document of its own for its examples.
  const document = file.isIndexed
    ? await vscode.workspace.openTextDocument(entryUri(entry))
    : await vscode.workspace.openTextDocument({ content: JSON.stringify(await file.load(entry), null, 2) });
  await vscode.languages.setTextDocumentLanguage(document, 'json');
  await vscode.window.showTextDocument(document);
}
