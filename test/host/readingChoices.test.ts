import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { api, until, workspacePath } from './support/api';
import { noticesDuring } from './support/notices';
import { picking } from './support/picks';

const run = (command: string, ...rest: unknown[]) => vscode.commands.executeCommand(`errorAtlas.${command}`, ...rest);
const settings = () => vscode.workspace.getConfiguration('errorAtlas');
const verdicts = (survey: { entries: { passed: boolean | null }[] } | undefined) =>
  survey?.entries.map(({ passed }) => passed).join();

describe('how a file is read', () => {
  after(async () => {
    for (const name of ['fieldMappings', 'metrics']) {
      await settings().update(name, undefined, vscode.ConfigurationTarget.Workspace);
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('Map Fields makes an evaluation of a table that nobody knows, shows what its fields hold, and takes it back', async () => {
    const { evaluations, tree } = await api();
    const path = workspacePath('odd-names.csv');
    writeFileSync(path, 'ask,said,ok\nq one,a,no\nq two,b,yes\n');
    try {
      await evaluations.refresh();
      assert.equal(evaluations.survey(path), undefined);
      const told = await noticesDuring(async () => {
        const shown = await picking(
          ['Input', 'ask', 'Output', 'said', 'Score', 'ok', '$(check) Save for This File'],
          () => run('mapFields', vscode.Uri.file(path)),
        );
        const fields = shown[1]?.map(({ label, detail }) => `${label}: ${detail ?? ''}`);
        assert.deepEqual(fields?.slice(1), ['ask: q one · q two', 'said: a · b', 'ok: no · yes']);
      });
      assert.match(told.join(), /odd-names\.csv is read by your mapping: 2 examples, 1 failing.*\[Forget Mapping\]/);
      assert.equal(verdicts(evaluations.survey(path)), 'false,true');
      assert.deepEqual(settings().get('fieldMappings'), [
        { glob: 'odd-names.csv', input: 'ask', output: 'said', score: 'ok' },
      ]);
      const node = tree.getChildren().find((child) => child.kind === 'evaluation' && child.survey.path === path);
      assert.ok(node);
      const { tooltip, contextValue } = tree.getTreeItem(node);
      assert.match(String(tooltip), /read as: input=ask, output=said, score=ok \(your mapping\)/);
      assert.equal(contextValue, 'evaluation.fields');
      await run('forgetMapping', node);
      await until(() => evaluations.survey(path) === undefined, 'the file is left alone again');
    } finally {
      rmSync(path);
      await evaluations.refresh();
    }
  });

  it('a mapping corrects a wrong guess, is read at once, and changes nothing about other files', async () => {
    const { evaluations } = await api();
    const path = workspacePath('two-outputs.jsonl');
    const row = { question: 'q', answer: 'draft', response: 'final', correct: false, really_correct: true };
    writeFileSync(path, `${JSON.stringify(row)}\n`);
    try {
      await until(() => evaluations.survey(path), 'the file is read');
      const others = evaluations.surveys().filter((survey) => survey.path !== path);
      assert.equal(verdicts(evaluations.survey(path)), 'false');
      const rule = { glob: 'two-*.jsonl', output: 'response', input: 'question', score: 'really_correct' };
      await settings().update('fieldMappings', [rule], vscode.ConfigurationTarget.Workspace);
      await until(() => verdicts(evaluations.survey(path)) === 'true', 'the mapping counts');
      for (const survey of others) assert.equal(evaluations.survey(survey.path), survey, survey.path);
    } finally {
      rmSync(path);
      await settings().update('fieldMappings', undefined, vscode.ConfigurationTarget.Workspace);
      await evaluations.whenRead();
    }
  });

  it('a bad entry is told with its place and left out; the others count', async () => {
    const { evaluations } = await api();
    const path = workspacePath('mapped.txt');
    writeFileSync(path, 'a;b\nx;pass\n');
    try {
      const told = await noticesDuring(async () => {
        const rules = [
          { glob: '*.txt', outputs: 'a' },
          { glob: 'mapped.txt', output: 'a', score: 'b' },
        ];
        await settings().update('fieldMappings', rules, vscode.ConfigurationTarget.Workspace);
        await until(() => evaluations.survey(path), 'the mapped file is read, though its ending is not looked for');
      });
      assert.match(told.join(), /errorAtlas\.fieldMappings, entry 1: .*output.*left out.*\[Open Settings\]/i);
    } finally {
      rmSync(path);
      await settings().update('fieldMappings', undefined, vscode.ConfigurationTarget.Workspace);
      await evaluations.refresh();
    }
  });

  it('a file without fields says so', async () => {
    const path = workspacePath('inspect', 'choices_scripted-careful.eval');
    const told = await noticesDuring(async () => run('mapFields', vscode.Uri.file(path)));
    assert.match(told.join(), /has no fields to map/);
  });

  it('Choose Metric lists what fails under each, and the choice decides until it is forgotten', async () => {
    const { evaluations } = await api();
    const path = workspacePath('scorers.json');
    const sample = (id: number, match: string, model_graded: string) => ({
      ...{ id, input: `q${id}`, target: 'a', output: { completion: `b${id}` } },
      scores: { match: { value: match }, model_graded: { value: model_graded } },
    });
    const log = {
      version: 2,
      status: 'success',
      eval: { task: 'scorers', model: 'm', run_id: 'r', scorers: [{ name: 'match' }] },
      samples: [sample(1, 'I', 'C'), sample(2, 'I', 'I')],
    };
    writeFileSync(path, JSON.stringify(log, null, 1));
    try {
      await until(() => evaluations.survey(path), 'the log is read');
      assert.equal(verdicts(evaluations.survey(path)), 'false,false');
      const [metrics = []] = await picking(
        ['model_graded', 'This file'],
        () => run('chooseMetric', vscode.Uri.file(path)) as Promise<unknown>,
      );
      assert.deepEqual(
        metrics.map(({ label, description, detail }) => [label, description, detail]),
        [
          ['match', '2 of 2 fail', 'counts now'],
          ['model_graded', '1 of 2 fail', undefined],
        ],
      );
      await until(() => verdicts(evaluations.survey(path)) === 'true,false', 'the other scorer decides');
      await picking(['$(discard) Forget Choice'], () => run('chooseMetric', vscode.Uri.file(path)));
      await until(() => verdicts(evaluations.survey(path)) === 'false,false', 'the first scorer decides again');
    } finally {
      rmSync(path);
      await evaluations.refresh();
    }
  });

  it('a file outside of what is looked for becomes one of the index when it is opened as a list', async () => {
    const { evaluations, store, judging } = await api();
    const folder = mkdtempSync(join(tmpdir(), 'error-atlas-adopted-'));
    const path = join(folder, 'elsewhere.jsonl');
    const line = (id: number) =>
      `${JSON.stringify({ id, prompt: 'What is 2 + 2?', completion: `I can't help with that ${id}.`, expected: '4', correct: false })}\n`;
    writeFileSync(path, line(1));
    try {
      await run('openAsList', vscode.Uri.file(path));
      const survey = await until(() => evaluations.survey(path), 'the file is adopted');
      const [entry] = survey.entries;
      assert.ok(entry);
      assert.ok(evaluations.failing().includes(entry));
      await run('reclassifyFile', vscode.Uri.file(path));
      await until(() => !judging.status().running && store.label(entry.key), 'its example is judged');
      writeFileSync(path, line(1) + line(2));
      await until(() => evaluations.survey(path)?.entries.length === 2, 'its changes are seen');
      await evaluations.refresh();
      assert.equal(evaluations.survey(path)?.entries.length, 2, 'it stays when the workspace is read again');
    } finally {
      rmSync(folder, { recursive: true });
      await evaluations.refresh();
    }
    assert.equal(evaluations.survey(path), undefined);
  });
});
