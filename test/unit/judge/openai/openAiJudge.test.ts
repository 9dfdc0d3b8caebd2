import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import type { Judge } from '../../../../src/judge/judge';
import { createOpenAiJudge, type OpenAiJudgeOptions } from '../../../../src/judge/openai/openAiJudge';
import { Judgment } from '../../../../src/model/judgment';
import { errorAtlas } from '../../../../src/model/taxonomies/builtin';
import { type JudgeServer, type JudgeServerOptions, startJudgeServer } from '../../../support/judgeServer';
import { context, goodReply, gsm8k, KEY } from './fixtures';

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
  return createOpenAiJudge({
    baseUrl: url,
    model: 'gpt-4o-mini',
    apiKey: KEY,
    taxonomy: errorAtlas,
    maxRetries: 1,
    now: () => new Date('2026-01-02T03:04:05.000Z'),
    ...options,
  });
}

const never = new AbortController().signal;
const example = (n: number) => ({ ...gsm8k, key: `key-${n}`, output: `${gsm8k.output} run ${n}` });
const judgeOnce = (judge: Judge) => judge.judge(gsm8k, context, never);
const reply = (content: unknown) => ({ kind: 'reply', content }) as const;

describe('a call', () => {
  test('becomes a judgment with verified evidence, usage and cost', async () => {
    const server = await serve({ key: KEY, answer: () => reply(JSON.stringify(goodReply)) });
    const judge = judgeAt(server.url);
    const judgment = await judgeOnce(judge);

    expect(Judgment.parse(judgment)).toEqual(judgment);
    expect(judgment).toMatchObject({
      key: gsm8k.key,
      status: 'judged',
      category: 'Specification Misinterpretation',
      title: 'Missed condition',
      confidence: 0.8,
      createdAt: '2026-01-02T03:04:05.000Z',
      judge: { kind: 'openai', model: 'gpt-4o-mini', taxonomy: 'erroratlas@1' },
    });
    expect(judgment.criteria.map(({ evidence }) => evidence)).toEqual([
      '16 - 3 = <<16-3=13>>13',
      '',
      'she makes 13 * 2 = $<<13*2=26>>26',
    ]);
    expect(judgment.evidence).toHaveLength(2);
    for (const { quote, start, end } of judgment.evidence) expect(gsm8k.output.slice(start, end)).toBe(quote);
    expect(judgment.droppedEvidence).toBeUndefined();
    expect(judgment.usage?.promptTokens).toBeGreaterThan(1_000);
    expect(judgment.cost).toBeGreaterThan(0);
    expect(judgment.cost).toBeLessThan(judge.estimate(gsm8k, context).cost ?? 0);
  });

  test('is one per example, in strict mode, and the system message is the same for all', async () => {
    const server = await serve();
    const judge = judgeAt(server.url, { temperature: 0 });
    const judgments = await Promise.all([1, 2, 3, 4, 5].map((n) => judge.judge(example(n), context, never)));

    expect(server.requests).toHaveLength(5);
    expect(judge.calls).toBe(5);
    expect(judgments.map(({ status, key }) => `${key} ${status}`)).toEqual(
      [1, 2, 3, 4, 5].map((n) => `key-${n} judged`),
    );
    expect(judgments.flatMap(({ evidence }) => evidence)).toHaveLength(5);
    expect(new Set(server.requests.map(({ body }) => body.messages[0]?.content)).size).toBe(1);
    expect(server.requests[0]?.body).toMatchObject({
      temperature: 0,
      max_tokens: 4_096,
      response_format: { type: 'json_schema', json_schema: { strict: true } },
    });
  });

  test('tells a server of one’s own how long a reply may be: there a weak model would go on and on', async () => {
    const server = await serve();
    await judgeOnce(judgeAt(server.url));
    const schema = JSON.stringify(server.requests[0]?.body.response_format?.json_schema?.schema);
    expect(schema).toMatch(/"maxItems":5.*"maxLength":80/);
  });

  test('drops and counts quotes that the output does not contain', async () => {
    const criteria = [{ ...goodReply.criteria[0], quote: 'four muffins were baked' }, goodReply.criteria[2]];
    const server = await serve({ answer: () => reply(JSON.stringify({ ...goodReply, criteria })) });
    const judgment = await judgeOnce(judgeAt(server.url));
    expect(judgment).toMatchObject({ droppedEvidence: 1, criteria: [{ evidence: '' }, {}] });
    expect(judgment.evidence).toHaveLength(1);
  });

  test('without an error found abstains and says why', async () => {
    const content = { ...goodReply, title: ' ', category: 'Hard to Analyze', summary: 'The reference looks wrong.' };
    const server = await serve({ answer: () => reply(JSON.stringify(content)) });
    expect(await judgeOnce(judgeAt(server.url))).toMatchObject({
      status: 'abstained',
      category: '',
      title: '',
      summary: 'The reference looks wrong.',
    });
  });

  test('with another taxonomy than its own is a bug', async () => {
    const judge = judgeAt('http://127.0.0.1:1/v1');
    const other = { ...context, taxonomy: { ...errorAtlas, version: '2' } };
    await expect(judge.judge(gsm8k, other, never)).rejects.toThrow('erroratlas@2');
  });

  test('of a model without a known price has usage and no cost', async () => {
    const server = await serve();
    const judge = judgeAt(server.url, { model: 'my-llama' });
    expect(await judgeOnce(judge)).not.toHaveProperty('cost');
    expect(judge.estimate(gsm8k, context).cost).toBeNull();
  });
});

describe('usage', () => {
  const choices = [{ message: { content: JSON.stringify(goodReply) }, finish_reason: 'stop' }];
  const answering = (usage: unknown) =>
    serve({ answer: () => ({ kind: 'status', status: 200, body: { choices, usage } }) });

  test('counts cached tokens at their price', async () => {
    const usage = {
      prompt_tokens: 2_000_000,
      completion_tokens: 0,
      prompt_tokens_details: { cached_tokens: 1_000_000 },
    };
    const judgment = await judgeOnce(judgeAt((await answering(usage)).url));
    expect(judgment.usage).toEqual({ promptTokens: 2_000_000, completionTokens: 0, cachedTokens: 1_000_000 });
    expect(judgment.cost).toBeCloseTo(0.225);
  });

  test('is estimated where the server does not count', async () => {
    const judgment = await judgeOnce(judgeAt((await answering(undefined)).url));
    expect(judgment.usage?.promptTokens).toBeGreaterThan(1_200);
    expect(judgment.usage?.completionTokens).toBeGreaterThan(100);
    expect(judgment.cost).toBeGreaterThan(0);
  });
});

describe('fallback', () => {
  test.each([
    [['json_object'], ['json_schema', 'json_object', 'json_object', 'json_object']],
    [[], ['json_schema', 'json_object', undefined, undefined, undefined]],
  ] as const)('to what the server speaks: %j', async (formats, expected) => {
    const server = await serve({ formats });
    const judge = judgeAt(server.url);
    const judgments = await Promise.all([1, 2, 3].map((n) => judge.judge(example(n), context, never)));
    expect(judgments.map(({ status }) => status)).toEqual(['judged', 'judged', 'judged']);
    // Three calls at once, and only the first one pays for finding out.
    expect(server.requests.map(({ body }) => body.response_format?.type)).toEqual(expected);
  });

  test('to the new name of the token limit, remembered', async () => {
    const server = await serve({ tokensField: 'max_completion_tokens' });
    const judge = judgeAt(server.url, { maxTokens: 777 });
    await judgeOnce(judge);
    await judgeOnce(judge);
    expect(server.requests.map(({ body }) => [body.max_tokens, body.max_completion_tokens])).toEqual([
      [777, undefined],
      [undefined, 777],
      [undefined, 777],
    ]);
  });

  test('for an error body that is not in the usual form', async () => {
    const detail = [{ loc: ['body', 'response_format'], msg: 'Extra inputs are not permitted' }];
    const server = await serve({
      answer: (call) => (call === 1 ? { kind: 'status', status: 422, body: { detail } } : undefined),
    });
    expect(await judgeOnce(judgeAt(server.url))).toMatchObject({ status: 'judged' });
    expect(server.requests[1]?.body.response_format).toEqual({ type: 'json_object' });
  });

  test('reads a reply in thoughts and a code fence', async () => {
    const content = `<think>Let me see {…}</think>\n\`\`\`json\n${JSON.stringify(goodReply)}\n\`\`\``;
    const server = await serve({ formats: [], answer: (call) => (call > 2 ? reply(content) : undefined) });
    expect(await judgeOnce(judgeAt(server.url))).toMatchObject({ status: 'judged', title: 'Missed condition' });
  });
});

describe('a broken reply', () => {
  test('is asked for again with what was wrong', async () => {
    const broken = JSON.stringify({ ...goodReply, category: 'Silly Mistake' });
    const server = await serve({ answer: (call) => (call === 1 ? reply(broken) : undefined) });
    const judge = judgeAt(server.url);
    const judgment = await judgeOnce(judge);
    expect(judgment.status).toBe('judged');
    expect(judge.calls).toBe(2);
    const [system, user, ...more] = server.requests[1]?.body.messages ?? [];
    expect([system, user]).toEqual(server.requests[0]?.body.messages);
    expect(more.map(({ role }) => role)).toEqual(['assistant', 'user']);
    expect(more[1]?.content).toContain('category: not one of the listed names');
    expect(judgment.usage?.promptTokens).toBeGreaterThan(2_000);
  });

  test.each([
    ['no JSON', reply('I would rather not say.'), 'I would rather not say.'],
    ['cut JSON', reply('{"criteria": ['), 'no complete JSON object'],
    ['nothing', reply(null), 'It was empty'],
    ['a web page', { kind: 'status', status: 200, body: '<html>' } as const, 'a web page instead of a reply: <html>'],
    ['an unknown body', { kind: 'status', status: 200, body: '"hello"' } as const, 'It was empty'],
  ])('twice is an error of this example: %s', async (_, answer, words) => {
    const server = await serve({ answer: () => answer });
    const judgment = await judgeOnce(judgeAt(server.url));
    expect(judgment).toMatchObject({ status: 'error', category: '', title: '' });
    expect(Judgment.parse(judgment).error).toContain(words);
    expect(server.requests).toHaveLength(2);
  });

  test.each([
    ['cut off', { kind: 'cut' } as const, 'was cut off before its end'],
    ['a refusal', { ...reply(null), refusal: 'I cannot help' }, 'The judge refused: I cannot help'],
    ['a filtered one', { ...reply(''), finishReason: 'content_filter' }, 'content filter'],
    [
      'a provider error',
      { kind: 'status', status: 200, body: { error: { message: 'overloaded' } } } as const,
      'overloaded',
    ],
    [
      'a refused request',
      { kind: 'status', status: 400, body: { error: { message: 'too long' } } } as const,
      'too long',
    ],
    [
      'a flagged input',
      { kind: 'status', status: 403, body: { error: { message: 'input was flagged' } } } as const,
      'flagged',
    ],
  ])('that asking again cannot mend is not asked for again: %s', async (_, answer, words) => {
    const server = await serve({ answer: () => answer });
    const judgment = await judgeOnce(judgeAt(server.url));
    expect(judgment.status).toBe('error');
    expect(judgment.error).toContain(words);
    expect(server.requests).toHaveLength(1);
  });
});

describe('passing faults', () => {
  test('429 with Retry-After, then success', async () => {
    const limited = { kind: 'status', status: 429, headers: { 'retry-after': '0.2' } } as const;
    const server = await serve({ answer: (call) => (call === 1 ? limited : undefined) });
    const start = performance.now();
    expect((await judgeOnce(judgeAt(server.url))).status).toBe('judged');
    expect(performance.now() - start).toBeGreaterThan(190);
    expect(server.requests).toHaveLength(2);
  });

  test('500 and a lost connection, then success', async () => {
    const server = await serve({
      answer: (call) => ([{ kind: 'status', status: 500 }, { kind: 'drop' }] as const)[call - 1],
    });
    expect((await judgeOnce(judgeAt(server.url, { maxRetries: 2 }))).status).toBe('judged');
  });

  test('that do not pass are an error of this example', async () => {
    const server = await serve({ answer: () => ({ kind: 'status', status: 503, body: 'busy' }) });
    expect(await judgeOnce(judgeAt(server.url))).toMatchObject({
      status: 'error',
      error: expect.stringMatching(/503 busy.*tried 2 times/),
    });
  });

  test.each(['hang', 'stall'] as const)('a server that %ss runs into the time limit', async (kind) => {
    const server = await serve({ answer: () => ({ kind }) });
    const judgment = await judgeOnce(judgeAt(server.url, { timeoutMs: 200, maxRetries: 0 }));
    expect(judgment).toMatchObject({ status: 'error', error: expect.stringContaining("didn't answer in time") });
  });
});

describe('an unusable judge', () => {
  const unavailable = (message: RegExp) => ({ name: 'JudgeUnavailable', message: expect.stringMatching(message) });

  test('says that the key was refused, once for all who wait', async () => {
    const server = await serve({ key: 'another' });
    const judge = judgeAt(server.url);
    const calls = [1, 2, 3, 4].map((n) => judge.judge(example(n), context, never));
    for (const call of calls) await expect(call).rejects.toMatchObject(unavailable(/refused the key \(401\)/));
    expect(server.mostAtOnce()).toBe(1);
  });

  test('says that a key is wanted', async () => {
    const server = await serve({ key: KEY });
    await expect(judgeOnce(judgeAt(server.url, { apiKey: undefined }))).rejects.toMatchObject(unavailable(/set one/));
  });

  test.each([
    [{ status: 403 }, /\(403\)/],
    [{ status: 402 }, /credit/],
    [{ status: 429, body: { error: { code: 'insufficient_quota', message: 'quota' } } }, /credit/],
  ])('%j', async (answer, message) => {
    const server = await serve({ answer: () => ({ kind: 'status', ...answer }) });
    await expect(judgeOnce(judgeAt(server.url))).rejects.toMatchObject(unavailable(message));
    expect(server.requests).toHaveLength(1);
  });

  test('says that nothing listens there', async () => {
    const server = await startJudgeServer();
    await server.close();
    await expect(judgeOnce(judgeAt(server.url))).rejects.toMatchObject(unavailable(/ECONNREFUSED; tried 2 times/));
  });

  test('says that the host has no address', async () => {
    const judge = judgeAt('http://judge.invalid/v1', { maxRetries: 0 });
    await expect(judgeOnce(judge)).rejects.toMatchObject(unavailable(/judge\.invalid can't be reached/));
  });

  test('names the model that is not there', async () => {
    const server = await serve({ models: ['other'] });
    await expect(judgeOnce(judgeAt(server.url))).rejects.toMatchObject(unavailable(/the model "gpt-4o-mini"/));
  });

  test('follows no redirect', async () => {
    const thief = await serve();
    const server = await serve({ answer: () => ({ kind: 'redirect', location: `${thief.url}/chat/completions` }) });
    await expect(judgeOnce(judgeAt(server.url))).rejects.toMatchObject(
      unavailable(new RegExp(`redirects to ${new URL(thief.url).origin}`)),
    );
    expect(thief.requests).toHaveLength(0);
    expect(server.requests).toHaveLength(1);
  });

  test('can become usable', async () => {
    const server = await serve({ answer: (call) => (call === 1 ? { kind: 'status', status: 402 } : undefined) });
    const judge = judgeAt(server.url);
    await expect(judgeOnce(judge)).rejects.toMatchObject(unavailable(/credit/));
    expect((await judgeOnce(judge)).status).toBe('judged');
  });
});

describe('cancelling', () => {
  test.each([
    ['a call that hangs', { kind: 'hang' } as const],
    ['a call whose body hangs', { kind: 'stall' } as const],
    ['a long wait before the next try', { kind: 'status', status: 429, headers: { 'retry-after': '30' } } as const],
  ])('ends %s and those behind it at once, with the reason', async (_, answer) => {
    const server = await serve({ answer: () => answer });
    const judge = judgeAt(server.url, { maxRetries: 4 });
    const controller = new AbortController();
    const calls = [1, 2, 3].map((n) => judge.judge(example(n), context, controller.signal));
    const reason = new Error('the user said stop');
    setTimeout(() => controller.abort(reason), 100);
    const start = performance.now();
    const outcomes = await Promise.allSettled(calls);
    expect(performance.now() - start).toBeLessThan(1_000);
    for (const outcome of outcomes) expect(outcome).toEqual({ status: 'rejected', reason });
    expect(server.requests).toHaveLength(1);
  });

  test('leaves nothing on the signal of a long run', async () => {
    const server = await serve();
    const judge = judgeAt(server.url);
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 40 }, (_, n) => judge.judge(example(n), context, signal)));
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  test('before the call sends nothing', async () => {
    const server = await serve();
    const reason = new Error('stop');
    await expect(judgeAt(server.url).judge(gsm8k, context, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(server.requests).toHaveLength(0);
  });

  test('the first call lets the next one find out', async () => {
    const controller = new AbortController();
    const server = await serve({
      answer: (call) => {
        if (call > 1) return undefined;
        controller.abort();
        return { kind: 'hang' };
      },
    });
    const judge = judgeAt(server.url);
    const first = judge.judge(example(1), context, controller.signal);
    const second = judge.judge(example(2), context, never);
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    expect((await second).status).toBe('judged');
  });
});
