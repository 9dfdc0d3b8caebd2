import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ClassifyReport } from '../../src/judge/classify';
import { buildMessages } from '../../src/judge/openai/prompt';
import { startUnclassified, until } from './support/api';
import { type ModelProvider, modelProvider, PROVIDED_MODEL } from './support/modelProvider';
import { noticesDuring } from './support/notices';

const reply = {
  criteria: [],
  summary: 'The second step does not follow from the first.',
  title: 'Wrong step',
  category: 'Logical Reasoning Error',
  confidence: 0.7,
};

const run = (command: string, ...rest: unknown[]) =>
  vscode.commands.executeCommand<ClassifyReport | undefined>(`errorAtlas.${command}`, ...rest);

async function judgeSetting(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('errorAtlas.judge').update(name, value, vscode.ConfigurationTarget.Global);
}

describe("classifying with one of the editor's language models", () => {
  let provider: ModelProvider;

  before(async function () {
    provider = await modelProvider();
    if (!provider.available) this.skip();
    await until(async () => (await vscode.lm.selectChatModels()).length > 0, 'the editor offers the model');
  });

  beforeEach(async () => {
    provider = await modelProvider();
    provider.answer = async () => [JSON.stringify(reply)];
    provider.model.maxInputTokens = 20_000;
    await judgeSetting('model', PROVIDED_MODEL);
    await judgeSetting('kind', 'editor');
  });

  afterEach(async () => {
    for (const name of ['kind', 'model', 'concurrency']) await judgeSetting(name, undefined);
  });

  it('asks before anything is sent, and sends nothing when the answer is no', async () => {
    const { evaluations, consent } = await startUnclassified();
    await consent.forget();
    const asked = await noticesDuring(async () => {
      assert.equal(await run('classifyFailing'), undefined);
    });
    assert.equal(asked.length, 1, asked.join());
    const { length } = evaluations.failing();
    assert.match(asked[0] ?? '', new RegExp(`Send ${length} failing examples to ${PROVIDED_MODEL}, a language model`));
    assert.equal(provider.requests.length, 0);
  });

  it('judges with the prompt of the other judges, counts tokens with the model, and keeps the judgments', async () => {
    const { evaluations, store, consent, judging } = await startUnclassified();
    await consent.give(`${PROVIDED_MODEL}, a language model of the editor`, PROVIDED_MODEL);
    assert.equal(judging.status().label, `${PROVIDED_MODEL} of the editor`);
    const pieces = JSON.stringify(reply).match(/.{1,40}/gs) ?? [];
    provider.answer = async () => ['Here it is:\n```json\n', ...pieces, '\n```'];
    const report = await run('classifyFailing');
    const failing = evaluations.failing();
    assert.equal(report?.judged, failing.length);
    assert.equal(report.calls, failing.length);
    assert.equal(provider.requests.length, failing.length);
    const [entry] = failing;
    assert.ok(entry);
    const correctPredictions = await evaluations.correctPredictions(entry, 3);
    const { taxonomy } = judging;
    const prompt = buildMessages(await evaluations.load(entry), { taxonomy, correctPredictions, exemplars: [] });
    const texts = JSON.stringify(prompt.map(({ content }) => content));
    assert.ok(provider.requests.some((request) => JSON.stringify(request) === texts));
    assert.ok(provider.counted >= failing.length);
    const header = store.label(entry.key)?.judgment;
    assert.ok(header);
    const judgment = await store.details(header);
    assert.deepEqual([judgment.judge.kind, judgment.judge.model], ['editor', PROVIDED_MODEL]);
    assert.equal(judgment.category, reply.category);
    const sent = provider.requests.map((texts) => texts.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0));
    assert.ok(sent.includes(judgment.usage?.promptTokens ?? -1), 'the tokens are those that the model counts');
    assert.equal(judgment.cost, undefined);
    assert.equal((await run('classifyFailing'))?.cached, failing.length);
    assert.equal(provider.requests.length, failing.length);
  });

  it('tells an example that the model has no room for, and a reply that is none', async () => {
    const { evaluations } = await startUnclassified();
    const [entry] = evaluations.failing();
    const ref = (entry?.key ?? '') + (entry?.source.path ?? '');
    provider.model.maxInputTokens = 50;
    await vscode.lm.selectChatModels();
    provider.answer = async () => ['I would rather not.'];
    const report = await run('reclassifyExample', ref);
    assert.equal(report?.errors, 1);
    assert.match(report.errorSamples[0]?.message ?? '', /tokens, and Test Model reads|can't be used, twice/);
  });

  const failures: [string, () => Error, RegExp][] = [
    ['no permission', () => vscode.LanguageModelError.NoPermissions('you said no'), /may not use Test Model/],
    ['blocked', () => vscode.LanguageModelError.Blocked('off topic'), /blocked requests to Test Model/],
    ['not found', () => vscode.LanguageModelError.NotFound('gone'), /no longer offered/],
    [
      'quota',
      () => vscode.LanguageModelError.Blocked('You have exceeded your premium quota'),
      /quota for Test Model is used up/,
    ],
  ];
  for (const [name, error, words] of failures) {
    it(`ends the run once, with everything kept: ${name}`, async () => {
      const { evaluations } = await startUnclassified();
      await judgeSetting('concurrency', 1);
      let calls = 0;
      provider.answer = async () => {
        calls += 1;
        if (calls > 3) throw error();
        return [JSON.stringify(reply)];
      };
      let report: ClassifyReport | undefined;
      const told = await noticesDuring(async () => {
        report = await run('classifyFailing');
      });
      assert.equal(report?.stopped?.reason, 'unavailable', JSON.stringify(report?.errorSamples));
      assert.match(report.stopped.message, words);
      assert.equal(report.judged, 3);
      assert.equal(report.left, evaluations.failing().length - 3);
      assert.equal(told.length, 1, told.join());
    });
  }

  it('an unknown error is that of its example, and the run goes on', async () => {
    const { evaluations } = await startUnclassified();
    let calls = 0;
    provider.answer = async () => {
      calls += 1;
      if (calls === 2) throw new Error('the model fell over');
      return [JSON.stringify(reply)];
    };
    const report = await run('classifyFailing');
    assert.equal(report?.errors, 1);
    assert.match(report.errorSamples[0]?.message ?? '', /Test Model failed: .*the model fell over/);
    assert.equal(report.judged, evaluations.failing().length - 1);
  });

  it('cancelling ends within a second and tells the model', async () => {
    const { judging, evaluations } = await startUnclassified();
    provider.answer = (_, token) => new Promise((done) => token.onCancellationRequested(() => done([])));
    const controller = new AbortController();
    const running = judging.run(evaluations.failing(), { signal: controller.signal });
    await until(() => provider.requests.length > 0, 'a request is under way');
    const started = performance.now();
    controller.abort(new Error('cancelled'));
    const report = await running;
    assert.ok(performance.now() - started < 1_000);
    assert.equal(report?.stopped?.reason, 'cancelled');
    await until(() => provider.cancelled > 0, 'the model is told');
  });

  it('a model that the editor does not offer is told with a way out', async () => {
    await startUnclassified();
    await judgeSetting('model', 'nobody/nothing');
    const told = await noticesDuring(() => Promise.resolve(run('classifyFailing')));
    assert.match(told.join(), /does not offer the language model nobody\/nothing now.*\[Choose judge…\]/);
  });
});
