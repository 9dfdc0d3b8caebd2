import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analysisOf } from '../../../src/judge/openai/analysis';
import { userMessage } from '../../../src/judge/openai/prompt';
import { isTrajectory, locateInSteps, serialiseTrajectory } from '../../../src/judge/trajectory';
import type { Example, Message } from '../../../src/model/example';
import { agents } from '../../../src/model/taxonomies/builtin';
import { openDiskFile } from '../../../src/readers/diskFile';
import { inspect } from '../../../src/readers/inspect/inspect';

const messages: Message[] = [
  { role: 'system', content: 'You work for a shop.' },
  { role: 'user', content: 'How many are left of SKU-7?' },
  { role: 'assistant', content: 'I look it up.\n→ call lookup({"sku":"SKU-77"})' },
  { role: 'tool', content: 'stock: 41' },
  { role: 'assistant', content: '→ call submit({"answer":"41"})' },
  { role: 'tool', content: 'submitted' },
];

const example: Example = {
  ...{
    key: 'k',
    id: '1',
    dataset: 'shop',
    model: 'm',
    input: 'How many are left of SKU-7?',
    messages,
    output: '41 are left.',
  },
  ...{ references: ['5'], score: 0, passed: false, source: { path: 'a.eval', format: 'inspect' } },
};

describe('a trajectory as steps', () => {
  it('alternates actions and observations, and leads back to the messages', () => {
    const { text, steps, parts } = serialiseTrajectory(messages);
    expect(text).toBe(
      'Step 1\nact: I look it up.\n→ call lookup({"sku":"SKU-77"})\nobserve: stock: 41\n\nStep 2\nact: → call submit({"answer":"41"})\nobserve: submitted',
    );
    expect(steps).toBe(2);
    expect(parts.map(({ step, kind, message }) => [step, kind, message])).toEqual([
      [1, 'act', 2],
      [1, 'observe', 3],
      [2, 'act', 4],
      [2, 'observe', 5],
    ]);
    for (const { start, end, message } of parts) expect(text.slice(start, end)).toBe(messages[message]?.content);
  });

  it('cuts a long observation in its middle and says how much is missing', () => {
    const long = [...messages.slice(0, 3), { role: 'tool', content: `begin ${'x'.repeat(9_000)} end` }];
    const { text } = serialiseTrajectory(long);
    expect(text.length).toBeLessThan(1_700);
    expect(text).toMatch(/observe: begin x+\n\[… \d+ characters left out …\]\nx+ end$/);
  });

  it('keeps the first and the last steps of a long one', () => {
    const many = [
      messages[1],
      ...Array.from({ length: 200 }, (_, i) => [
        { role: 'assistant', content: `→ call f(${i}) ${'y'.repeat(300)}` },
        { role: 'tool', content: `saw ${i}` },
      ]).flat(),
    ] as Message[];
    const { text, steps, parts } = serialiseTrajectory(many);
    expect(steps).toBe(200);
    expect(text.length).toBeLessThanOrEqual(16_100);
    expect(text).toMatch(/^Step 1\n/);
    expect(text).toMatch(/\[… \d+ steps left out …\]\nStep 1\d\d\n/);
    expect(text).toContain('saw 199');
    const missing = Number(/\[… (\d+) steps left out …\]/.exec(text)?.[1]);
    expect(new Set(parts.map(({ step }) => step)).size).toBe(200 - missing);
    for (const { start, end, message } of parts) expect(text.slice(start, end)).toBe(many[message]?.content);
  });

  it('an ordinary conversation is none', () => {
    expect(isTrajectory({ messages })).toBe(true);
    expect(isTrajectory({ messages: messages.slice(0, 2) })).toBe(false);
    expect(isTrajectory({})).toBe(false);
    expect(serialiseTrajectory([])).toEqual({ text: '', steps: 0, parts: [] });
  });
});

describe('judging an agent', () => {
  it('the judge sees the steps between the task and the output; others see no such tag', () => {
    const context = { taxonomy: agents, correctPredictions: [], exemplars: [] };
    const text = userMessage(example, context);
    expect(text).toMatch(/<steps(\d+)>\nStep 1\n[\s\S]*<\/steps\1>\n<output\1>/);
    expect(text).toContain('name its number in the summary');
    expect(userMessage({ ...example, messages: messages.slice(0, 2) }, context)).not.toContain('steps');
  });

  it('evidence is located by step, and what stands nowhere is dropped', () => {
    const criterion = { need: 'looks up SKU-7', state: 'incorrect' as const, note: '' };
    const reply = {
      criteria: ['"sku":"SKU-77"', '41 are left', 'never said'].map((quote) => ({ ...criterion, quote })),
      ...{
        noise: '',
        summary: 'Step 1 looks up another item.',
        title: 'Wrong item',
        category: 'Entity Resolution Error',
        confidence: 0.9,
      },
    };
    const { evidence, stepEvidence, droppedEvidence, criteria } = analysisOf(example, reply);
    expect(evidence).toEqual([{ quote: '41 are left', start: 0, end: 11 }]);
    expect(stepEvidence).toMatchObject([{ quote: '"sku":"SKU-77"', step: 1, message: 2 }]);
    const [{ start = 0, end = 0 } = {}] = stepEvidence ?? [];
    expect(messages[2]?.content.slice(start, end)).toBe('"sku":"SKU-77"');
    expect(droppedEvidence).toBe(1);
    expect(criteria.map((one) => one.evidence)).toEqual(['"sku":"SKU-77"', '41 are left', '']);
  });
});

const SAMPLES = join(import.meta.dirname, '../../../../shared/samples/inspect-now');
const log = existsSync(SAMPLES) ? readdirSync(SAMPLES).find((name) => name.includes('agent')) : undefined;

it.skipIf(log === undefined)('a real agent log: every step is there, and its tool calls with it', async () => {
  const evaluation = await inspect.open(await openDiskFile(join(SAMPLES, log ?? '')));
  let trajectories = 0;
  for await (const reading of evaluation.read(new AbortController().signal)) {
    if (reading.kind !== 'example' || !isTrajectory(reading.example)) continue;
    trajectories += 1;
    const own = reading.example.messages ?? [];
    const { steps, text } = serialiseTrajectory(own);
    expect(steps).toBe(own.filter(({ role }) => role === 'assistant').length);
    expect(text).toContain('→ call ');
    const call =
      own
        .find(({ content }) => content.includes('→ call '))
        ?.content.split('\n')
        .at(-1) ?? '';
    expect(locateInSteps(own, [call])[0]).toMatchObject({ step: expect.any(Number) });
  }
  await evaluation.close();
  expect(trajectories).toBeGreaterThan(5);
});
