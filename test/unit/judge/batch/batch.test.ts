import { spawnSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BatchOutcome, cancelBatch, checkBatch, collectBatches } from '../../../../src/judge/batch/collect';
import { type SubmitRequest, submitBatches } from '../../../../src/judge/batch/submit';
import { classify } from '../../../../src/judge/classify';
import type { Judge } from '../../../../src/judge/judge';
import { createOpenAiJudge } from '../../../../src/judge/openai/openAiJudge';
import type { ExampleEntry } from '../../../../src/model/entry';
import type { Example } from '../../../../src/model/example';
import { errorAtlas } from '../../../../src/model/taxonomies/builtin';
import { BatchFolder } from '../../../../src/store/batchFolder';
import { JudgmentStore } from '../../../../src/store/judgmentStore';
import { type BatchServer, type BatchServerOptions, startBatchServer } from '../../../support/batchServer';
import { filesBelow, temporaryFolder } from '../../../support/cli';
import { type JudgeServer, type JudgeServerOptions, startJudgeServer } from '../../../support/judgeServer';
import { gsm8k, KEY } from '../openai/fixtures';

const PRICE = { input: 1, output: 10 };
const never = new AbortController().signal;

let folder: string;
let remove: () => Promise<void>;
let judgeServer: JudgeServer;
let server: BatchServer;

beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(async () => {
  await server?.close();
  await judgeServer?.close();
  await remove();
});

const examples = Array.from({ length: 12 }, (_, n): Example => {
  const output = `${gsm8k.output} run ${n}\u2028and more`;
  return { ...gsm8k, key: `${n}`.padStart(32, 'a'), id: `gsm8k-${n}`, output };
});
const failing = examples.map(
  ({ key, id, dataset, model, score, source, passed }): ExampleEntry => ({
    ...{ key, id, dataset, model, score, source, passed },
    outputLength: 0,
    preview: '',
  }),
);
const byKey = new Map(examples.map((example) => [example.key, example]));
const entries = new Map(failing.map((entry) => [entry.key, entry]));

async function load(entry: ExampleEntry): Promise<Example> {
  const example = byKey.get(entry.key);
  if (!example) throw new Error('the file has changed');
  return example;
}

async function serve(options: Omit<BatchServerOptions, 'judge'> = {}, judge: JudgeServerOptions = {}): Promise<void> {
  judgeServer = await startJudgeServer(judge);
  server = await startBatchServer({ judge: judgeServer.url, key: KEY, ...options });
}

function judgeHere(baseUrl = server.url): Judge {
  return createOpenAiJudge({ baseUrl, model: 'test-judge', apiKey: KEY, taxonomy: errorAtlas, price: PRICE });
}

/** What a process that was started anew would have: all state is on the disk. */
async function fresh() {
  const journal = await JudgmentStore.open(folder);
  return { journal, batches: new BatchFolder(folder) };
}

async function submit(options: Partial<SubmitRequest> = {}) {
  return submitBatches({
    ...{ failing, judge: judgeHere(), baseUrl: server.url, apiKey: KEY, price: PRICE, taxonomy: errorAtlas, load },
    ...(await fresh()),
    signal: never,
    ...options,
  });
}

async function collect(at: ReadonlyMap<string, ExampleEntry> = entries): Promise<BatchOutcome[]> {
  const { journal, batches } = await fresh();
  const records = (await batches.list()).filter(({ state }) => state === 'open');
  const keyFor = async () => KEY;
  return collectBatches({ records, keyFor, taxonomy: errorAtlas, entries: at, load, journal, batches, signal: never });
}

async function stored() {
  const texts = [...(await filesBelow(join(folder, 'judgments'))).values()].join('');
  return texts
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

describe('a batch', () => {
  test('survives restarts, and comes to what direct calls come to, at half the price', async () => {
    await serve();
    const report = await submit();
    expect(report).toMatchObject({ submitted: 12, known: 0, waiting: 0, left: 0, batches: [{ requests: 12 }] });
    expect(report.cost).toBeGreaterThan(0);
    expect(await collect()).toMatchObject([{ status: 'validating', state: 'open', judged: 0 }]);

    await server.work();
    const [outcome] = await collect();
    expect(outcome).toMatchObject({
      status: 'completed',
      state: 'closed',
      judged: 12,
      errors: 0,
      left: 0,
      elsewhere: 0,
    });
    const inBatch = await stored();

    const direct: { key: string; createdAt?: string; cost: number }[] = [];
    await classify({
      ...{ failing, judge: judgeHere(judgeServer.url), taxonomy: errorAtlas, load },
      journal: { find: () => undefined, append: async (judgments) => void direct.push(...(judgments as never[])) },
    });
    const bare = ({ createdAt: _, cost: __, ...judgment }: (typeof direct)[number]) => judgment;
    const sorted = (all: typeof direct) => all.toSorted((a, b) => a.key.localeCompare(b.key));
    expect(sorted(inBatch).map(bare)).toEqual(sorted(direct).map(bare));
    const cost = (all: typeof direct) => all.reduce((sum, judgment) => sum + judgment.cost, 0);
    expect(cost(inBatch)).toBeCloseTo(cost(direct) / 2, 10);
    expect(outcome?.cost).toBeCloseTo(cost(inBatch), 10);
    expect(await collect()).toEqual([]);
  });

  test('is in one request file in the prompt and form of direct calls, under the keys of the examples', async () => {
    await serve({}, { formats: ['json_object'], tokensField: 'max_completion_tokens' });
    await submit();
    const [file] = server.files.values();
    const lines = (file ?? '')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ custom_id }) => custom_id)).toEqual(failing.map(({ key }) => key));
    await judgeHere(judgeServer.url).judge(
      examples[0] as Example,
      { taxonomy: errorAtlas, correctPredictions: [], exemplars: [] },
      never,
    );
    const direct = judgeServer.requests.at(-1)?.body;
    expect(lines[0]).toMatchObject({ method: 'POST', url: '/v1/chat/completions' });
    expect(lines[0].body).toEqual(direct);
    expect(direct).toMatchObject({ response_format: { type: 'json_object' }, max_completion_tokens: 4096 });
  });

  test('writes down neither key nor texts, and removes the request file', async () => {
    await serve();
    await submit();
    expect(
      (await readdir(join(folder, 'batches'))).filter((name) => !/^(.gitignore|[\w-]+\.json)$/.test(name)),
    ).toEqual([]);
    for (const text of (await filesBelow(folder)).values()) {
      expect(text).not.toContain(KEY);
      expect(text).not.toContain('duck');
    }
    expect(server.seen.every(({ authorization }) => authorization === `Bearer ${KEY}`)).toBe(true);
  });

  test('is not submitted again while it is open, nor what is judged', async () => {
    await serve();
    await submit({ failing: failing.slice(0, 5) });
    expect(await submit()).toMatchObject({ submitted: 7, waiting: 5 });
    await server.work();
    await collect();
    expect(await submit()).toMatchObject({ submitted: 0, known: 12, batches: [] });
    expect(server.batches).toHaveLength(2);
  });

  test('that is submitted anew is judged anew', async () => {
    await serve();
    await submit();
    await server.work();
    await collect();
    await submit({ reclassify: true });
    await server.work();
    expect(await collect()).toMatchObject([{ judged: 12, known: 0 }]);
    expect(await stored()).toHaveLength(24);
  });

  test('stays within the limits of a file', async () => {
    await serve({ maxRequests: 5 });
    const report = await submit({ limits: { requests: 5, bytes: 200_000_000 } });
    expect(report.batches.map(({ requests }) => requests)).toEqual([5, 5, 2]);
    const sizes = [...server.files.values()].map((text) => Buffer.byteLength(text));
    await server.work();
    expect((await collect()).map(({ judged }) => judged)).toEqual([5, 5, 2]);

    const byBytes = await submit({ reclassify: true, limits: { requests: 50_000, bytes: Math.max(...sizes) } });
    expect(byBytes.batches.length).toBeGreaterThan(1);
    const files = [...server.files].filter(([name]) => name.startsWith('file-')).slice(3);
    for (const [, text] of files) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(Math.max(...sizes));
    expect(files.flatMap(([, text]) => text.trim().split('\n'))).toHaveLength(12);
  });

  test('that the provider refuses is told, and its examples are free again', async () => {
    await serve({ maxRequests: 3 });
    await submit();
    const [outcome] = await collect();
    expect(outcome).toMatchObject({ status: 'failed', state: 'closed', judged: 0, left: 12 });
    expect(outcome?.problem).toMatch(/refused the batch.*too many requests.*12 were never answered/);
    expect(await submit()).toMatchObject({ submitted: 12, waiting: 0 });
  });
});

describe('partial results', () => {
  const fates = ['ok', 'error', 'missing', 'twice', 'expired'] as const;

  test('become judgments, errors that say why, or go to the next batch; nothing counts twice', async () => {
    await serve({ fate: (_, index) => fates[index % 5] ?? 'ok' });
    await submit();
    await server.work();
    const [outcome] = await collect();
    expect(outcome).toMatchObject({ judged: 5, errors: 3, left: 4, elsewhere: 0, state: 'closed' });
    expect(outcome?.problem).toMatch(/4 were never answered/);
    const all = await stored();
    expect(all).toHaveLength(8);
    expect(new Set(all.map(({ key }) => key)).size).toBe(8);
    expect(all.filter(({ status }) => status === 'error').map(({ error }) => error)).toEqual(
      Array(3).fill('In the batch the judge answered 400 this input is not allowed'),
    );
    expect(await submit()).toMatchObject({ submitted: 7, known: 5 });
  });

  test.each([
    ['expired', /not done in its time/],
    ['cancelled', /was cancelled/],
  ] as const)('of a batch that is %s are kept', async (end, words) => {
    await serve({ end, fate: (_, index) => (index < 4 ? 'ok' : 'missing') });
    await submit();
    await server.work();
    const [outcome] = await collect();
    expect(outcome).toMatchObject({ status: end, judged: 4, left: 8, state: 'closed' });
    expect(outcome?.problem).toMatch(words);
    expect(await submit()).toMatchObject({ submitted: 8, known: 4 });
  });

  test('of examples that are not at hand wait for another collection', async () => {
    await serve();
    await submit();
    await server.work();
    const some = new Map(failing.slice(0, 4).map((entry) => [entry.key, entry]));
    expect(await collect(some)).toMatchObject([{ judged: 4, elsewhere: 8, state: 'open' }]);
    expect(await collect()).toMatchObject([{ judged: 8, known: 4, elsewhere: 0, state: 'closed' }]);
    expect(await stored()).toHaveLength(12);
  });

  test('are kept when the download breaks off, and the rest comes with the next collection', async () => {
    await serve({ fault: (kind, call) => (kind.endsWith('_output/content') && call === 1 ? 'half' : undefined) });
    await submit();
    await server.work();
    expect(await collect()).toMatchObject([{ state: 'open', problem: expect.stringMatching(/./) }]);
    const kept = (await stored()).length;
    expect(kept).toBeGreaterThan(0);
    expect(await collect()).toMatchObject([{ judged: 12 - kept, known: kept, state: 'closed' }]);
    expect(new Set((await stored()).map(({ key }) => key)).size).toBe(12);
    expect(await stored()).toHaveLength(12);
  });

  test('that are no judgments are errors with the reply’s beginning', async () => {
    await serve({}, { answer: (call) => (call === 1 ? undefined : { kind: 'reply', content: 'I would rather not.' }) });
    await submit();
    await server.work();
    expect(await collect()).toMatchObject([{ judged: 0, errors: 12, left: 0 }]);
    expect((await stored())[0].error).toMatch(/can't be used.*It begins: I would rather not/);
  });
});

describe('a submission that goes wrong', () => {
  test('an answer that got lost does not start a second batch', async () => {
    await serve({ fault: (kind, call) => (kind === 'POST /v1/batches' && call === 1 ? 'lost' : undefined) });
    expect(await submit()).toMatchObject({ submitted: 12 });
    expect(server.batches).toHaveLength(1);
  });

  test('passing faults are waited out', async () => {
    const faults = { status: 429, headers: { 'retry-after-ms': '10' } };
    await serve({ fault: (kind, call) => (call === 1 && !kind.includes('chat') ? faults : undefined) });
    expect(await submit()).toMatchObject({ submitted: 12 });
    await server.work();
    expect(await collect()).toMatchObject([{ judged: 12 }]);
    expect(server.batches).toHaveLength(1);
  });

  test('is finished by the next one when the process ended between upload and start', async () => {
    await serve();
    const { batches } = await fresh();
    const write = batches.write.bind(batches);
    batches.write = async (record) => {
      if (record.state === 'open') throw new Error('killed');
      await write(record);
    };
    await expect(submit({ batches })).rejects.toThrow('killed');
    expect((await batches.list()).map(({ state }) => state)).toEqual(['prepared']);
    expect(await submit()).toMatchObject({ submitted: 0, waiting: 12 });
    expect(server.batches).toHaveLength(1);
    await server.work();
    expect(await collect()).toMatchObject([{ judged: 12, state: 'closed' }]);
  });

  test('leaves nothing behind when the upload fails', async () => {
    await serve({ fault: (kind) => (kind === 'POST /v1/files' ? { status: 413 } : undefined) });
    await expect(submit()).rejects.toThrow(/413/);
    expect(await (await fresh()).batches.list()).toEqual([]);
    expect((await readdir(join(folder, 'batches'))).filter((name) => name.includes('requests'))).toEqual([]);
  });

  test('waits for another process that submits, and takes no notice of one that is gone', async () => {
    await serve();
    const { batches } = await fresh();
    await batches.alone(async () => {
      await expect(submit()).rejects.toThrow(/another process \(\d+ on .*is submitting/);
    });
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    await writeFile(
      join(folder, 'batches', 'lock'),
      JSON.stringify({ pid: gone, host: hostname(), since: Date.now() }),
    );
    expect(await submit()).toMatchObject({ submitted: 12 });
    expect(server.files.size).toBe(1);
  });

  test('a wrong key, and an endpoint without batches, are told', async () => {
    await serve();
    await expect(submit({ apiKey: 'sk-wrong-0123456789' })).rejects.toThrow(/refused the key \(401\)/);
    await expect(submit({ apiKey: 'sk-wrong-0123456789' })).rejects.not.toThrow(/sk-wrong/);
    const judge = judgeHere(judgeServer.url);
    await expect(submit({ judge, baseUrl: judgeServer.url })).rejects.toThrow(/no batches at all/);
    const azure = 'https://x.openai.azure.com/openai/deployments/d?api-version=2024-10-21';
    await expect(submit({ baseUrl: azure })).rejects.toThrow(/v1 address/);
  });

  test('the budget ends it before it is exceeded', async () => {
    await serve();
    const whole = await submit({ failing: failing.slice(0, 4) });
    const half = (whole.cost ?? 0) / 2;
    const report = await submit({ failing: failing.slice(4, 8), budgetUsd: half * 1.01 });
    expect(report).toMatchObject({ submitted: 2, left: 2 });
    expect(report.cost).toBeLessThanOrEqual(half * 1.01);
  });

  test('what can’t be read is left out and told', async () => {
    await serve();
    const gone = { ...(failing[0] as ExampleEntry), key: 'gone', id: 'gone-1' };
    const report = await submit({ failing: [gone, ...failing] });
    expect(report).toMatchObject({ submitted: 12, unreadable: 1, unreadableSample: 'gone-1: the file has changed' });
  });
});

test('a batch can be looked at and cancelled, and both are written down', async () => {
  await serve();
  await submit();
  const { batches } = await fresh();
  const [record] = await batches.list();
  if (!record) throw new Error('no record');
  expect(await checkBatch(record, KEY, batches, never)).toMatchObject({ status: 'validating', counts: { total: 12 } });
  expect(await cancelBatch(record, KEY, batches, never)).toMatchObject({ status: 'cancelled' });
  const [name] = (await readdir(join(folder, 'batches'))).filter((file) => file.endsWith('.json'));
  expect(JSON.parse(await readFile(join(folder, 'batches', name ?? ''), 'utf8'))).toMatchObject({
    status: 'cancelled',
  });
  expect(await collect()).toMatchObject([{ status: 'cancelled', left: 12, state: 'closed' }]);
});
