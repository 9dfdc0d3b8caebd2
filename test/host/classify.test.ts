import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ClassifyReport } from '../../src/judge/classify';
import { type JudgeServer, startJudgeServer } from '../support/judgeServer';
import { api, startUnclassified, until, workspacePath } from './support/api';
import { noticesDuring } from './support/notices';

const KEY = 'sk-host-test-0123456789abcdef';

const run = (command: string, ...rest: unknown[]) =>
  vscode.commands.executeCommand<ClassifyReport | undefined>(`errorAtlas.${command}`, ...rest);

async function judgeSetting(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('errorAtlas.judge').update(name, value, vscode.ConfigurationTarget.Global);
}

describe('classifying with the offline judge', () => {
  it('judges every failing example without a call, keeps all in .error-atlas, and does not judge again', async () => {
    const { evaluations, store } = await startUnclassified();
    const failing = evaluations.failing();
    const first = await run('classifyFailing');
    assert.ok(first);
    assert.equal(first.judged + first.abstained, failing.length);
    assert.equal(first.calls, 0);
    assert.ok(first.judged >= 30, `only ${first.judged} of ${failing.length} classified`);
    for (const { key } of failing) assert.ok(store.label(key)?.judgment, key);
    assert.ok(existsSync(workspacePath('.error-atlas', 'judgments')));
    const second = await run('classifyFailing');
    assert.equal(second?.cached, failing.length);
    assert.equal(second.judged + second.abstained, 0);
  });

  it('reclassifies one example, a file, all', async () => {
    const { evaluations, labels: _ } = await api();
    const [entry] = evaluations.failing();
    assert.ok(entry);
    const one = await run('reclassifyExample', entry.key + entry.source.path);
    assert.equal((one?.judged ?? 0) + (one?.abstained ?? 0), 1);
    const file = await run('reclassifyFile', vscode.Uri.file(entry.source.path));
    assert.equal((file?.judged ?? 0) + (file?.abstained ?? 0), evaluations.failingIn(entry.source.path).length);
    const all = await run('reclassifyAll');
    assert.equal((all?.judged ?? 0) + (all?.abstained ?? 0), evaluations.failing().length);
  });
});

describe('classifying with an OpenAI-compatible judge', () => {
  let server: JudgeServer;

  beforeEach(async () => {
    server = await startJudgeServer({ key: KEY });
    await judgeSetting('baseUrl', server.url);
    await judgeSetting('model', 'test-judge');
    await judgeSetting('kind', 'openai');
  });

  afterEach(async () => {
    for (const name of ['kind', 'baseUrl', 'model']) await judgeSetting(name, undefined);
    await server.close();
  });

  it('calls once for every failing example and never writes the key anywhere', async () => {
    const { evaluations, keys } = await startUnclassified();
    await keys.set(server.url, KEY);
    const failing = evaluations.failing();
    const report = await run('classifyFailing');
    assert.equal(report?.judged, failing.length);
    assert.equal(report.calls, failing.length);
    assert.equal(server.requests.length, failing.length);
    assert.equal(server.requests[0]?.headers.authorization, `Bearer ${KEY}`);
    for (const file of filesIn(workspacePath())) {
      assert.ok(!readFileSync(file).includes(KEY), `${file} holds the key`);
    }
    assert.ok(!JSON.stringify(server.requests.map(({ body }) => body)).includes(KEY));
  });

  it('a wrong key ends the run with one call, and the examples stay unclassified', async () => {
    const { evaluations, keys, store } = await startUnclassified();
    await keys.set(server.url, 'sk-wrong-key-0123456789');
    const report = await run('classifyFailing');
    assert.equal(report?.stopped?.reason, 'unavailable');
    assert.match(report.stopped.message, /401/);
    assert.ok(!report.stopped.message.includes('sk-wrong'));
    assert.equal(report.left, evaluations.failing().length);
    for (const { key } of evaluations.failing()) assert.equal(store.label(key)?.judgment, undefined);
  });

  it('an address that cannot work is told in one message with a way out', async () => {
    await startUnclassified();
    for (const address of ['not an address', 'ftp://host/v1', 'http://user:secret-word@127.0.0.1/v1']) {
      await judgeSetting('baseUrl', address);
      const { keys } = await api();
      await keys.set(address, KEY);
      const told = await noticesDuring(() => Promise.resolve(run('classifyFailing')));
      assert.equal(told.length, 1, told.join());
      assert.match(told[0] ?? '', /\[Open settings\]/);
      assert.ok(!told.join().includes('secret-word') && !told.join().includes(KEY), told[0]);
    }
  });

  it('a variable for the key that is not set is told, and the key dialog, which would not help, is not offered', async () => {
    await startUnclassified();
    await judgeSetting('baseUrl', 'https://one.example/v1');
    await judgeSetting('apiKeyEnv', 'ERROR_ATLAS_NOT_SET');
    const told = await noticesDuring(() => Promise.resolve(run('classifyFailing')));
    await judgeSetting('apiKeyEnv', undefined);
    assert.match(told.join(), /ERROR_ATLAS_NOT_SET.*\[Open settings\]/);
    assert.doesNotMatch(told.join(), /Set API key/);
  });

  it('settings of a wrong type count as not set', async () => {
    const { judging } = await api();
    await judgeSetting('model', 5);
    await judgeSetting('concurrency', 'many');
    const files = vscode.workspace.getConfiguration('errorAtlas.files');
    await files.update('include', 5, vscode.ConfigurationTarget.Workspace);
    assert.match(judging.status().label, /No model chosen/);
    await judgeSetting('model', 'test-judge');
    const { evaluations, keys } = await startUnclassified();
    await keys.set(server.url, KEY);
    const report = await run('classifyFailing');
    await judgeSetting('concurrency', undefined);
    await files.update('include', undefined, vscode.ConfigurationTarget.Workspace);
    assert.ok(evaluations.failing().length > 0);
    assert.equal(report?.judged, evaluations.failing().length);
  });

  it('a second run, and clearing the results, wait for the first', async () => {
    const { evaluations, keys, judging } = await startUnclassified();
    await keys.set(server.url, KEY);
    const first = run('classifyFailing');
    await until(() => judging.status().running !== null, 'the run has begun');
    const told = await noticesDuring(async () => {
      assert.equal(await run('classifyFailing'), undefined);
      await run('clearResults', { confirmed: true });
    });
    assert.equal(told.length, 2);
    for (const notice of told) assert.match(notice, /under way/);
    assert.equal((await first)?.judged, evaluations.failing().length);
  });

  it('an endpoint that is not there ends the run and loses nothing', async () => {
    const { evaluations, store } = await startUnclassified();
    await judgeSetting('kind', 'offline');
    await run('classifyFailing');
    const before = evaluations.failing().map(({ key }) => store.label(key)?.judgment?.category);
    await judgeSetting('kind', 'openai');
    await server.close();
    const report = await run('classifyFailing');
    assert.equal(report?.stopped?.reason, 'unavailable');
    assert.deepEqual(
      evaluations.failing().map(({ key }) => store.label(key)?.judgment?.category),
      before,
    );
  });
});

describe('API keys', () => {
  it('are bound to the origin they were set for', async () => {
    const { keys } = await api();
    await keys.set('https://one.example/v1', KEY);
    assert.equal(await keys.find({ baseUrl: 'https://one.example/other', apiKeyEnv: '' }), KEY);
    assert.equal(await keys.find({ baseUrl: 'https://two.example/v1', apiKeyEnv: '' }), undefined);
    assert.equal(await keys.find({ baseUrl: 'http://one.example/v1', apiKeyEnv: '' }), undefined);
    await keys.set('https://one.example/v1', '');
    assert.equal(await keys.find({ baseUrl: 'https://one.example/v1', apiKeyEnv: '' }), undefined);
  });

  it('come from an environment variable when one is named', async () => {
    const { keys } = await api();
    process.env.ERROR_ATLAS_TEST_KEY = KEY;
    assert.equal(await keys.find({ baseUrl: 'https://one.example/v1', apiKeyEnv: 'ERROR_ATLAS_TEST_KEY' }), KEY);
    delete process.env.ERROR_ATLAS_TEST_KEY;
  });

  it("a workspace's settings choose neither judge nor endpoint", async () => {
    for (const name of ['kind', 'baseUrl', 'model', 'apiKeyEnv']) {
      await assert.rejects(
        async () =>
          vscode.workspace
            .getConfiguration('errorAtlas.judge')
            .update(name, 'openai', vscode.ConfigurationTarget.Workspace),
        name,
      );
    }
  });
});

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}
