import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { api, until, workspacePath } from './support/api';

const run = (command: string, ...rest: unknown[]) => vscode.commands.executeCommand(`errorAtlas.${command}`, ...rest);

/** The lists that are open, by file and view type. */
function lists(): { path: string; viewType: string; isActive: boolean }[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input, isActive }) =>
      input instanceof vscode.TabInputCustom ? [{ path: input.uri.fsPath, viewType: input.viewType, isActive }] : [],
    );
}

describe('the example list', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('is what opens for an .eval file', async () => {
    const path = workspacePath('inspect', 'choices_scripted-careful.eval');
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path));
    const list = await until(() => lists().find((open) => open.path === path), 'the list is open');
    assert.equal(list.viewType, 'errorAtlas.exampleList');
  });

  it('opens by command: for a file, a node of the tree, and the active text editor', async () => {
    const { evaluations, tree } = await api();
    const path = workspacePath('generic', 'facts_and_logic.jsonl');
    const isOpen = () => until(() => lists().some((open) => open.path === path && open.isActive), 'the list is open');
    await run('openAsList', vscode.Uri.file(path));
    await isOpen();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const node = tree.getChildren().find((child) => child.kind === 'evaluation' && child.survey.path === path);
    assert.ok(node);
    await run('openAsList', node);
    await isOpen();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.window.showTextDocument(vscode.Uri.file(path));
    await run('openAsList');
    await isOpen();
    assert.ok(evaluations.survey(path));
  });

  it('leaves text files to the text editor', async () => {
    const path = workspacePath('generic', 'facts_and_logic.jsonl');
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path));
    await until(() => vscode.window.activeTextEditor?.document.uri.fsPath === path, 'the text is open');
    assert.deepEqual(lists(), []);
  });

  it('Open Raw leads from the list to the text', async () => {
    const path = workspacePath('generic', 'facts_and_logic.jsonl');
    await run('openAsList', vscode.Uri.file(path));
    await until(() => lists().some((open) => open.path === path && open.isActive), 'the list is open');
    await run('openRaw');
    await until(() => vscode.window.activeTextEditor?.document.uri.fsPath === path, 'the text is open');
  });

  it('opens for a file that is no evaluation too, and for one that is gone meanwhile', async () => {
    const path = workspacePath('nothing.json');
    writeFileSync(path, '{"name": "nothing"}');
    await run('openAsList', vscode.Uri.file(path));
    await until(() => lists().some((open) => open.path === path), 'the list is open');
    rmSync(path);
  });
});
