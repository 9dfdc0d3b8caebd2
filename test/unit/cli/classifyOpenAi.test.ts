import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliOptions, filesBelow, runCli, storedJudgments, temporaryFolder } from '../../support/cli';
import { type JudgeServer, type JudgeServerOptions, startJudgeServer } from '../../support/judgeServer';
import { type ClassifyDocument, type DryRunDocument, FAILING } from './documents';

const KEY = 'sk-test-1f0c55b2a94e';

let folder: string;
let remove: () => Promise<void>;
const servers: JudgeServer[] = [];
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await remove();
});

async function start(options: JudgeServerOptions = {}): Promise<JudgeServer> {
  const server = await startJudgeServer(options);
  servers.push(server);
  return server;
}

const classify = <Document = ClassifyDocument>(
  url: string,
  store: string,
  options: readonly string[] = [],
  cli?: CliOptions,
) =>
  runCli<Document>(
    [
      ...['classify', 'examples', '--json', '--judge', 'openai', '--base-url', url],
      ...(options.includes('--model') ? [] : ['--model', 'test-judge']),
      ...['--store', store, ...options],
    ],
    cli,
  );

describe.concurrent('classify with a judge at an OpenAI-compatible endpoint', () => {
  it('asks once for each failing example, with the key, and shows the key nowhere', async () => {
    const server = await start({ key: KEY });
    const store = join(folder, 'all');
    const result = await classify(server.url, store, ['--api-key-env', 'JUDGE_KEY'], { env: { JUDGE_KEY: KEY } });
    expect(result).toMatchObject({ code: 0, stderr: '' });
    const { json } = result;
    expect(json).toMatchObject({ failing: FAILING, judged: FAILING, errors: 0, left: 0, calls: FAILING });
    expect(json.usage.promptTokens).toBeGreaterThan(1000 * FAILING);
    // The price of `test-judge` is not known: that is not the same as free.
    expect(json.cost).toBeNull();
    expect(server.requests).toHaveLength(FAILING);
    expect(new Set(server.requests.map(({ body }) => JSON.stringify(body.messages))).size).toBe(FAILING);
    expect(server.requests.every(({ headers }) => headers.authorization === `Bearer ${KEY}`)).toBe(true);

    const keys = (await storedJudgments(store)).map(({ key }) => key);
    expect(new Set(keys).size).toBe(FAILING);
    const files = await filesBelow(store);
    for (const text of [result.stdout, result.stderr, ...files.values(), ...files.keys()]) {
      expect(text).not.toContain(KEY);
    }

    const again = await classify(server.url, store, ['--api-key-env', 'JUDGE_KEY'], { env: { JUDGE_KEY: KEY } });
    expect(again.json).toMatchObject({ judged: 0, cached: FAILING, calls: 0, byCategory: json.byCategory });
    expect(server.requests).toHaveLength(FAILING);
  });

  it('sends no key that was not named', async () => {
    const server = await start();
    const env = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' };
    const { json } = await classify(server.url, join(folder, 'no-key'), ['--limit', '2'], { env });
    expect(json.judged).toBe(2);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
  });

  it('stops at a wrong key, says so once, and loses nothing', async () => {
    const server = await start({ key: KEY });
    const store = join(folder, 'wrong-key');
    await runCli(['classify', 'examples', '--store', store]);
    const before = await filesBelow(store);
    const wrong = 'sk-wrong-77aa01';
    const result = await classify(server.url, store, ['--api-key-env', 'JUDGE_KEY'], { env: { JUDGE_KEY: wrong } });
    expect(result.code).toBe(1);
    expect(result.json).toMatchObject({ judged: 0, errors: 0, left: FAILING, calls: 0 });
    expect(result.json.stopped).toMatchObject({ reason: 'unavailable', message: expect.stringContaining('401') });
    expect(result.stderr.match(/refused the key/g)).toHaveLength(1);
    expect(result.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(result.stdout + result.stderr).not.toContain(wrong);
    expect(await filesBelow(store)).toEqual(before);
  });

  it('stops when nobody answers, and loses nothing', async () => {
    const server = await startJudgeServer();
    await server.close();
    const store = join(folder, 'unreachable');
    await runCli(['classify', 'examples', '--store', store]);
    const before = await filesBelow(store);
    const started = performance.now();
    const result = await classify(server.url, store);
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(result.code).toBe(1);
    expect(result.json).toMatchObject({ judged: 0, left: FAILING, stopped: { reason: 'unavailable' } });
    expect(result.stderr).toMatch(/^The judge at http:\/\/127\.0\.0\.1:\d+ can't be reached \(ECONNREFUSED.*\n$/);
    expect(await filesBelow(store)).toEqual(before);
  });

  it('counts a broken reply as an error of its example, and tries that one again the next time', async () => {
    const failing = new Set<string>();
    const server = await start({
      answer: (call, { body }) => {
        if (call === 3) failing.add(JSON.stringify(body.messages[1]));
        return failing.has(JSON.stringify(body.messages[1])) && call < 40
          ? { kind: 'status', status: 400, body: { error: { message: 'this input is not allowed' } } }
          : undefined;
      },
    });
    const store = join(folder, 'errors');
    const options = ['--limit', '10', '--concurrency', '1'];
    const first = await classify(server.url, store, options);
    expect(first.code).toBe(1);
    expect(first.json).toMatchObject({ judged: 9, errors: 1, left: 0 });
    expect(first.json.errorSamples).toHaveLength(1);
    expect(first.stderr).toContain('this input is not allowed');
    server.requests.length = 40;
    const second = await classify(server.url, store, options);
    expect(second).toMatchObject({ code: 0, json: { judged: 1, cached: 9, errors: 0 } });
  });
});

describe.concurrent('what a run may cost', () => {
  it('refuses a budget for a model without a known price', async () => {
    const server = await start();
    const store = join(folder, 'no-price');
    const { code, stdout, stderr } = await classify(server.url, store, ['--budget-usd', '1']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/price of the model "test-judge" is not known.*--price IN\/OUT/);
    expect(server.requests).toHaveLength(0);
    expect(existsSync(store)).toBe(false);
  });

  it('keeps to a budget with a price, and to all that was paid for', async () => {
    const server = await start({ delayMs: 30 });
    const store = join(folder, 'budget');
    const options = ['--price', '100/100', '--budget-usd', '4', '--concurrency', '4'];
    const { code, json, stderr } = await classify(server.url, store, options);
    expect(code).toBe(1);
    expect(json.stopped?.reason).toBe('budget');
    expect(stderr).toContain('the budget of $4');
    expect(json.cost).toBeGreaterThan(1);
    expect(json.cost).toBeLessThanOrEqual(4);
    expect(json.left).toBeGreaterThan(0);
    expect(json.judged + json.left).toBe(FAILING);
    // No call that was under way was given up.
    expect(json.judged).toBe(server.requests.length);
    expect(await storedJudgments(store)).toHaveLength(server.requests.length);
    const { promptTokens, completionTokens } = json.usage;
    expect(json.cost).toBeCloseTo((promptTokens + completionTokens) / 10_000, 6);
  });

  it('counts calls, tokens and dollars in a dry run, without a key, a call or a file', async () => {
    const server = await start({ key: KEY });
    const store = join(folder, 'dry');
    const options = ['--dry-run', '--model', 'gpt-4o-mini', '--api-key-env', 'NOT_SET'];
    const { code, json } = await classify<DryRunDocument>(server.url, store, options);
    expect(code).toBe(0);
    expect(json).toMatchObject({ calls: FAILING, cached: 0 });
    expect(json.usage.promptTokens).toBeGreaterThan(1000 * FAILING);
    expect(json.cost).toBeCloseTo((json.usage.promptTokens * 0.15 + json.usage.completionTokens * 0.6) / 1e6, 6);
    expect(server.requests).toHaveLength(0);
    expect(existsSync(store)).toBe(false);

    const unpriced = await classify<DryRunDocument>(server.url, store, ['--dry-run']);
    expect(unpriced.json).toMatchObject({ calls: FAILING, cost: null });
  });

  it('takes two numbers as a price', async () => {
    for (const price of ['1', '1/x', '/', '-1/2', '1/2/3', '']) {
      const { code, stderr } = await classify('http://127.0.0.1:1', join(folder, 'x'), ['--price', price]);
      expect({ price, code }).toEqual({ price, code: 2 });
      expect(stderr).toContain('two numbers are needed, such as 0.25/2');
    }
  });
});
