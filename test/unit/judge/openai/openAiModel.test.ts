import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { replyForm } from '../../../../src/judge/languageModel';
import { createOpenAiModel } from '../../../../src/judge/openai/openAiModel';
import { type JudgeServer, type JudgeServerOptions, startJudgeServer } from '../../../support/judgeServer';

const servers: JudgeServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

const FORM = replyForm(
  'names',
  z.object({ names: z.array(z.enum(['A', 'B'])) }),
  z.object({ names: z.array(z.string()) }),
);
const PROMPT = { system: 'You name.', user: 'Name them.' };
const GOOD = '{"names":["A","Z"]}';

async function ask(options: JudgeServerOptions, signal = new AbortController().signal) {
  const server = await startJudgeServer(options);
  servers.push(server);
  const model = createOpenAiModel({ baseUrl: server.url, model: 'm', apiKey: undefined, maxRetries: 1 });
  const answered = model.ask(PROMPT, FORM, signal);
  return { server, model, answered };
}

type Answers = NonNullable<JudgeServerOptions['answer']>;

const replies =
  (...contents: string[]): Answers =>
  (call) => ({
    kind: 'reply',
    content: contents[Math.min(call, contents.length) - 1],
  });

describe('a model that is asked for JSON', () => {
  it('is told the schema, and what it lets through all the same comes out', async () => {
    const { server, answered } = await ask({ answer: replies(GOOD) });
    const { value, usage } = await answered;
    expect(value).toEqual({ names: ['A', 'Z'] });
    expect(usage.promptTokens).toBeGreaterThan(0);
    const [{ body } = {}] = server.requests;
    expect(body?.messages).toEqual([
      { role: 'system', content: 'You name.' },
      { role: 'user', content: 'Name them.' },
    ]);
    expect(body?.response_format?.json_schema).toMatchObject({
      name: 'names',
      schema: { properties: { names: { items: { enum: ['A', 'B'] } } } },
    });
  });

  it.each([[['json_object'] as const], [[] as const]])('at a server that knows %j only', async (formats) => {
    const answer: Answers = (_, { body }) => {
      const format = body.response_format?.type;
      const isKnown = format === undefined || formats.some((known) => known === format);
      return isKnown ? { kind: 'reply', content: `<think>hm {}</think>Here:\n\`\`\`json\n${GOOD}\n\`\`\`` } : undefined;
    };
    const { answered } = await ask({ formats, answer });
    expect((await answered).value).toEqual({ names: ['A', 'Z'] });
  });

  it('is asked once more when its reply can not be used, with what was wrong', async () => {
    const { server, model, answered } = await ask({ answer: replies('I would rather not.', GOOD) });
    expect((await answered).value).toEqual({ names: ['A', 'Z'] });
    expect(model.calls).toBe(2);
    expect(server.requests[1]?.body.messages.slice(2)).toMatchObject([
      { role: 'assistant', content: 'I would rather not.' },
      { role: 'user', content: expect.stringContaining('no complete JSON object') },
    ]);
  });

  it.each([
    ['twice no JSON', replies('no', 'no'), /can't be used: it holds no complete JSON object/],
    [
      'a refused input',
      () => ({ kind: 'status', status: 400, body: { error: { message: 'this input is not allowed' } } }),
      /not allowed/,
    ],
    ['a refusal', () => ({ kind: 'reply', content: null, refusal: 'I may not' }), /I may not/],
  ] as [string, Answers, RegExp][])('%s is about this question alone', async (_, answer, message) => {
    const { answered } = await ask({ answer });
    await expect(answered).rejects.toMatchObject({ name: 'ReplyUnusable', message: expect.stringMatching(message) });
  });

  it('a refused key is about all questions', async () => {
    const { answered } = await ask({ key: 'sk-right-1234' });
    await expect(answered).rejects.toMatchObject({ name: 'JudgeUnavailable' });
    expect(() => createOpenAiModel({ baseUrl: 'ftp://x', model: 'm', apiKey: undefined })).toThrow(
      'not an http(s) address',
    );
  });

  it('ends at once when cancelled', async () => {
    const stop = new AbortController();
    const { answered } = await ask({ answer: () => ({ kind: 'hang' }) }, stop.signal);
    setTimeout(() => stop.abort(new Error('enough')), 30);
    await expect(answered).rejects.toThrow('enough');
  });
});
