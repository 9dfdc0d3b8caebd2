import { describe, expect, it } from 'vitest';
import { type Annotator, type GoldPart, goldKey, readGold, readLabels } from '../gold/gold';

const parts: GoldPart[] = ['dev', 'test', 'passing'];
const [dev = [], test = [], passing = []] = await Promise.all(parts.map((part) => readGold(part)));
const failing = [...dev, ...test];
const datasets = (examples: { dataset: string }[]) => new Set(examples.map((example) => example.dataset));

describe('the gold set', () => {
  it('has at least 400 failing examples, about half of them in each part', () => {
    expect(failing.length).toBeGreaterThanOrEqual(400);
    expect(dev.length / failing.length).toBeGreaterThan(0.4);
    expect(dev.length / failing.length).toBeLessThan(0.6);
  });

  it('has at least 150 examples of real models', () => {
    expect(failing.filter(({ metadata }) => metadata?.origin === 'run').length).toBeGreaterThanOrEqual(150);
    for (const { metadata } of failing) expect(['run', 'written']).toContain(metadata?.origin);
  });

  it('holds each output once', () => {
    const keys = [...failing, ...passing].map(goldKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('shares no dataset and no question between dev and test', () => {
    expect([...datasets(dev)].filter((dataset) => datasets(test).has(dataset))).toEqual([]);
    const inputs = new Set(dev.map(({ input }) => input));
    expect(test.filter(({ input }) => inputs.has(input))).toEqual([]);
  });

  it('keeps every dataset in the file of its name', () => {
    for (const { dataset, source } of [...failing, ...passing]) {
      expect(source.path.replaceAll('\\', '/')).toMatch(new RegExp(`/${dataset}\\.jsonl$`));
    }
  });

  it('asks every model of an example the same question', () => {
    const inputs = new Map<string, string>();
    for (const { dataset, id, input, references } of [...failing, ...passing]) {
      const asked = JSON.stringify([input, references]);
      const known = inputs.get(JSON.stringify([dataset, id])) ?? asked;
      expect(asked).toBe(known);
      inputs.set(JSON.stringify([dataset, id]), known);
    }
  });

  it('gives failing examples no full score and passing ones no failing', () => {
    for (const { score } of failing) expect(score).toBe(0);
    for (const { score } of passing) expect(score).toBe(1);
  });
});

describe.each<Annotator>(['A', 'B', 'settled'])('the labels of %s', async (annotator) => {
  const labels = await readLabels(annotator);
  const keys = new Set(failing.map(goldKey));

  it('are of failing examples', () => {
    expect([...labels.keys()].filter((key) => !keys.has(key))).toEqual([]);
  });

  it.skipIf(labels.size === 0)('are complete', () => {
    expect([...keys].filter((key) => !labels.has(key))).toEqual([]);
  });
});

it('both parts hold technical and other failures, and every kind of technical failure', async () => {
  const labels = await readLabels('A');
  for (const part of [dev, test]) {
    const ours = part.flatMap((example) => labels.get(goldKey(example)) ?? []);
    const share = ours.filter(({ technical }) => technical).length / ours.length;
    expect(share).toBeGreaterThan(0.35);
    expect(share).toBeLessThan(0.75);
    const technical = new Set(ours.filter((label) => label.technical).map(({ category }) => category));
    expect([...technical]).toEqual(
      expect.arrayContaining([
        'Missing Required Element',
        'Computation Error',
        'Output Formatting Error',
        'Incomplete Reasoning',
        'Counting/Enumeration Error',
        'Tool/API Usage Error',
        'Implementation Error',
        'Inappropriate Refusal or Non-Response',
      ]),
    );
    expect(ours.some(({ labelNoise }) => labelNoise)).toBe(true);
  }
});
