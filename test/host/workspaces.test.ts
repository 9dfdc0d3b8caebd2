import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { globFor } from '../../src/editor/place';
import { api, exampleLine, until, workspacePath } from './support/api';
import { MemoryFileSystem } from './support/memoryFileSystem';
import { noticesDuring } from './support/notices';

const run = (command: string, ...rest: unknown[]) => vscode.commands.executeCommand(`errorAtlas.${command}`, ...rest);

/** Takes all folders but the first away again. */
async function withFolder(uri: vscode.Uri, work: () => Promise<void>): Promise<void> {
  const changed = () =>
    new Promise<void>((resolve) => {
      const listening = vscode.workspace.onDidChangeWorkspaceFolders(() => {
        listening.dispose();
        resolve();
      });
    });
  const added = changed();
  assert.ok(vscode.workspace.updateWorkspaceFolders(1, 0, { uri }));
  await added;
  try {
    await work();
  } finally {
    const removed = changed();
    vscode.workspace.updateWorkspaceFolders(1, 1);
    await removed;
    await (await api()).evaluations.refresh();
  }
}

describe('workspaces of all kinds', () => {
  it('two folders with files of the same relative path: each is itself', async () => {
    const { evaluations, tree } = await api();
    const other = realpathSync(mkdtempSync(join(tmpdir(), 'error-atlas-other-')));
    const [here, there] = [workspacePath('twin.jsonl'), join(other, 'twin.jsonl')];
    writeFileSync(here, exampleLine(1, false, 'here'));
    writeFileSync(there, exampleLine(1, false, 'there') + exampleLine(2, false));
    try {
      await withFolder(vscode.Uri.file(other), async () => {
        await until(() => evaluations.survey(here) && evaluations.survey(there), 'both are read');
        assert.equal(evaluations.failingIn(here).length, 1);
        assert.equal(evaluations.failingIn(there).length, 2);
        const [one, two] = [evaluations.failingIn(here)[0], evaluations.failingIn(there)[0]];
        assert.ok(one && two);
        assert.equal((await evaluations.load(one)).output, 'here');
        assert.equal((await evaluations.load(two)).output, 'there');
        const ids = tree.getChildren().map((node) => tree.getTreeItem(node).id);
        assert.equal(new Set(ids).size, ids.length);
        assert.notEqual(globFor(here), globFor(there));
      });
      assert.equal(evaluations.survey(there), undefined, 'the folder that was taken away is forgotten');
    } finally {
      rmSync(here);
      rmSync(other, { recursive: true });
      await evaluations.refresh();
    }
  });

  it('links that lead in circles are no way to go', async () => {
    const { evaluations } = await api();
    const folder = workspacePath('circle');
    mkdirSync(join(folder, 'deep'), { recursive: true });
    writeFileSync(join(folder, 'run.jsonl'), exampleLine(1, false));
    symlinkSync(folder, join(folder, 'deep', 'again'), 'dir');
    symlinkSync(join(folder, 'nowhere.jsonl'), join(folder, 'broken.jsonl'));
    try {
      await evaluations.refresh();
      const found = evaluations.surveys().filter(({ path }) => path.startsWith(folder));
      assert.deepEqual(
        found.map(({ path }) => path),
        [join(folder, 'run.jsonl')],
      );
    } finally {
      rmSync(folder, { recursive: true });
      await evaluations.refresh();
    }
  });

  it('what files.exclude hides is left alone', async () => {
    const { evaluations } = await api();
    const files = vscode.workspace.getConfiguration('files');
    const folder = workspacePath('hidden-runs');
    mkdirSync(folder);
    writeFileSync(join(folder, 'run.jsonl'), exampleLine(1, false));
    try {
      await evaluations.refresh();
      assert.ok(evaluations.survey(join(folder, 'run.jsonl')));
      await files.update('exclude', { '**/hidden-runs': true }, vscode.ConfigurationTarget.Workspace);
      await evaluations.refresh();
      assert.equal(evaluations.survey(join(folder, 'run.jsonl')), undefined);
    } finally {
      await files.update('exclude', undefined, vscode.ConfigurationTarget.Workspace);
      rmSync(folder, { recursive: true });
      await evaluations.refresh();
    }
  });
});

describe('a virtual file system', () => {
  const memory = new MemoryFileSystem('error-atlas-memory');
  let registered: vscode.Disposable;
  before(() => {
    registered = vscode.workspace.registerFileSystemProvider(memory.scheme, memory, { isReadonly: true });
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    registered.dispose();
  });

  it('is found, shown, judged and followed like a folder of the disk', async () => {
    const { evaluations, store, labels, tree } = await api();
    const refusal = "I'm sorry, but I can't help with that.";
    memory.write('/runs/deep/answers.jsonl', exampleLine(1, false, refusal) + exampleLine(2, true));
    memory.write('/runs/node_modules/x.jsonl', exampleLine(3, false));
    memory.write('/runs/readme.md', '# No evaluation');
    const path = memory.uri('/runs/deep/answers.jsonl').toString();
    await withFolder(memory.uri('/runs'), async () => {
      const survey = await until(() => evaluations.survey(path), 'the file is read');
      assert.equal(evaluations.surveys().filter((other) => other.path.startsWith(memory.scheme)).length, 1);
      const [entry] = survey.entries;
      assert.ok(entry);
      assert.equal((await evaluations.load(entry)).output, refusal);
      const node = tree.getChildren().find((child) => child.kind === 'evaluation' && child.survey.path === path);
      assert.ok(node);
      assert.equal(tree.getTreeItem(node).resourceUri?.scheme, memory.scheme);
      await run('reclassifyFile', node);
      await until(() => store.label(entry.key)?.judgment?.status === 'judged', 'its example is judged');
      const editor = await vscode.window.showTextDocument(memory.uri('/runs/deep/answers.jsonl'));
      const shown = await until(() => labels.shown(editor).length > 0 && labels.shown(editor), 'a label is shown');
      assert.match(shown[0]?.text ?? '', /Refusal|Instruction/i);
      await run('openAsList', node);
      await run('openExample', `${entry.key}${path}`);
      memory.write('/runs/deep/answers.jsonl', exampleLine(1, false, refusal) + exampleLine(2, false));
      await until(() => evaluations.failingIn(path).length === 2, 'its change is seen');
      // An open list would keep its file in the index.
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });
    assert.equal(evaluations.survey(path), undefined);
  });

  it('a file that is too large for it says so, and what to do', async () => {
    const { evaluations } = await api();
    memory.write('/big/large.jsonl', exampleLine(1, false), 80 * 1024 * 1024);
    const told = await noticesDuring(() => evaluations.adopt(memory.uri('/big/large.jsonl').toString()));
    assert.match(told.join(), /large\.jsonl has 80 MB: .* up to 64 MB\. Copy it to a folder of the disk/);
    assert.equal(memory.reads('/big/large.jsonl'), 0);
  });
});
