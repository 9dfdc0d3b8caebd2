import assert from 'node:assert/strict';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { api, exampleLine, until, workspacePath } from './support/api';

describe('a file that is being written', () => {
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('is followed: what is new appears, labels stand right, and what was there is not read again', async () => {
    const { evaluations, labels } = await api();
    const path = workspacePath('growing.jsonl');
    const filler = 'word '.repeat(200);
    const count = 1_500;
    writeFileSync(path, Array.from({ length: count }, (_, i) => exampleLine(i, i % 2 === 0, `${filler}${i}`)).join(''));
    try {
      await until(() => evaluations.survey(path)?.entries.length === count, 'the file is read');
      const first = evaluations.survey(path)?.entries[0];
      const editor = await vscode.window.showTextDocument(vscode.Uri.file(path));
      for (let added = 1; added <= 3; added += 1) {
        appendFileSync(path, exampleLine(count + added, false));
        await until(() => evaluations.survey(path)?.entries.length === count + added, `line ${added} is read`);
      }
      assert.equal(evaluations.survey(path)?.entries[0], first, 'the beginning was read again');
      const document = editor.document;
      await until(() => document.lineCount === count + 4, 'the editor shows the new lines');
      const last = new vscode.Position(count + 2, 0);
      editor.revealRange(new vscode.Range(last, last));
      const lines = await until(() => {
        const shown = labels.shown(editor).map(({ line }) => line);
        return shown.includes(count + 2) && shown;
      }, 'the new line has a label');
      const failing = new Set(evaluations.failingIn(path).map(({ source }) => (source.line ?? 0) - 1));
      assert.ok(lines.every((line) => failing.has(line)));
      assert.ok(evaluations.failingIn(path).every(({ passed }) => passed === false));
    } finally {
      rmSync(path);
      await evaluations.refresh();
    }
  });

  it('half of a line is no problem until the file rests', async () => {
    const { evaluations } = await api();
    const path = workspacePath('half.jsonl');
    const [whole, next] = [exampleLine(1, false), exampleLine(2, false)];
    writeFileSync(path, whole + next.slice(0, 20));
    try {
      const survey = await until(() => evaluations.survey(path), 'the file is read');
      assert.deepEqual([survey.entries.length, survey.problems.length], [1, 0]);
      appendFileSync(path, next.slice(20));
      await until(() => evaluations.survey(path)?.entries.length === 2, 'the line is whole');
      appendFileSync(path, '{"id": 3, "prom');
      const problems = await until(() => {
        const now = evaluations.survey(path)?.problems;
        return now?.length === 1 && now;
      }, 'a line that stays half is told');
      assert.match(problems[0]?.message ?? '', /last line is incomplete/);
      assert.equal(problems[0]?.line, 3);
    } finally {
      rmSync(path);
      await evaluations.refresh();
    }
  });

  it('a big file that somebody edits and saves is read whole', async () => {
    const { evaluations } = await api();
    const path = workspacePath('edited.jsonl');
    const filler = 'word '.repeat(200);
    const lines = Array.from({ length: 1_500 }, (_, i) => exampleLine(i, false, `${filler}${i}`));
    writeFileSync(path, lines.join(''));
    try {
      await until(() => evaluations.survey(path)?.entries.length === 1_500, 'the file is read');
      const document = await vscode.workspace.openTextDocument(path);
      const edit = new vscode.WorkspaceEdit();
      const at = document.lineAt(700).text.indexOf('"correct":false') + '"correct":'.length;
      edit.replace(document.uri, new vscode.Range(700, at, 700, at + 5), 'true ');
      edit.insert(document.uri, new vscode.Position(1_500, 0), exampleLine(9_999, false));
      await vscode.workspace.applyEdit(edit);
      await document.save();
      await until(() => evaluations.survey(path)?.entries.length === 1_501, 'the new line is read');
      assert.equal(evaluations.survey(path)?.entries[700]?.passed, true);
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      rmSync(path);
      await evaluations.refresh();
    }
  });
});
