import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { judgment } from '../support/records';
import { api, exampleLine, startUnclassified, until, workspacePath } from './support/api';

async function openFirst(format: string): Promise<vscode.TextEditor> {
  const { evaluations } = await api();
  const survey = evaluations.surveys().find((candidate) => candidate.format === format);
  assert.ok(survey, `no ${format} file in the workspace`);
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(survey.path));
}

describe('inline on each failing example', () => {
  before(async () => {
    await startUnclassified();
  });

  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  for (const format of ['lm-eval', 'generic-jsonl', 'errormap-csv', 'promptfoo', 'inspect']) {
    it(`a label stands on the line where the example begins: ${format}`, async function () {
      const { evaluations, labels } = await api();
      const text = evaluations.surveys().find((survey) => survey.format === format && !survey.path.endsWith('.eval'));
      if (!text) this.skip();
      const document = await vscode.workspace.openTextDocument(text.path);
      const editor = await vscode.window.showTextDocument(document);
      const first = new vscode.Position((evaluations.failingIn(text.path)[0]?.source.line ?? 1) - 1, 0);
      editor.revealRange(new vscode.Range(first, first));
      const shown = await until(() => labels.shown(editor).length > 0 && labels.shown(editor), 'labels are shown');
      const lines = new Set(evaluations.failingIn(text.path).map(({ source }) => (source.line ?? 0) - 1));
      for (const { line, text: words } of shown) {
        assert.ok(lines.has(line), `line ${line + 1} has a label but no failing example`);
        assert.match(words, /^✗ /);
      }
    });
  }

  it('labels and CodeLens change from "Not classified" to the category', async () => {
    const editor = await openFirst('lm-eval');
    const { evaluations, labels, store } = await api();
    const path = editor.document.uri.fsPath;
    assert.ok(labels.shown(editor).every(({ text, gutter }) => text === '✗ Not classified' && gutter === 'unjudged'));
    await vscode.commands.executeCommand('errorAtlas.reclassifyFile', editor.document.uri);
    const classified = evaluations.failingIn(path).find(({ key }) => store.label(key)?.judgment?.status === 'judged');
    assert.ok(classified?.source.line, 'the offline judge classified nothing in this file');
    const line = classified.source.line - 1;
    editor.revealRange(new vscode.Range(line, 0, line, 0));
    const category = store.label(classified.key)?.judgment?.category ?? '';
    const label = await until(
      () => labels.shown(editor).find((candidate) => candidate.line === line),
      'the classified line is visible',
    );
    assert.ok(label.text.startsWith(`✗ ${category}: `), label.text);
    assert.equal(label.gutter, 'failing');

    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      editor.document.uri,
    );
    const commands = lenses.flatMap(({ range, command }) => (range.start.line === line && command ? [command] : []));
    assert.deepEqual(
      commands.map(({ title }) => title),
      ['Show why it fails', 'Reclassify', 'Change category'],
    );
    assert.ok(commands[0]?.tooltip?.includes(category));
    assert.equal(lenses.length, 3 * evaluations.failingIn(path).length);
  });

  it('a long line has its label in front, where it can be seen', async () => {
    const editor = await openFirst('lm-eval');
    const { labels } = await api();
    const [label] = labels.shown(editor);
    assert.ok(label);
    assert.ok(editor.document.lineAt(label.line).text.length > 80);
    assert.ok(label.decoration.renderOptions?.before?.contentText);
    assert.equal(label.decoration.range.start.character, 0);
  });

  it('the hover says what went wrong and what can be done', async () => {
    const editor = await openFirst('lm-eval');
    const { labels } = await api();
    const classified = labels.shown(editor).find(({ gutter }) => gutter === 'failing');
    assert.ok(classified);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      editor.document.uri,
      new vscode.Position(classified.line, 2),
    );
    const text = hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (typeof content === 'string' ? content : content.value))
      .join('\n');
    assert.match(text, /\| Criterion \|/);
    assert.match(text, /command:errorAtlas\.openExample/);
  });

  it('next and previous failing example: the cursor goes from one to the other, around the ends', async () => {
    const editor = await openFirst('promptfoo');
    const { evaluations } = await api();
    const lines = evaluations.failingIn(editor.document.uri.fsPath).map(({ source }) => (source.line ?? 0) - 1);
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    for (const line of [...lines, lines[0]]) {
      await vscode.commands.executeCommand('errorAtlas.nextFailing');
      assert.equal(editor.selection.active.line, line);
    }
    await vscode.commands.executeCommand('errorAtlas.previousFailing');
    assert.equal(editor.selection.active.line, lines.at(-1));
  });

  it('nothing in the text of a judgment acts in the hover: no link, no command, no icon, no HTML', async () => {
    const editor = await openFirst('lm-eval');
    const { labels, evaluations, store } = await api();
    const [{ line } = assert.fail()] = labels.shown(editor);
    const entry = evaluations.failingIn(editor.document.uri.fsPath).find(({ source }) => source.line === line + 1);
    assert.ok(entry);
    const hostile =
      '**b** [x](command:errorAtlas.clearResults) <img src=x> $(bug) https://evil.example\n\n# big | cell';
    const criteria = [{ criterion: hostile, presentInOutput: true, quality: null, evidence: '', comment: '' }];
    const given = { key: entry.key, title: hostile, summary: hostile, criteria };
    await store.append([judgment({ ...given, createdAt: new Date().toISOString() })]);
    assert.ok(!labels.shown(editor).some(({ text }) => text.includes('\n')));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      editor.document.uri,
      new vscode.Position(line, 2),
    );
    const text = hovers
      .flatMap(({ contents }) => contents as vscode.MarkdownString[])
      .map(({ value }) => value)
      .join();
    assert.match(text, /evil/);
    assert.doesNotMatch(text, /clearResults\)|<img|\$\(bug|https:|\n#/);
  });

  it('labels follow an edit that adds lines above them', async () => {
    const editor = await openFirst('generic-jsonl');
    const { labels } = await api();
    const before = await until(() => labels.shown(editor).length > 0 && labels.shown(editor), 'labels are shown');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '\n\n'));
    const after = labels.shown(editor);
    assert.deepEqual(
      after.slice(0, 3).map(({ line }) => line),
      before.slice(0, 3).map(({ line }) => line + 2),
    );
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('labels are whole again after lines were deleted and the file is reverted', async () => {
    const editor = await openFirst('generic-jsonl');
    const { labels } = await api();
    const lines = () => labels.shown(editor).map(({ line }) => line);
    const before = await until(() => lines().length > 0 && lines(), 'labels are shown');
    await editor.edit((edit) => edit.delete(new vscode.Range(0, 0, 12, 0)));
    assert.notDeepEqual(lines(), before);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await until(() => lines().join() === before.join(), 'the labels are back');
  });

  it('a file of 50,000 failing examples has its actions and labels in time, and the tree lists it in ranges', async () => {
    const { evaluations, labels, tree } = await api();
    const path = workspacePath('huge.jsonl');
    writeFileSync(path, Array.from({ length: 50_000 }, (_, i) => exampleLine(i, false)).join(''));
    try {
      await evaluations.refresh();
      const editor = await vscode.window.showTextDocument(vscode.Uri.file(path));
      const started = performance.now();
      const lenses = await vscode.commands.executeCommand<unknown[]>(
        'vscode.executeCodeLensProvider',
        editor.document.uri,
      );
      const took = performance.now() - started;
      assert.equal(lenses.length, 1);
      assert.ok(took < 2_000, `${took} ms`);
      assert.ok(labels.shown(editor).length < 200);
      const file = tree.getChildren().find((node) => node.kind === 'evaluation' && node.survey.path === path);
      const [category] = tree.getChildren(file);
      const ranges = tree.getChildren(category);
      assert.equal(ranges.length, 100);
      assert.equal(tree.getTreeItem(ranges[1] ?? assert.fail()).label, '501 – 1000');
      assert.equal(ranges.flatMap((range) => tree.getChildren(range)).length, 50_000);
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      rmSync(path);
      await evaluations.refresh();
    }
  });

  it('many examples on one line share a label', async () => {
    const { evaluations, labels } = await api();
    const path = workspacePath('one-line.json');
    const result = (i: number) => JSON.parse(exampleLine(i, false));
    writeFileSync(path, JSON.stringify([1, 2, 3].map(result)));
    await evaluations.refresh();
    try {
      if (evaluations.failingIn(path).length === 0) return;
      const editor = await vscode.window.showTextDocument(vscode.Uri.file(path));
      const shown = await until(() => labels.shown(editor).length > 0 && labels.shown(editor), 'a label is shown');
      assert.deepEqual(
        shown.map(({ text }) => text),
        ['✗ Not classified (+2 more on this line)'],
      );
    } finally {
      rmSync(path);
      await evaluations.refresh();
    }
  });

  it('a file that is no evaluation stays plain', async () => {
    const { labels } = await api();
    const document = await vscode.workspace.openTextDocument(workspacePath('expected.json'));
    const editor = await vscode.window.showTextDocument(document);
    assert.deepEqual(labels.shown(editor), []);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    assert.deepEqual(lenses, []);
  });

  it('labels can be turned off', async () => {
    const editor = await openFirst('lm-eval');
    const { labels } = await api();
    const settings = vscode.workspace.getConfiguration('errorAtlas');
    await settings.update('inline.enabled', false, vscode.ConfigurationTarget.Workspace);
    assert.deepEqual(labels.shown(editor), []);
    await settings.update('inline.enabled', undefined, vscode.ConfigurationTarget.Workspace);
    assert.notDeepEqual(labels.shown(editor), []);
  });
});
