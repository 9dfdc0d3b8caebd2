import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { categoryOf } from '../../src/atlas/label';
import { refOf } from '../../src/editor/ref';
import { NO_FILTER } from '../../src/model/atlasFilter';
import { api, exampleLine, startUnclassified, until, workspacePath } from './support/api';
import { noticesDuring } from './support/notices';

const run = (command: string, ...rest: unknown[]) => vscode.commands.executeCommand(`errorAtlas.${command}`, ...rest);

describe('commands', () => {
  before(async () => {
    await startUnclassified();
    await run('classifyFailing');
  });

  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('are all registered that package.json names', async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    const extension = vscode.extensions.getExtension('error-atlas.error-atlas');
    assert.ok(extension);
    const { commands }: { commands: { command: string }[] } = extension.packageJSON.contributes;
    for (const { command } of commands) assert.ok(known.has(command), command);
  });

  it('Change Category: the tree moves, corrections.jsonl has it, a reclassification does not overwrite it', async () => {
    const { evaluations, store, tree } = await api();
    const [entry] = evaluations.failing();
    assert.ok(entry);
    const ref = refOf(entry);
    await run('changeCategory', ref, 'Unsupported Inference', 'made up');
    assert.equal(categoryOf(store.label(entry.key)), 'Unsupported Inference');
    assert.match(readFileSync(workspacePath('.error-atlas', 'corrections.jsonl'), 'utf8'), /made up/);

    const file = tree.getChildren().find((n) => n.kind === 'evaluation' && n.survey.path === entry.source.path);
    const categories = tree
      .getChildren(file)
      .flatMap((node) => (node.kind === 'model' ? tree.getChildren(node) : [node]))
      .map((node) => tree.getTreeItem(node).label);
    assert.ok(categories.includes('Unsupported Inference'), categories.join());

    await run('reclassifyExample', ref);
    assert.equal(categoryOf(store.label(entry.key)), 'Unsupported Inference');
    await run('changeCategory', ref, null);
    assert.equal(store.label(entry.key)?.correction, undefined);
  });

  it('the tree counts every failing example of a file once', async () => {
    const { evaluations, tree } = await api();
    for (const node of tree.getChildren()) {
      if (node.kind !== 'evaluation') continue;
      const categories = tree
        .getChildren(node)
        .flatMap((child) => (child.kind === 'model' ? tree.getChildren(child) : [child]));
      const examples = categories.flatMap((child) => (child.kind === 'category' ? tree.getChildren(child) : []));
      assert.equal(examples.length, evaluations.failingIn(node.survey.path).length, node.survey.path);
    }
  });

  it('Open Source at Line: the file at the example, and the text of an archive member', async () => {
    const { evaluations } = await api();
    const inText = evaluations.failing().find(({ source }) => source.format === 'lm-eval' && (source.line ?? 0) > 1);
    assert.ok(inText?.source.line);
    await run('openSource', refOf(inText));
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.fsPath, inText.source.path);
    assert.equal(editor.selection.active.line, inText.source.line - 1);

    const inArchive = evaluations.failing().find(({ source }) => source.entry !== undefined);
    assert.ok(inArchive);
    await run('openSource', refOf(inArchive));
    const shown = await until(() => {
      const document = vscode.window.activeTextEditor?.document;
      return document?.uri.scheme === 'error-atlas-entry' ? document : undefined;
    }, 'the archive member is shown');
    assert.equal(JSON.parse(shown.getText()).key, inArchive.key);
  });

  it('Show Why This Example Fails: at the cursor, in a tab of its own', async () => {
    const { evaluations, exampleView } = await api();
    const entry = evaluations.failing().find(({ source }) => source.format === 'lm-eval');
    assert.ok(entry);
    await run('openSource', refOf(entry));
    await run('openExample');
    assert.equal(exampleView.current?.key, entry.key);
    const labels = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).map(({ label }) => label);
    await until(() => labels().some((label) => label.includes(entry.model)), 'the example view is open');
  });

  it('with the cursor in a passing example, or no example at all, change nothing and say so', async () => {
    const { evaluations, store, exampleView } = await api();
    const path = workspacePath('mixed.jsonl');
    writeFileSync(path, exampleLine(1, false) + exampleLine(2, true));
    await evaluations.refresh();
    try {
      const [failing] = evaluations.failingIn(path);
      assert.ok(failing);
      await exampleView.show(failing);
      const editor = await vscode.window.showTextDocument(vscode.Uri.file(path), { preview: false });
      editor.selection = new vscode.Selection(1, 4, 1, 4);
      const told = await noticesDuring(() => Promise.resolve(run('changeCategory', undefined, 'Factual Error')));
      assert.match(told.join(), /no failing example here/);
      assert.equal(store.label(failing.key)?.correction, undefined);
      assert.equal(await run('reclassifyExample'), undefined);
      for (const odd of ['', '/etc/passwd', `${failing.key}/etc/passwd`]) await run('openSource', odd);
      assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, path);
      editor.selection = new vscode.Selection(0, 4, 0, 4);
      await run('changeCategory', undefined, 'Factual Error');
      assert.equal(store.label(failing.key)?.correction?.category, 'Factual Error');
      await run('changeCategory', undefined, null);
    } finally {
      rmSync(path);
      await evaluations.refresh();
    }
  });

  it('find identical examples of one file (epochs) each at its own line', async () => {
    const { evaluations, exampleView } = await api();
    const path = workspacePath('epochs.jsonl');
    writeFileSync(path, exampleLine(1, false, 'same').repeat(3));
    await evaluations.refresh();
    try {
      const entries = evaluations.failingIn(path);
      assert.equal(new Set(entries.map(({ key }) => key)).size, 1);
      for (const [line, entry] of entries.entries()) {
        assert.equal(evaluations.find(refOf(entry))?.source.line, line + 1);
        await run('openSource', refOf(entry));
        assert.equal(vscode.window.activeTextEditor?.selection.active.line, line);
      }
      await run('openExample', refOf(entries[1] ?? assert.fail()));
      assert.equal(exampleView.current?.source.line, 2);
    } finally {
      rmSync(path);
      await evaluations.refresh();
    }
  });

  it('the example view follows its file: read again, the example is the new reading', async () => {
    const { evaluations, exampleView } = await api();
    const path = workspacePath('moving.jsonl');
    writeFileSync(path, exampleLine(1, false) + exampleLine(2, false));
    await evaluations.refresh();
    try {
      const second = evaluations.failingIn(path)[1];
      assert.ok(second);
      await exampleView.show(second);
      writeFileSync(path, exampleLine(0, true) + exampleLine(1, false) + exampleLine(2, false));
      await evaluations.refresh();
      await until(() => exampleView.current === evaluations.failingIn(path)[1], 'the view has the new reading');
      assert.equal(exampleView.current?.source.line, 3);
    } finally {
      rmSync(path);
      await evaluations.refresh();
    }
  });

  it('the example view is there again after a reload, for an example that is there', async () => {
    const { evaluations, exampleView } = await api();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until(() => exampleView.current === undefined, 'the view is closed');
    const [entry] = evaluations.failing();
    assert.ok(entry);
    const panel = () => vscode.window.createWebviewPanel('errorAtlas.example', 'restored', vscode.ViewColumn.One);
    for (const state of [undefined, {}, { key: entry.key, source: { ...entry.source, path: '/etc/passwd' } }]) {
      await exampleView.deserializeWebviewPanel(panel(), state);
      assert.equal(exampleView.current, undefined);
    }
    await exampleView.deserializeWebviewPanel(panel(), { key: entry.key, source: entry.source, open: [], scroll: 0 });
    assert.equal(exampleView.current, entry);
  });

  it('Open Atlas: one tab, however often', async () => {
    await run('openAtlas');
    await run('openAtlas');
    const atlases = () =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ label }) => label === 'Atlas');
    await until(() => atlases().length === 1, 'the atlas is open');
    assert.equal(atlases().length, 1);
  });

  it('Clear Results: judgments go, corrections stay', async () => {
    const { evaluations, store } = await api();
    const [first, second] = evaluations.failing();
    assert.ok(first && second);
    await run('changeCategory', refOf(first), 'Factual Error');
    await run('clearResults', { confirmed: true });
    assert.equal(categoryOf(store.label(first.key)), 'Factual Error');
    assert.equal(store.label(second.key), undefined);
    await run('changeCategory', refOf(first), null);
  });
});

describe('the atlas', () => {
  it('counts what the store says, per filter', async () => {
    const { evaluations, model } = await startUnclassified();
    await run('classifyFailing');
    const none = { models: [], datasets: [] };
    const all = model.atlas(none);
    assert.equal(all.totals.failing, evaluations.failing().length);
    for (const { name, count } of all.categories) {
      assert.equal((await model.below({ category: name }, NO_FILTER, false)).entries.length, count, name);
    }
    const [only] = all.models;
    assert.ok(only);
    assert.equal(model.atlas({ ...none, models: [only.name] }).totals.failing, only.failing);
  });
});
