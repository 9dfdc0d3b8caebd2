import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ClassifyReport } from '../../src/judge/classify';
import type { DryRun } from '../../src/judge/dryRun';
import type { JudgeStatus } from '../../src/protocol';
import { type JudgeServer, startJudgeServer } from '../support/judgeServer';
import { api, startUnclassified } from './support/api';
import { noticesDuring } from './support/notices';

const run = (command: string) => vscode.commands.executeCommand<unknown>(`errorAtlas.${command}`);
const classify = () => run('classifyFailing') as Promise<ClassifyReport | undefined>;
const estimate = () => run('showCostEstimate') as Promise<DryRun | undefined>;

async function set(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('errorAtlas.judge').update(name, value, vscode.ConfigurationTarget.Global);
}

describe('what a run costs', () => {
  let server: JudgeServer;

  beforeEach(async () => {
    // The editor knows our settings once it knows us.
    await api();
    server = await startJudgeServer();
    await set('baseUrl', server.url);
    await set('model', 'test-judge');
    await set('kind', 'openai');
    await set('prices', { 'test-judge': { input: 10, cached: 1, output: 20 } });
  });

  afterEach(async () => {
    for (const name of ['kind', 'baseUrl', 'model', 'prices', 'budgetUsd', 'timeLimit']) await set(name, undefined);
    await server.close();
  });

  it('is told beforehand, without a call, with what the provider’s cache saves', async () => {
    const { evaluations } = await startUnclassified();
    let counted: DryRun | undefined;
    const [told = ''] = await noticesDuring(async () => {
      counted = await estimate();
    });
    assert.equal(counted?.calls, evaluations.failing().length);
    const { usage, cost, cachedCost } = counted;
    assert.ok(Math.abs((cost ?? 0) - (usage.promptTokens * 10 + usage.completionTokens * 20) / 1e6) < 1e-6);
    assert.ok((cachedCost ?? 0) < (cost ?? 0));
    assert.match(told, /^\d+ calls to test-judge at 127\.0\.0\.1:\d+ for about \$\d/);
    assert.match(told, /\[Classify\] \[Set Budget…\]/);
    assert.equal(server.requests.length, 0);
  });

  it('without a known price is told in tokens, with a way to set the price', async () => {
    await startUnclassified();
    await set('prices', undefined);
    const [told = ''] = await noticesDuring(() => Promise.resolve(estimate()));
    assert.match(told, /at a price that is not known.*\[Set Price…\]/);
  });

  it('of the offline rules is nothing', async () => {
    await startUnclassified();
    await set('kind', 'offline');
    const [told = ''] = await noticesDuring(() => Promise.resolve(estimate()));
    assert.match(told, /cost nothing/);
  });

  it('is counted while it runs and afterwards, at the user’s price', async () => {
    const { judging } = await startUnclassified();
    const before = judging.status().spent ?? 0;
    const seen: JudgeStatus[] = [];
    const stop = judging.statusChanges.listen((status) => seen.push(status));
    const report = await classify();
    stop();
    const cost = report?.cost ?? 0;
    assert.ok(cost > 0);
    assert.ok(Math.abs((judging.status().spent ?? 0) - before - cost) < 1e-9);
    assert.ok(seen.some(({ running }) => (running?.cost ?? 0) > 0));
  });

  it('stays within the budget', async () => {
    const { evaluations } = await startUnclassified();
    await set('budgetUsd', 0.5);
    const report = await classify();
    assert.equal(report?.stopped?.reason, 'budget');
    assert.ok((report.cost ?? 1) <= 0.5, `${report.cost}`);
    assert.ok(report.judged > 0);
    assert.equal(report.judged + report.left, evaluations.failing().length);
    assert.equal(server.requests.length, report.judged);
  });

  it('has no budget without a price: the run does not begin, and says why', async () => {
    await startUnclassified();
    await set('prices', undefined);
    await set('budgetUsd', 0.5);
    const told = await noticesDuring(() => Promise.resolve(classify()));
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /price of the model "test-judge" is not known.*\[Open settings\]/);
    assert.equal(server.requests.length, 0);
  });

  it('a time limit ends a run that takes too long', async () => {
    const slow = await startJudgeServer({ delayMs: 500 });
    await set('baseUrl', slow.url);
    await set('timeLimit', 0.02);
    const { evaluations } = await startUnclassified();
    const report = await classify();
    await slow.close();
    assert.equal(report?.stopped?.reason, 'timeLimit');
    assert.equal(report.judged + report.left, evaluations.failing().length);
    assert.ok(report.left > 0);
  });

  it('a workspace sets neither prices nor budget', async () => {
    await api();
    for (const [name, value] of [
      ['budgetUsd', 1_000],
      ['prices', {}],
    ] as const) {
      await assert.rejects(
        async () =>
          vscode.workspace
            .getConfiguration('errorAtlas.judge')
            .update(name, value, vscode.ConfigurationTarget.Workspace),
        name,
      );
    }
  });
});
