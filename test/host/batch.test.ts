import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { BatchOutcome } from '../../src/judge/batch/collect';
import type { SubmitReport } from '../../src/judge/batch/submit';
import { type BatchServer, startBatchServer } from '../support/batchServer';
import { type JudgeServer, startJudgeServer } from '../support/judgeServer';
import { startUnclassified, workspacePath } from './support/api';
import { noticesDuring } from './support/notices';

const KEY = 'sk-batch-host-0123456789';

const submit = () =>
  vscode.commands.executeCommand<SubmitReport | undefined>('errorAtlas.submitBatch', { confirmed: true });
const collect = () => vscode.commands.executeCommand<BatchOutcome[] | undefined>('errorAtlas.collectBatches');

async function judgeSetting(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('errorAtlas.judge').update(name, value, vscode.ConfigurationTarget.Global);
}

describe('batches', () => {
  let judge: JudgeServer;
  let server: BatchServer;

  beforeEach(async () => {
    judge = await startJudgeServer();
    server = await startBatchServer({ judge: judge.url, key: KEY });
    const { keys } = await startUnclassified();
    await keys.set(server.url, KEY);
    await judgeSetting('baseUrl', server.url);
    await judgeSetting('model', 'test-judge');
    await judgeSetting('kind', 'openai');
  });

  afterEach(async () => {
    for (const name of ['kind', 'baseUrl', 'model']) await judgeSetting(name, undefined);
    await server.close();
    await judge.close();
  });

  it('are submitted and collected, with the key nowhere on the disk', async () => {
    const { evaluations, store, batches } = await startUnclassified();
    const failing = evaluations.failing();
    const keys = new Set(failing.map(({ key }) => key));
    const told = await noticesDuring(async () => {
      const report = await submit();
      assert.equal(report?.submitted, keys.size);
      const [early] = (await collect()) ?? [];
      assert.equal(early?.state, 'open');
    });
    assert.match(told.join('\n'), /examples are submitted.*\n.*nothing to collect yet.*Not done: one batch/);
    assert.equal((await batches.open()).length, 1);
    const folder = workspacePath('.error-atlas', 'batches');
    assert.ok(existsSync(folder));
    for (const name of readdirSync(folder)) assert.ok(!readFileSync(`${folder}/${name}`, 'utf8').includes(KEY), name);
    await server.work();
    const [outcome] = (await collect()) ?? [];
    assert.equal(outcome?.judged, keys.size);
    for (const { key } of failing) assert.equal(store.label(key)?.judgment?.status, 'judged');
    assert.equal((await batches.open()).length, 0);
    const report = await vscode.commands.executeCommand<{ cached: number; calls: number }>(
      'errorAtlas.classifyFailing',
    );
    assert.deepEqual([report.cached, report.calls], [failing.length, 0]);
  });

  it('are not submitted before the user has said yes', async () => {
    const asked = await noticesDuring(async () => {
      assert.equal(await vscode.commands.executeCommand('errorAtlas.submitBatch'), undefined);
    });
    assert.match(asked.join(), /Submit \d+ failing examples as a batch to http:\/\/127\.0\.0\.1:\d+\?.*\[Submit\]/);
    assert.deepEqual(server.seen, []);
  });

  it('want a judge that takes them, and say when there is nothing to collect', async () => {
    await judgeSetting('kind', 'offline');
    const told = await noticesDuring(async () => {
      assert.equal(await submit(), undefined);
      assert.equal(await collect(), undefined);
    });
    assert.match(told[0] ?? '', /OpenAI-compatible endpoint takes batches.*\[Choose judge…\]/);
    assert.match(told[1] ?? '', /no open batch/);
  });
});
