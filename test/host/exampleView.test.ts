import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { refOf } from '../../src/editor/ref';
import { ExampleReader } from '../../src/editor/webviews/exampleReader';
import { buildMessages } from '../../src/judge/openai/prompt';
import { api, startUnclassified, until, workspacePath } from './support/api';
import { picking } from './support/picks';

const run = (command: string, ...rest: unknown[]) => vscode.commands.executeCommand(`errorAtlas.${command}`, ...rest);

describe('the example view', () => {
  before(async () => {
    await startUnclassified();
    await run('classifyFailing');
  });

  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const judged = async () => {
    const { evaluations, store } = await api();
    const entry = evaluations.failing().find(({ key }) => store.label(key)?.judgment?.status === 'judged');
    assert.ok(entry);
    return entry;
  };

  const reader = async () => {
    const { evaluations, store, judging } = await api();
    const log = { warn: (message: string) => assert.fail(message) };
    return new ExampleReader({ evaluations, store, judging, log: log as never });
  };

  it('tells all that was said of an example, and how far its judge agrees with people', async () => {
    const entry = await judged();
    const { store } = await api();
    const before = await (await reader()).read(entry);
    assert.deepEqual(
      before.history.map(({ by, counts }) => [by, counts]),
      [['judge', true]],
    );
    assert.equal(before.agreement, null);

    await run('changeCategory', refOf(entry), 'Unsupported Inference', 'made up');
    const after = await (await reader()).read(entry);
    assert.deepEqual(
      after.history.map(({ by, category, counts }) => [by, category, counts]),
      [
        ['person', 'Unsupported Inference', true],
        ['judge', store.label(entry.key)?.judgment?.category, false],
      ],
    );
    assert.deepEqual(after.agreement, { same: 0, named: 1, kappa: 0 });
    await run('changeCategory', refOf(entry), null);
    assert.equal((await (await reader()).read(entry)).history[0]?.status, 'retracted');
  });

  it('copies the prompt that a judge gets', async () => {
    const { evaluations, judging } = await api();
    const entry = await judged();
    const prompt = await (await reader()).textFor(entry, 'prompt');
    const context = {
      taxonomy: judging.taxonomy,
      correctPredictions: await evaluations.correctPredictions(entry, 3),
      exemplars: [],
    };
    const [system, user] = buildMessages(await evaluations.load(entry), context);
    // The number of the tags is new each time.
    const plain = (text = '') => text.replaceAll(/(<\/?[a-z]+)\d{6}>/g, '$1>');
    assert.equal(plain(prompt), plain(`${system?.content}\n\n${user?.content}`));
  });

  it('reclassifies with a judge that is picked for once, and leaves the settings alone', async () => {
    const entry = await judged();
    const kind = () => vscode.workspace.getConfiguration('errorAtlas.judge').inspect('kind')?.globalValue;
    const before = kind();
    let report: unknown;
    const [shown] = await picking(['Offline rules'], async () => {
      report = await run('reclassifyWith', refOf(entry));
    });
    assert.ok(shown?.some(({ description }) => description === 'chosen in the settings'));
    assert.equal((report as { judged: number } | undefined)?.judged, 1);
    assert.equal(kind(), before);
    await picking([null], () => run('reclassifyWith', refOf(entry)));
  });

  it('Start Review Queue: shows what was drawn; an answer is a correction that a diff can be read by', async () => {
    const { exampleView, review, store } = await api();
    await run('startReview', 3, 1);
    await until(() => exampleView.current !== undefined, 'an example is shown');
    const first = exampleView.current;
    assert.ok(first);
    assert.deepEqual(
      { ...review.placeOf(first), category: '' },
      {
        ...{ index: 1, total: 3, answered: 0, answer: null, category: '' },
      },
    );
    const next = await review.answer(first);
    assert.ok(next && review.placeOf(next)?.index === 2);
    const { dataset, id, model } = first;
    const line = readFileSync(workspacePath('.error-atlas', 'corrections.jsonl'), 'utf8').trimEnd().split('\n').at(-1);
    assert.ok(line?.startsWith(JSON.stringify({ dataset, id, model }).slice(0, -1)), line);
    const result = review.stop();
    assert.equal(result.answered, 1);

    // It is taken up where it was left.
    const [choices] = await picking(['$(debug-continue)'], () => run('startReview'));
    assert.match(choices?.[0]?.description ?? '', /2 of 3 left/);
    assert.equal(exampleView.current, next);
    review.stop();
    const said = store.label(first.key)?.correction;
    assert.ok(said);
    await run('changeCategory', refOf(first), null);
  });
});
