import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { BEST_DIALECT, type Dialect, type DialectMemory, dialectId } from '../../../../src/judge/openai/dialect';
import { findLocalServers, listModels } from '../../../../src/judge/openai/models';
import { createOpenAiJudge } from '../../../../src/judge/openai/openAiJudge';
import { azureBaseUrl, PRESETS } from '../../../../src/judge/openai/presets';
import { probeEndpoint } from '../../../../src/judge/openai/probe';
import { errorAtlas } from '../../../../src/model/taxonomies/builtin';
import { type JudgeServerOptions, startJudgeServer } from '../../../support/judgeServer';
import { context, gsm8k, KEY } from './fixtures';

const never = new AbortController().signal;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function serve(options: JudgeServerOptions = {}) {
  const server = await startJudgeServer(options);
  closing.push(() => server.close());
  return server;
}

/** Answers everything the same, and keeps what it was asked. */
async function serveAnswer(status: number, body: string, headers: Record<string, string> = {}) {
  const asked: { url: string | undefined; headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, response) => {
    asked.push({ url: request.url, headers: request.headers });
    if (status === 0) return;
    response.writeHead(status, headers);
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

class Memory implements DialectMemory {
  readonly known = new Map<string, unknown>();
  recall(id: string): unknown {
    return this.known.get(id);
  }
  remember(id: string, dialect: Dialect): void {
    this.known.set(id, dialect);
  }
}

describe('presets', () => {
  test('have names and addresses of their own, and say whether a key is needed', () => {
    expect(PRESETS.map(({ name }) => name)).toEqual([
      ...['OpenAI', 'Azure OpenAI', 'OpenRouter', 'Ollama', 'vLLM', 'LM Studio', 'llama.cpp server'],
    ]);
    for (const { baseUrl, key, keyVariable } of PRESETS) {
      if (baseUrl !== undefined) expect(new URL(baseUrl).pathname).toMatch(/\/v1$/);
      if (key === 'needed') expect(keyVariable).toMatch(/^[A-Z_]+_KEY$/);
      if (key === 'none') expect(new URL(baseUrl ?? '').hostname).toBe('127.0.0.1');
    }
  });

  test('Azure has the v1 API, or a dated one with the deployment in the path', () => {
    expect(azureBaseUrl('https://x.openai.azure.com/', 'my gpt', '')).toBe('https://x.openai.azure.com/openai/v1');
    expect(azureBaseUrl(' https://x.openai.azure.com ', 'my gpt', '2024-10-21')).toBe(
      'https://x.openai.azure.com/openai/deployments/my%20gpt?api-version=2024-10-21',
    );
    expect(() => azureBaseUrl('not an address', 'd', '')).toThrow(TypeError);
  });

  test('Azure gets its key in its own header and the version with every call', async () => {
    const { origin, asked } = await serveAnswer(400, '{"error":{"message":"no"}}');
    const judge = createOpenAiJudge({
      ...{ baseUrl: azureBaseUrl(origin, 'dep', '2024-10-21'), model: 'dep', apiKey: KEY, taxonomy: errorAtlas },
    });
    await judge.judge(gsm8k, context, never);
    expect(asked[0]?.url).toBe('/openai/deployments/dep/chat/completions?api-version=2024-10-21');
    expect(asked[0]?.headers['api-key']).toBe(KEY);
    expect(asked[0]?.headers.authorization).toBeUndefined();
  });
});

describe('the list of models', () => {
  test('is that of the endpoint, without what answers no chat', async () => {
    const server = await serve({ key: KEY, models: ['gpt-5-mini', 'text-embedding-3-small', 'a-model', 'whisper-1'] });
    expect(await listModels({ baseUrl: server.url, apiKey: KEY }, never)).toEqual(['a-model', 'gpt-5-mini']);
  });

  test.each([
    [401, '{"error":{"message":"sk-test-Zx81kQ0aLm33 is wrong"}}', /refused the key \(401\)/],
    [404, 'nothing', /no list of models \(404\)/],
    [200, '<html>', /gives no list of models/],
    [200, '{"data":"none"}', /gives no list of models/],
    [500, 'oh', /answered 500/],
    [302, '', /redirects to http:\/\/127\.0\.0\.1/],
  ])('that is none is told: %d %s', async (status, body, words) => {
    const { origin } = await serveAnswer(status, body, { location: '/elsewhere' });
    const list = listModels({ baseUrl: `${origin}/v1`, apiKey: KEY }, never);
    await expect(list).rejects.toThrow(words);
    await expect(list).rejects.not.toThrow(KEY);
  });

  test('ends with its time and with its caller', async () => {
    const { origin } = await serveAnswer(0, '');
    await expect(listModels({ baseUrl: origin, apiKey: undefined, timeoutMs: 30 }, never)).rejects.toThrow(/in time/);
    const caller = new AbortController();
    const list = listModels({ baseUrl: origin, apiKey: undefined }, caller.signal);
    caller.abort(new Error('the list is closed'));
    await expect(list).rejects.toThrow('the list is closed');
  });
});

describe('servers on this machine', () => {
  test('are found where they run, without a key; others are left out soon', async () => {
    const server = await serve({ models: ['qwen3:8b'] });
    const silent = await serveAnswer(0, '');
    const other = await serveAnswer(200, '<html>a router</html>');
    const started = performance.now();
    const found = await findLocalServers(
      [
        { name: 'Ollama', baseUrl: server.url },
        { name: 'silent', baseUrl: `${silent.origin}/v1` },
        { name: 'other', baseUrl: `${other.origin}/v1` },
        { name: 'nobody', baseUrl: 'http://127.0.0.1:1/v1' },
      ],
      never,
    );
    expect(found).toEqual([{ name: 'Ollama', baseUrl: server.url, models: ['qwen3:8b'] }]);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(other.asked.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });
});

describe('the test question', () => {
  test.each([
    [{}, { format: 'json_schema', tokensField: 'max_tokens' }],
    [{ formats: ['json_object'] }, { format: 'json_object', tokensField: 'max_tokens' }],
    [{ formats: [] }, { format: 'text', tokensField: 'max_tokens' }],
    [{ tokensField: 'max_completion_tokens' }, { format: 'json_schema', tokensField: 'max_completion_tokens' }],
  ] as [JudgeServerOptions, Partial<Dialect>][])(
    'finds out what %j understands, and it is remembered',
    async (options, expected) => {
      const server = await serve({ key: KEY, ...options });
      const dialects = new Memory();
      const { dialect, repliesInJson } = await probeEndpoint(
        { baseUrl: server.url, model: 'test-judge', apiKey: KEY, dialects },
        never,
      );
      expect(dialect).toMatchObject(expected);
      expect(repliesInJson).toBe(true);
      expect(dialects.recall(dialectId(server.url, 'test-judge'))).toEqual(dialect);
      expect(JSON.stringify([...dialects.known])).not.toContain(KEY);

      const asked = server.requests.length;
      const judge = createOpenAiJudge({
        baseUrl: server.url,
        model: 'test-judge',
        apiKey: KEY,
        taxonomy: errorAtlas,
        dialects,
      });
      expect((await judge.judge(gsm8k, context, never)).status).toBe('judged');
      expect(server.requests).toHaveLength(asked + 1);
    },
  );

  test('a form that is taken and not kept to is no form', async () => {
    const server = await serve({
      answer: (_, { body }) =>
        body.response_format ? { kind: 'reply', content: '' } : { kind: 'reply', content: '{"day":"Tuesday"}' },
    });
    const { dialect } = await probeEndpoint({ baseUrl: server.url, model: 'm', apiKey: undefined }, never);
    expect(dialect.format).toBe('text');
  });

  test('a model that replies in no form is told apart', async () => {
    const server = await serve({ answer: () => ({ kind: 'reply', content: 'Tuesday!' }) });
    const result = await probeEndpoint({ baseUrl: server.url, model: 'm', apiKey: undefined }, never);
    expect(result).toMatchObject({ repliesInJson: false, dialect: { format: 'text' } });
  });

  test.each([
    [{ key: 'sk-another-0123456789' }, /refused the key \(401\)/],
    [{ models: ['other'] }, /doesn't know the model "test-judge"/],
  ] as [JudgeServerOptions, RegExp][])('fails in words: %j', async (options, words) => {
    const server = await serve(options);
    const probe = probeEndpoint({ baseUrl: server.url, model: 'test-judge', apiKey: KEY }, never);
    await expect(probe).rejects.toThrow(words);
  });

  test('holds nothing of the user', async () => {
    const server = await serve();
    await probeEndpoint({ baseUrl: server.url, model: 'm', apiKey: undefined }, never);
    expect(server.requests).toHaveLength(1);
    expect(JSON.stringify(server.requests[0]?.body.messages)).toMatch(/Which day follows Monday/);
  });
});

describe('what is remembered of an endpoint', () => {
  test('is asked anew when the endpoint refuses what it took before', async () => {
    const server = await serve({ tokensField: 'max_tokens' });
    const dialects = new Memory();
    const id = dialectId(server.url, 'm');
    dialects.remember(id, { format: 'text', tokensField: 'max_completion_tokens', temperature: false });
    const judge = createOpenAiJudge({
      baseUrl: server.url,
      model: 'm',
      apiKey: undefined,
      taxonomy: errorAtlas,
      dialects,
    });
    expect((await judge.judge(gsm8k, context, never)).status).toBe('judged');
    expect(dialects.recall(id)).toEqual(BEST_DIALECT);
    expect(server.requests).toHaveLength(2);
  });

  test('is no trap when it is nonsense', async () => {
    const server = await serve();
    const dialects = new Memory();
    dialects.known.set(dialectId(server.url, 'm'), { format: 'xml' });
    const judge = createOpenAiJudge({
      baseUrl: server.url,
      model: 'm',
      apiKey: undefined,
      taxonomy: errorAtlas,
      dialects,
    });
    expect((await judge.judge(gsm8k, context, never)).status).toBe('judged');
    expect(dialects.recall(dialectId(server.url, 'm'))).toEqual(BEST_DIALECT);
  });
});
