import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createWriteStream, rmSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { api, exampleLine, until, workspacePath } from './support/api';

const run = (command: string, ...rest: unknown[]) => vscode.commands.executeCommand(`errorAtlas.${command}`, ...rest);

describe('large files', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('lines of 100,000 characters and more have their labels and actions, also under edits', async () => {
    const { evaluations, labels } = await api();
    const path = workspacePath('long-lines.jsonl');
    const long = (id: number) => exampleLine(id, false, `${'long '.repeat(30_000)}${id}`);
    writeFileSync(path, long(1) + exampleLine(2, true) + long(3));
    try {
      await until(() => evaluations.survey(path), 'the file is read');
      const editor = await vscode.window.showTextDocument(vscode.Uri.file(path));
      const lines = () => labels.shown(editor).map(({ line }) => line);
      await until(() => lines().join() === '0,2', 'both have a label');
      for (const { decoration } of labels.shown(editor)) assert.ok(decoration.renderOptions?.before?.contentText);
      const lenses = await vscode.commands.executeCommand<unknown[]>(
        'vscode.executeCodeLensProvider',
        editor.document.uri,
      );
      assert.equal(lenses.length, 6);
      await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), 'a line more\n'));
      assert.equal(lines().join(), '0,3');
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await until(() => lines().join() === '0,2', 'the labels are back');
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      rmSync(path);
      await evaluations.refresh();
    }
  });

  it('a file that the editor does not hand to extensions is in the tree and in the list, which leads to its text', async () => {
    const { evaluations, tree } = await api();
    const path = workspacePath('over-50-mb.jsonl');
    const filler = 'word '.repeat(2_000);
    const out = createWriteStream(path);
    for (let i = 0; i < 5_400; i += 1)
      if (!out.write(exampleLine(i, i % 3 !== 0, filler + i))) await once(out, 'drain');
    out.end();
    await once(out, 'close');
    try {
      await evaluations.refresh();
      const survey = evaluations.survey(path);
      assert.equal(survey?.entries.length, 5_400);
      const node = tree.getChildren().find((child) => child.kind === 'evaluation' && child.survey.path === path);
      assert.ok(node);
      assert.match(String(tree.getTreeItem(node).description), /^1800 of 5400 failing$/);
      const tabs = () => vscode.window.tabGroups.activeTabGroup.tabs.map(({ input }) => input);
      await run('openAsList', node);
      await until(() => tabs().some((input) => input instanceof vscode.TabInputCustom), 'the list is open');
      await run('openRaw');
      await until(
        () => tabs().some((input) => input instanceof vscode.TabInputText && input.uri.fsPath === path),
        'the text is open',
      );
      assert.equal(
        vscode.workspace.textDocuments.some(({ uri }) => uri.fsPath === path),
        false,
      );
      const [entry] = evaluations.failingIn(path);
      assert.ok(entry && (await evaluations.load(entry)).output.startsWith('word '));
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      rmSync(path);
      await evaluations.refresh();
    }
  });
});
