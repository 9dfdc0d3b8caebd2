import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createOpenAiJudge } from '../../../../src/judge/openai/openAiJudge';
import { errorAtlas } from '../../../../src/model/taxonomies/builtin';
import { type Answer, type JudgeServer, startJudgeServer } from '../../../support/judgeServer';
import { context, goodReply, gsm8k, KEY } from './fixtures';

/** Everything that the SDK would read by itself, each with a value that would show. */
const ENVIRONMENT = {
  OPENAI_API_KEY: 'env-key',
  OPENAI_ADMIN_KEY: 'env-admin',
  OPENAI_BASE_URL: 'http://127.0.0.1:1/env',
  OPENAI_ORG_ID: 'env-org',
  OPENAI_PROJECT_ID: 'env-project',
  OPENAI_WEBHOOK_SECRET: 'env-webhook',
  OPENAI_CUSTOM_HEADERS: 'Authorization: Bearer env-custom\nX-Custom: env-custom',
  OPENAI_LOG: 'debug',
};

let server: JudgeServer;
let answer: Answer | undefined;
const printed: string[] = [];

beforeEach(async () => {
  answer = undefined;
  printed.length = 0;
  server = await startJudgeServer({ answer: () => answer });
  for (const [name, value] of Object.entries(ENVIRONMENT)) vi.stubEnv(name, value);
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...words) => {
      printed.push(inspect(words, { depth: 9 }));
    });
  }
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await server.close();
});

/** All that a call shows to the outside: its judgment or its error with every property and cause. */
async function shownBy(baseUrl: string, apiKey: string | undefined): Promise<string> {
  try {
    const judge = createOpenAiJudge({ baseUrl, model: 'm', apiKey, taxonomy: errorAtlas, maxRetries: 0 });
    return JSON.stringify(await judge.judge(gsm8k, context, new AbortController().signal));
  } catch (error) {
    return inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error);
  }
}

test('only our own headers go out, whatever the environment says', async () => {
  await shownBy(server.url, KEY);
  const [request] = server.requests;
  expect(request?.headers.authorization).toBe(`Bearer ${KEY}`);
  expect(JSON.stringify(request)).not.toContain('env-');
  const names = Object.keys(request?.headers ?? {}).filter((name) => /openai|stainless|custom/.test(name));
  expect(names).toEqual([]);
  expect(printed).toEqual([]);
});

test('without a key no Authorization header goes out', async () => {
  await shownBy(server.url, undefined);
  expect(server.requests).toHaveLength(1);
  expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
});

const echo = `you sent Authorization: Bearer ${KEY}`;
test.each<[string, Answer]>([
  ['401', { kind: 'status', status: 401, body: { error: { message: echo } } }],
  ['403', { kind: 'status', status: 403, body: { error: { message: echo } } }],
  ['404', { kind: 'status', status: 404, body: { error: { message: echo } } }],
  ['402', { kind: 'status', status: 402, body: echo }],
  ['400', { kind: 'status', status: 400, body: { detail: echo } }],
  ['500', { kind: 'status', status: 500, body: echo }],
  ['a redirect', { kind: 'redirect', location: `https://${KEY}@elsewhere.example/?key=${KEY}` }],
  ['an error in a 200', { kind: 'status', status: 200, body: { error: { message: echo } } }],
  ['a broken reply', { kind: 'reply', content: echo }],
  ['a refusal', { kind: 'reply', content: null, refusal: echo }],
  ['a good reply', { kind: 'reply', content: JSON.stringify({ ...goodReply, summary: echo, title: KEY }) }],
  ['a lost connection', { kind: 'drop' }],
])('a server that echoes the key does not get it shown: %s', async (_, given) => {
  answer = given;
  expect(await shownBy(server.url, KEY)).not.toContain(KEY);
  expect(printed.join()).not.toContain(KEY);
});

test.each([
  ['http://127.0.0.1:1/v1', KEY],
  ['http://127.0.0.1:1/v1', `${KEY}\nX: 1`],
  [`http://user:${KEY}@127.0.0.1:1/v1`, undefined],
  ['nonsense', KEY],
])('nor does an address or a key that cannot work: %s', async (baseUrl, key) => {
  const shown = await shownBy(baseUrl, key);
  expect(shown).toContain('JudgeUnavailable');
  expect(shown).not.toContain(KEY);
});
