import { afterAll, describe, expect, it } from 'vitest';
import { type BuildRequest, buildTaxonomy } from '../../../src/errormap/build';
import { windowOf } from '../../../src/errormap/contextWindow';
import { BuildParameters } from '../../../src/errormap/parameters';
import { ReplyFolder } from '../../../src/errormap/replyCache';
import { createOpenAiModel } from '../../../src/judge/openai/openAiModel';
import { type Answer, type ChatRequest, type JudgeServer, startJudgeServer } from '../../support/judgeServer';
import { plantedAnswers, plantedTree } from '../../support/plantedTree';
import { titlesIn } from '../../support/recordedModel';
import { tempFolder } from '../../support/tempFolder';

const servers: JudgeServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

type Weak = (body: ChatRequest, form: string) => Answer | undefined;

const tree = plantedTree(120);

async function build(answer: Weak, more: Partial<BuildRequest> = {}) {
  const server = await startJudgeServer({
    answer: (call, request) => answer(request.body, formOf(request.body)) ?? plantedAnswers(tree, {})(call, request),
  });
  servers.push(server);
  const model = createOpenAiModel({ baseUrl: server.url, model: 'weak', apiKey: undefined, concurrency: 4 });
  const populated = await buildTaxonomy({
    ...{ failures: tree.failures, id: 'weak', name: 'Weak', model, parameters: BuildParameters.parse({}) },
    signal: new AbortController().signal,
    ...more,
  });
  return { ...populated, server };
}

function formOf({ response_format }: ChatRequest): string {
  return (response_format?.json_schema as { name?: string } | undefined)?.name ?? '';
}

const reply = (content: string): Answer => ({ kind: 'reply', content });

/** What the prompt shows as the form of its reply. */
function echo({ messages }: ChatRequest): Answer {
  return reply(/Reply with one JSON object: (.*)$/m.exec(messages[0]?.content ?? '')?.[1] ?? '');
}

/** Sorts titles by turns into the categories that the prompt lists, also where it gives their names alone. */
function inTurns({ messages }: ChatRequest): Answer {
  const [system = '', user = ''] = messages.map(({ content }) => content);
  const lines = (system.split('Categories:\n')[1] ?? '').split('\n\n')[0]?.split('\n') ?? [];
  const names = lines.map((line) => line.replace(/^- /, '').replace(/: .*/, '')).slice(0, 2);
  return reply(
    JSON.stringify({ assigned: titlesIn(user).map((_, i) => ({ n: i + 1, category: names[i % names.length] })) }),
  );
}

const USELESS: [string, Weak][] = [
  ['the form', echo],
  ['nothing', () => reply('')],
  ['half a JSON object', () => ({ kind: 'reply', content: '{"categories":[{"na', finishReason: 'length' })],
  ['prose', () => reply('Sure! Here are the categories that you asked for. First of all, errors are bad.')],
  ['an empty list', (_, form) => reply(JSON.stringify({ [form]: [] }))],
];

describe('a model that answers', () => {
  it.each(USELESS)('%s: the build ends with groups of like words, and says what it took', async (_, weak) => {
    const { built, places, server } = await build(weak);
    expect(built.source).toMatch(/^Grouped by like words .* since no categories of weak could be used/);
    expect(built.categories.length).toBeGreaterThan(1);
    expect(places.size + built.unassigned).toBe(120);
    const [step] = built.needs?.steps ?? [];
    expect(built.needs).toMatchObject({ byWords: true, steps: [{ step: 'constructing' }] });
    expect(step?.calls).toBe(server.calls());
    expect(built.calls).toBe(server.calls());
    expect(step?.refused.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(5);
    expect(step?.smaller).toBeGreaterThanOrEqual(3);
    // It gives up: the number of calls does not grow with the titles.
    expect(server.calls()).toBeLessThanOrEqual(20);
    expect(built.usage.promptTokens).toBeGreaterThan(0);
  });

  it('the form, but names when asked for them alone: these are categories, which their titles then describe', async () => {
    const { built } = await build(
      (body, form) => {
        if (form === 'names') return reply('{"names":["Computation Slip","Reading Lapse","…"]}');
        return form === 'categories' ? echo(body) : inTurns(body);
      },
      { parameters: BuildParameters.parse({ depth: 1 }) },
    );
    expect(built.needs?.byWords).toBe(false);
    expect(built.categories.map(({ name, count }) => [name, count])).toEqual([
      ['Computation Slip', 60],
      ['Reading Lapse', 60],
    ]);
    expect(built.categories[0]?.description).toMatch(/^Titles such as "/);
    const reviewing = built.needs?.steps.find(({ step }) => step === 'reviewing');
    expect(reviewing).toMatchObject({ fallbacks: 1, refused: [{ count: 1 }] });
  });

  it('only few titles at a time: batches are halved until it does', async () => {
    const sorted: number[] = [];
    const { built } = await build(
      (body, form) => {
        const titles = titlesIn(body.messages[1]?.content ?? '');
        if (form !== 'assigned') return undefined;
        sorted.push(titles.length);
        return titles.length > 13 ? reply('{"assigned":[]}') : inTurns(body);
      },
      { parameters: BuildParameters.parse({ depth: 1 }) },
    );
    expect(built.unassigned).toBe(0);
    expect(Math.max(...sorted)).toBe(50);
    const classifying = built.needs?.steps.find(({ step }) => step === 'classifying');
    expect(classifying?.smaller).toBeGreaterThan(2);
    expect(classifying?.fallbacks).toBe(0);
  });

  it('no title into a category: they are grouped by words, after few questions', async () => {
    const { built, server } = await build((_, form) =>
      form === 'assigned' ? reply('{"assigned":[{"n":1,"category":"name"}]}') : undefined,
    );
    expect(built.needs?.byWords).toBe(true);
    expect(server.calls()).toBeLessThanOrEqual(30);
  });

  it('with an error for what its context window can not hold: batches are cut to it', async () => {
    const WINDOW = 1_200;
    const { built } = await build((body) => {
      const tokens = Math.ceil(body.messages.reduce((sum, { content }) => sum + content.length, 0) / 4);
      if (tokens <= WINDOW) return undefined;
      const message = `This model's maximum context length is ${WINDOW} tokens. However, your messages resulted in ${tokens} tokens.`;
      return { kind: 'status', status: 400, body: { error: { message, type: 'invalid_request_error' } } };
    });
    expect(built.needs?.byWords).toBe(false);
    expect(built.unassigned).toBe(0);
    expect(built.needs?.steps.every(({ fallbacks }) => fallbacks === 0)).toBe(true);
  });
});

it('what was of no use is asked again by the next build, what was used is not', async () => {
  const { path } = await tempFolder({});
  const cache = new ReplyFolder(path);
  const first = await build((body, form) => (form === 'assigned' ? undefined : echo(body)), { cache });
  expect(first.built.needs?.byWords).toBe(true);
  const second = await build(() => undefined, { cache });
  expect(second.built).toMatchObject({ known: 0, needs: { byWords: false } });
  const third = await build(() => undefined, { cache });
  expect(third.built).toMatchObject({ calls: 0, known: second.built.calls });
});

it.each([
  ["This model's maximum context length is 4096 tokens. However, you requested 5000 tokens", 4096],
  ['the request (5000 tokens) exceeds the available context size (2048 tokens), try increasing it', 2048],
  ['the model is loaded with context length of only 4,096 tokens', 4096],
  ['the prompt exceeds the context window', 2048],
  ['timed out', undefined],
])('the window that "%s" tells of', (complaint, window) => {
  const prompt = { system: '', user: 'word '.repeat(3_000) };
  expect(windowOf(complaint, prompt)).toBe(window);
});
