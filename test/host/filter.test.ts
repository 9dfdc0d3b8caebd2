import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { TreeNode } from '../../src/editor/evaluationsTree';
import { api, until, workspacePath } from './support/api';

const run = (command: string, ...rest: unknown[]) => vscode.commands.executeCommand(`errorAtlas.${command}`, ...rest);

describe('the filter of failing examples', () => {
  const path = workspacePath('filtered.jsonl');
  const row = (id: number, over: object) =>
    `${JSON.stringify({ id, model: 'm', prompt: `question ${id}`, completion: 'x'.repeat(id * 10), expected: 'b', correct: false, finish_reason: id === 2 ? 'length' : 'stop', ...over })}\n`;

  before(async () => {
    const { evaluations } = await api();
    writeFileSync(
      path,
      row(1, { level: 'easy' }) + row(2, { level: 'hard' }) + row(3, { level: 'hard', correct: true }),
    );
    await until(() => evaluations.survey(path), 'the file is read');
  });

  after(async () => {
    await run('clearFilter');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(path);
    await (await api()).evaluations.refresh();
  });

  /** The ids that the tree shows below a file. */
  async function shown(): Promise<string[] | undefined> {
    const { tree } = await api();
    tree.refresh();
    const file = tree.getChildren().find((node) => node.kind === 'evaluation' && node.survey.path === path);
    if (!file) return undefined;
    const below = (node: TreeNode): TreeNode[] => [node, ...tree.getChildren(node).flatMap(below)];
    return below(file).flatMap((node) => (node.kind === 'example' ? [node.entry.id] : []));
  }

  it('leaves in the tree and in the editor what a query finds, and says so', async () => {
    const { tree, labels } = await api();
    await run('filterFailing', 'id=2 stop:length length>15');
    assert.deepEqual(await shown(), ['2']);
    assert.match(tree.filterMessage() ?? '', /^Filter: id=2 stop:length length>15 · 1 shown$/);
    const editor = await vscode.window.showTextDocument(vscode.Uri.file(path));
    const lines = await until(() => labels.shown(editor).length === 1 && labels.shown(editor), 'one label is left');
    assert.deepEqual(
      lines.map(({ line }) => line),
      [1],
    );
    for (const _ of [1, 2]) {
      await run('nextFailing');
      assert.equal(editor.selection.active.line, 1, 'what is not shown is passed over');
    }
    await run('clearFilter');
    assert.deepEqual(await shown(), ['1', '2']);
    assert.equal(tree.filterMessage(), undefined);
    await until(() => labels.shown(editor).length === 2, 'both labels are back');
  });

  it('searches the texts where only they can tell', async () => {
    const { tree } = await api();
    await run('filterFailing', 'meta.level:hard question');
    await until(async () => (await shown())?.join() === '2', 'the failing example is found by its metadata');
    await run('filterFailing', `"${'x'.repeat(12)}" id:2`);
    await until(async () => (await shown())?.join() === '2', 'and another by its output');
    await run('filterFailing', 'nowhere-to-be-found');
    await until(() => tree.filterMessage()?.endsWith('nothing found'), 'nothing is found');
    assert.equal(await shown(), undefined);
  });
});
