import { afterEach, expect, test } from 'vitest';
import type { LanguageModel, Prompt } from '../../../../src/judge/languageModel';
import { createOpenAiJudge } from '../../../../src/judge/openai/openAiJudge';
import { redactExample } from '../../../../src/judge/redact/redactExample';
import { redactingModel } from '../../../../src/judge/redact/redactingModel';
import { redactionOf, redactionVersion } from '../../../../src/judge/redact/redaction';
import type { Example } from '../../../../src/model/example';
import { errorAtlas } from '../../../../src/model/taxonomies/builtin';
import { type JudgeServer, startJudgeServer } from '../../../support/judgeServer';
import { context, goodReply, gsm8k, KEY } from '../openai/fixtures';

let server: JudgeServer | undefined;
afterEach(() => server?.close());

const MAIL = 'grace.hopper@navy.example.org';
const PHONE = '+1 415 555 0132';
const OUTPUT = `Dear ${MAIL}, I called ${PHONE}.\nThe total is 41, so write to ${MAIL} for the other half.`;

/** Its details stand in every text that a prompt is made of. */
const example: Example = {
  ...gsm8k,
  input: `${gsm8k.input} Ask ${MAIL}.`,
  output: OUTPUT,
  references: [`42 (${PHONE})`],
  choices: [`mail ${MAIL}`, 'wait'],
  explanation: `The grader is ${MAIL}`,
};
const withMore = {
  ...context,
  correctPredictions: [{ model: 'other', output: `It is 42, says ${MAIL}.` }],
  exemplars: [
    {
      ...{ key: 'f'.repeat(32), category: errorAtlas.categories[0]?.name ?? '', author: 'a' },
      ...{ createdAt: '2026-01-01T00:00:00.000Z', note: `as ${MAIL} told me` },
    },
  ],
};

const judgeWith = (url: string, exemplarVersion: string) =>
  createOpenAiJudge({ baseUrl: url, model: 'm', apiKey: KEY, taxonomy: errorAtlas, maxRetries: 0, exemplarVersion });

test('no detail leaves, quotes lead back to the original output, and it is counted', async () => {
  server = await startJudgeServer({
    answer: () => ({
      kind: 'reply',
      content: JSON.stringify({
        ...goodReply,
        title: 'Wrong mail to [email 1]',
        criteria: [
          { need: 'total', quote: 'The total is 41, so write to [email 1]', state: 'incorrect', note: '' },
          { need: 'call', quote: 'I called [phone 1].', state: 'correct', note: '' },
        ],
      }),
    }),
  });
  const judge = judgeWith(server.url, redactionVersion('standard'));
  const judgment = await judge.judge(example, withMore, new AbortController().signal);
  const sent = JSON.stringify(server.requests.map(({ body }) => body));
  expect(sent).not.toContain('hopper');
  expect(sent).not.toContain('555');
  expect(sent).toContain('Dear [email 1], I called [phone 1].');

  expect(judgment).toMatchObject({ status: 'judged', redacted: 9 });
  expect(judgment.droppedEvidence).toBeUndefined();
  expect(judgment.evidence.map(({ quote }) => quote)).toEqual([
    `I called ${PHONE}.`,
    `The total is 41, so write to ${MAIL}`,
  ]);
  for (const { quote, start, end } of judgment.evidence) expect(OUTPUT.slice(start, end)).toBe(quote);
  expect(judgment.criteria.map(({ evidence }) => evidence)).toContain(`I called ${PHONE}.`);
  // The judge's own words stay as it wrote them.
  expect(judgment.title).toBe('Wrong mail to [email 1]');
});

test('without the option everything is sent as it is', async () => {
  server = await startJudgeServer({ answer: () => ({ kind: 'reply', content: JSON.stringify(goodReply) }) });
  const judgment = await judgeWith(server.url, '').judge(example, context, new AbortController().signal);
  expect(JSON.stringify(server.requests[0]?.body)).toContain('hopper');
  expect(judgment.redacted).toBeUndefined();
});

test("a judge's identity tells what it saw, with exemplars and without", () => {
  for (const redaction of ['off', 'standard', 'strict'] as const) {
    for (const before of ['v2-abc', 'v2-abc+x8-12345678']) {
      expect(redactionOf({ promptVersion: before + redactionVersion(redaction) })).toBe(redaction);
    }
  }
});

test("quotes of an agent's steps lead back to its messages", () => {
  const messages = [
    { role: 'user', content: `Find ${MAIL}` },
    { role: 'tool', content: `${PHONE} belongs to ${MAIL}, page 7` },
  ];
  const shown = redactExample({ ...example, messages }, context, 'standard');
  const content = shown.example.messages?.[1]?.content ?? '';
  const start = content.indexOf('belongs');
  const quote = content.slice(start, content.length);
  const restored = shown.restore({
    ...{ key: example.key, category: 'c', title: 't', summary: 's', criteria: [], evidence: [], confidence: 1 },
    ...{ judge: { kind: 'openai', model: 'm', promptVersion: 'v', taxonomy: 't@1' }, status: 'judged' },
    createdAt: '2026-01-01T00:00:00.000Z',
    stepEvidence: [{ quote, start, end: content.length, step: 1, message: 1 }],
  });
  const [found] = restored.stepEvidence ?? [];
  expect(found?.quote).toBe(`belongs to ${MAIL}, page 7`);
  expect(messages[1]?.content.slice(found?.start, found?.end)).toBe(found?.quote);
});

test('titles that go to a model while a taxonomy is built lose their details, too', async () => {
  const asked: Prompt[] = [];
  const model = {
    ...{ kind: 'openai', model: 'm', concurrency: 3, calls: 7 },
    ask: async (prompt: Prompt) => {
      asked.push(prompt);
      return { value: 'x', usage: { promptTokens: 0, completionTokens: 0 } };
    },
  } as unknown as LanguageModel;
  const redacting = redactingModel(model, 'standard');
  await redacting.ask(
    { system: 's', user: `1. Mail to ${MAIL}\n2. Mail to ${MAIL}` },
    {} as never,
    new AbortController().signal,
  );
  expect(asked).toEqual([{ system: 's', user: '1. Mail to [email 1]\n2. Mail to [email 1]' }]);
  expect([redacting.calls, redacting.concurrency, redacting.model]).toEqual([7, 3, 'm']);
});
