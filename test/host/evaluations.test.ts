import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { outcomeOf } from '../../src/model/example';
import { JudgmentStore } from '../../src/store/judgmentStore';
import { judgment } from '../support/records';
import { api, exampleLine, startUnclassified, until, workspacePath } from './support/api';
import { noticesDuring } from './support/notices';

interface Expected {
  files: { path: string; format: string; examples: number; failing: number; errored: number }[];
}

describe('the evaluation files of the workspace', () => {
  it('are found with the counts of examples/expected.json, and nothing else is claimed', async () => {
    const { evaluations } = await api();
    const { files }: Expected = JSON.parse(readFileSync(workspacePath('expected.json'), 'utf8'));
    const found = evaluations.surveys().map(({ path, format, entries }) => {
      const count = (outcome: string) => entries.filter((entry) => outcomeOf(entry) === outcome).length;
      return { path, format, examples: entries.length, failing: count('failing'), errored: count('errored') };
    });
    const expected = files
      .map(({ path, format, examples, failing, errored }) => ({
        path: workspacePath(path),
        format,
        examples,
        failing,
        errored,
      }))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    assert.deepEqual(found, expected);
  });

  it('come as they are written, with their broken lines told in the tree, and go when they are deleted', async () => {
    const { evaluations, tree } = await api();
    const path = workspacePath('fresh.jsonl');
    const line = (id: number, correct: boolean) =>
      JSON.stringify({ id, model: 'm', prompt: 'q?', completion: 'a', expected: 'b', correct });
    writeFileSync(path, `${line(1, false)}\n{"broken\n${line(2, true)}\n`);
    try {
      const survey = await until(() => evaluations.survey(path), 'the new file is read');
      assert.equal(survey.entries.length, 2);
      assert.equal(survey.problems[0]?.line, 2);
      const node = tree.getChildren().find((child) => child.kind === 'evaluation' && child.survey.path === path);
      const problems = tree.getChildren(node).find((child) => child.kind === 'problems');
      assert.ok(problems, 'the tree does not tell of the broken line');
      const [item] = tree.getChildren(problems).map((child) => tree.getTreeItem(child));
      assert.equal(item?.description, 'line 2');
    } finally {
      rmSync(path);
    }
    await until(() => evaluations.survey(path) === undefined, 'the deleted file is forgotten');
  });

  it('what another process writes into the store is seen', async () => {
    const { evaluations, store } = await startUnclassified();
    const [entry] = evaluations.failing();
    assert.ok(entry);
    const elsewhere = await JudgmentStore.open(store.folder);
    await elsewhere.append([judgment({ key: entry.key, category: 'Factual Error' })]);
    await until(() => store.label(entry.key)?.judgment?.category === 'Factual Error', 'the judgment is seen');
  });

  it('are read again when they are saved', async () => {
    const { evaluations } = await api();
    const path = workspacePath('saved.jsonl');
    const line = (id: number) =>
      `${JSON.stringify({ id, prompt: 'q?', completion: 'a', expected: 'b', correct: false })}\n`;
    writeFileSync(path, line(1));
    await evaluations.refresh();
    const document = await vscode.workspace.openTextDocument(path);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(1, 0), line(2));
    await vscode.workspace.applyEdit(edit);
    await document.save();
    await until(() => evaluations.survey(path)?.entries.length === 2, 'the second line is read');
    rmSync(path);
    await evaluations.refresh();
  });

  it('are left alone when they hold no evaluation; an empty one has no examples', async () => {
    const { evaluations } = await api();
    const [other, empty] = [workspacePath('notes.jsonl'), workspacePath('empty.jsonl')];
    writeFileSync(other, '{"event":"start"}\n{"event":"stop"}\n');
    writeFileSync(empty, '');
    await evaluations.refresh();
    assert.equal(evaluations.survey(other), undefined);
    assert.equal(evaluations.survey(empty)?.entries.length ?? 0, 0);
    rmSync(other);
    rmSync(empty);
    await evaluations.refresh();
  });

  it('go with their folder, and come with it under its new name', async () => {
    const { evaluations } = await api();
    const [folder, moved] = [workspacePath('batch'), workspacePath('batch-moved')];
    mkdirSync(folder);
    writeFileSync(`${folder}/runs.jsonl`, exampleLine(1, false));
    await until(() => evaluations.survey(`${folder}/runs.jsonl`), 'the file is read');
    renameSync(folder, moved);
    await until(() => !evaluations.survey(`${folder}/runs.jsonl`), 'the old name is forgotten');
    await until(() => evaluations.survey(`${moved}/runs.jsonl`), 'the new name is read');
    rmSync(moved, { recursive: true });
    await until(() => !evaluations.survey(`${moved}/runs.jsonl`), 'the deleted folder is forgotten');
  });

  it('are looked for, and watched, as the settings say now', async () => {
    const { evaluations } = await api();
    const settings = vscode.workspace.getConfiguration('errorAtlas.files');
    const path = workspacePath('odd.results');
    await settings.update('include', '**/*.{json,jsonl,eval,csv,results}', vscode.ConfigurationTarget.Workspace);
    await evaluations.whenRead();
    writeFileSync(path, exampleLine(1, false));
    try {
      await until(() => evaluations.survey(path), 'a file of the new kind is read');
    } finally {
      rmSync(path);
      await settings.update('include', undefined, vscode.ConfigurationTarget.Workspace);
      await evaluations.whenRead();
    }
  });

  it('a threshold decides anew without reading the files again', async () => {
    const { evaluations } = await api();
    const path = workspacePath('scored.jsonl');
    const line = (id: number, score: number) =>
      `${JSON.stringify({ id, dataset: 'scored-set', prompt: 'q?', completion: `a${id}`, expected: 'b', score })}\n`;
    writeFileSync(path, line(1, 0.2) + line(2, 0.6) + line(3, 0.9));
    await until(() => evaluations.survey(path), 'the file is read');
    const survey = evaluations.survey(path);
    const settings = vscode.workspace.getConfiguration('errorAtlas');
    try {
      await settings.update('thresholds', { 'scored-set': 0.7, odd: 'x' }, vscode.ConfigurationTarget.Workspace);
      await until(() => evaluations.failingIn(path).length === 2, 'two fail by the threshold');
      assert.equal(evaluations.survey(path), survey);
    } finally {
      await settings.update('thresholds', undefined, vscode.ConfigurationTarget.Workspace);
      rmSync(path);
      await evaluations.refresh();
    }
  });

  it('a results folder that cannot be read is told with what to do, and nothing is judged meanwhile', async () => {
    const { store } = await startUnclassified();
    rmSync(store.folder, { recursive: true, force: true });
    writeFileSync(store.folder, 'a file where the folder should be');
    try {
      const told = await noticesDuring(async () => {
        await vscode.commands.executeCommand('errorAtlas.refresh');
        assert.equal(await vscode.commands.executeCommand('errorAtlas.classifyFailing'), undefined);
      });
      assert.equal(told.length, 2, told.join('\n'));
      assert.match(told[0] ?? '', /can't be read.*\[Read Again\] \[Open Settings\]/);
      assert.match(told[1] ?? '', /can't be read.*\[Open settings\]/);
    } finally {
      rmSync(store.folder);
    }
    await store.refresh();
  });

  it('a deleted results folder is forgotten', async () => {
    const { store } = await startUnclassified();
    await vscode.commands.executeCommand('errorAtlas.classifyFailing');
    const [entry] = (await api()).evaluations.failing();
    assert.ok(entry && store.label(entry.key));
    rmSync(store.folder, { recursive: true });
    await until(() => !store.label(entry.key), 'the judgments are forgotten');
  });

  it('follow .gitignore when the Explorer does', async () => {
    const { evaluations } = await api();
    const explorer = vscode.workspace.getConfiguration('explorer');
    const [ignored, kept] = [workspacePath('ignored-run.jsonl'), workspacePath('ignored-but-kept.jsonl')];
    const line = `${JSON.stringify({ id: 1, prompt: 'q?', completion: 'a', expected: 'b', correct: false })}\n`;
    const gitignore = workspacePath('.gitignore');
    writeFileSync(gitignore, 'ignored-*.jsonl\n!ignored-but-kept.jsonl\n');
    writeFileSync(ignored, line);
    writeFileSync(kept, line);
    try {
      await evaluations.refresh();
      assert.ok(evaluations.survey(ignored), 'by default what git ignores is read');
      await explorer.update('excludeGitIgnore', true, vscode.ConfigurationTarget.Workspace);
      await evaluations.refresh();
      assert.equal(evaluations.survey(ignored), undefined);
      assert.ok(evaluations.survey(kept));
    } finally {
      await explorer.update('excludeGitIgnore', undefined, vscode.ConfigurationTarget.Workspace);
      for (const path of [gitignore, ignored, kept]) rmSync(path);
      await evaluations.refresh();
    }
  });
});
