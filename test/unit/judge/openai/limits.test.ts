import { afterEach, describe, expect, test } from 'vitest';
import { classify } from '../../../../src/judge/classify';
import type { Judge } from '../../../../src/judge/judge';
import { createOpenAiJudge, type OpenAiJudgeOptions } from '../../../../src/judge/openai/openAiJudge';
import type { Judgment } from '../../../../src/model/judgment';
import { errorAtlas } from '../../../../src/model/taxonomies/builtin';
import { type Answer, type JudgeServer, type JudgeServerOptions, startJudgeServer } from '../../../support/judgeServer';
import { entry } from '../../../support/records';
import { context, gsm8k } from './fixtures';

const servers: JudgeServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(options: JudgeServerOptions = {}): Promise<JudgeServer> {
  const server = await startJudgeServer(options);
  servers.push(server);
  return server;
}

function judgeAt(url: string, options: Partial<OpenAiJudgeOptions> = {}): Judge {
  return createOpenAiJudge({ baseUrl: url, model: 'm', apiKey: undefined, taxonomy: errorAtlas, ...options });
}

const never = new AbortController().signal;

/** Judges so many examples at once, as a run does. */
function judgeMany(judge: Judge, count: number): Promise<Judgment[]> {
  const example = (n: number) => ({ ...gsm8k, key: `key-${n}`, output: `${gsm8k.output} run ${n}` });
  return Promise.all(Array.from({ length: count }, (_, n) => judge.judge(example(n), context, never)));
}

const statuses = (judgments: readonly Judgment[]) => new Set(judgments.map(({ status, error }) => error ?? status));
const busy = (headers: Record<string, string> = {}): Answer => ({ kind: 'status', status: 429, headers });

describe('an endpoint that takes only so many calls at once', () => {
  test('gets all of them done, with fewer at once after it has turned calls away', async () => {
    let under = 0;
    let turnedAway = 0;
    const server = await serve({
      delayMs: 10,
      answer: () => {
        under += 1;
        setTimeout(() => {
          under -= 1;
        }, 12);
        if (under <= 4) return undefined;
        turnedAway += 1;
        return { kind: 'status', status: 503, headers: { 'retry-after': '0.05' } };
      },
    });
    const judgments = await judgeMany(judgeAt(server.url, { concurrency: 32, maxRetries: 2 }), 200);
    expect(statuses(judgments)).toEqual(new Set(['judged']));
    // Without a narrower gate nearly each call would be turned away several times.
    expect(turnedAway).toBeLessThan(200);
  });

  test('that turns most calls away gets all of them done, however often one has to come back', async () => {
    let calls = 0;
    const server = await serve({
      // After the first answer three of four are turned away.
      answer: () => (++calls > 1 && calls % 4 !== 0 ? busy({ 'retry-after-ms': '5' }) : undefined),
    });
    const judgments = await judgeMany(judgeAt(server.url, { concurrency: 4 }), 8);
    expect(statuses(judgments)).toEqual(new Set(['judged']));
  });

  test('that turns all away is an error of each example in the end', async () => {
    const server = await serve({ answer: (call) => (call > 1 ? busy({ 'retry-after-ms': '5' }) : undefined) });
    const judgments = await judgeMany(judgeAt(server.url, { concurrency: 4, maxRetries: 2 }), 4);
    const errors = judgments.filter(({ status }) => status === 'error');
    expect(errors).toHaveLength(3);
    expect(errors[0]?.error).toMatch(/answered 429.*\(tried 3 times\)/);
  });
});

describe('a pause that the endpoint asks for', () => {
  test('is kept by all calls when none gets through', async () => {
    const times: number[] = [];
    const server = await serve({
      answer: (call) => {
        times.push(performance.now());
        // The first goes alone; then all that are out are turned away, once.
        return call > 1 && call <= 5 ? busy({ 'retry-after': '0.4' }) : undefined;
      },
    });
    const judgments = await judgeMany(judgeAt(server.url, { concurrency: 4 }), 9);
    expect(statuses(judgments)).toEqual(new Set(['judged']));
    const turnedAway = times.slice(1, 5);
    const after = times.slice(5);
    expect(Math.min(...after) - Math.min(...turnedAway)).toBeGreaterThan(380);
  });

  test.each([
    ['requests', { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '300ms' }],
    ['tokens', { 'x-ratelimit-remaining-tokens': '100', 'x-ratelimit-reset-tokens': '0.3' }],
  ])('by its count of %s comes before any 429', async (_, headers) => {
    const times: number[] = [];
    const ordinary = await serve();
    const body = await firstReply(ordinary);
    const server = await serve({
      answer: (call) => {
        times.push(performance.now());
        return { kind: 'status', status: 200, body, ...(call === 1 && { headers }) };
      },
    });
    await judgeMany(judgeAt(server.url, { concurrency: 4 }), 4);
    const [first = 0, ...others] = times;
    expect(others).toHaveLength(3);
    for (const time of others) expect(time - first).toBeGreaterThan(280);
  });
});

/** What the ordinary server answers, as a body to be sent again. */
async function firstReply(server: JudgeServer): Promise<unknown> {
  const response = await fetch(`${server.url}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'x' }] }),
  });
  return response.json();
}

describe('a connection that is cut', () => {
  test('is the example’s error when others get through', async () => {
    const server = await serve({
      answer: (_, { body }) => (body.messages[1]?.content.includes('run 3\n') ? { kind: 'drop' } : undefined),
    });
    const judgments = await judgeMany(judgeAt(server.url, { concurrency: 4, maxRetries: 1 }), 12);
    const errors = judgments.filter(({ status }) => status === 'error');
    expect(errors.map(({ key }) => key)).toEqual(['key-3']);
    expect(errors[0]?.error).toMatch(/lost the connection \(.*; tried 2 times\)/);
  });

  test('ends the run when nobody gets through any more', async () => {
    const server = await serve({ answer: (call) => (call > 1 ? { kind: 'drop' } : undefined) });
    const run = judgeMany(judgeAt(server.url, { concurrency: 2, maxRetries: 1 }), 6);
    await expect(run).rejects.toMatchObject({ name: 'JudgeUnavailable' });
  });
});

describe('an answer that can be no completion', () => {
  test.each([
    [
      'a reply without end',
      { kind: 'reply', content: 'x'.repeat(3_000_000) } as const,
      /200 with a reply of over 2 MB/,
    ],
    [
      'a page in chunks without end',
      { kind: 'reply', content: '\u4e2d'.repeat(1_500_000) } as const,
      /200 with a reply of over 2 MB/,
    ],
    [
      'a proxy’s page',
      { kind: 'status', status: 200, body: '\n<!DOCTYPE html><p>Log in' } as const,
      /web page.*Log in/,
    ],
    ['a body that breaks off', { kind: 'status', status: 200, body: '{"choices": [{' } as const, /broken JSON/],
  ])('%s is tried again, and then an error with its reason', async (_, answer, reason) => {
    const server = await serve({ answer: (call) => (call <= 2 ? answer : undefined) });
    const [first] = await judgeMany(judgeAt(server.url, { maxRetries: 1 }), 1);
    expect(first).toMatchObject({ status: 'error', error: expect.stringMatching(reason) });
    expect((await judgeMany(judgeAt(server.url, { maxRetries: 1 }), 1))[0]?.status).toBe('judged');
  });
});

describe('a cancel', () => {
  test('ends a run with 64 calls under way within a second, and keeps what is finished', async () => {
    const server = await serve({ answer: (call) => (call > 100 ? { kind: 'hang' } : undefined) });
    const written: Judgment[] = [];
    const controller = new AbortController();
    let cancelledAt = Number.NaN;
    const failing = Array.from({ length: 500 }, (_, n) => entry({ key: `key-${n}`, id: `${n}` }));
    const report = await classify({
      failing,
      judge: judgeAt(server.url, { concurrency: 64 }),
      taxonomy: errorAtlas,
      journal: {
        find: () => undefined,
        append: async (judgments) => {
          written.push(...judgments);
        },
      },
      load: async ({ key }) => ({ ...gsm8k, key, output: `${gsm8k.output} ${key}` }),
      signal: controller.signal,
      onProgress: ({ done }) => {
        if (done !== 100) return;
        // Until all who wait for an answer wait for one that never comes.
        setTimeout(() => {
          cancelledAt = performance.now();
          controller.abort();
        }, 200);
      },
    });
    expect(performance.now() - cancelledAt).toBeLessThan(1_000);
    expect(report).toMatchObject({ judged: 100, errors: 0, left: 400, stopped: { reason: 'cancelled' } });
    expect(written).toHaveLength(100);
  });
});
