import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CorrectPredictionIndex } from '../../../src/judge/correctPredictions';
import { sampleFailures } from '../../../src/judge/sample';
import { entry } from '../../support/records';

const failures = Array.from({ length: 60 }, (_, i) =>
  entry({ key: `k${i}`, model: i % 2 === 0 ? 'x' : 'y', dataset: i < 40 ? 'd' : 'e' }),
);

describe('sampling failures', () => {
  it('takes the ratio of each model and dataset, at least one of each', () => {
    const drawn = sampleFailures(failures, { ratio: 0.1, seed: 1 });
    const of = (model: string, dataset: string) =>
      drawn.filter((e) => e.model === model && e.dataset === dataset).length;
    expect([of('x', 'd'), of('y', 'd'), of('x', 'e'), of('y', 'e')]).toEqual([2, 2, 1, 1]);
  });

  it('draws the same whatever the order, and a greater ratio keeps what a smaller one drew', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99 }), fc.double({ min: 0.05, max: 0.5, noNaN: true }), (seed, ratio) => {
        const keys = (entries: readonly { key: string }[]) => new Set(entries.map(({ key }) => key));
        const small = keys(sampleFailures(failures, { ratio, seed }));
        expect(keys(sampleFailures(failures.toReversed(), { ratio, seed }))).toEqual(small);
        const greater = keys(sampleFailures(failures, { ratio: ratio * 2, seed }));
        for (const key of small) expect(greater).toContain(key);
      }),
    );
  });

  it('another seed draws others; a limit takes the first', () => {
    expect(sampleFailures(failures, { ratio: 0.2, seed: 1 })).not.toEqual(
      sampleFailures(failures, { ratio: 0.2, seed: 2 }),
    );
    expect(sampleFailures(failures, { limit: 3 })).toEqual(failures.slice(0, 3));
  });
});

describe('informative correct predictions', () => {
  const passing = ['a', 'b', 'c', 'd'].map((model) => entry({ key: `p${model}`, model, passed: true }));
  const index = new CorrectPredictionIndex([
    ...passing,
    entry({ key: 'again', model: 'a', passed: true }),
    entry({ key: 'own', model: 'm', passed: true }),
    entry({ key: 'elsewhere', model: 'z', id: '2', passed: true }),
    entry({ key: 'failing', model: 'w' }),
  ]);

  it("are other models' passing outputs of the same example, one a model, the same for a seed", () => {
    const picked = index.pick(entry(), 3, 7);
    expect(picked).toHaveLength(3);
    expect(new Set(picked.map(({ model }) => model)).size).toBe(3);
    for (const { model } of picked) expect('abcd').toContain(model);
    expect(index.pick(entry(), 3, 7)).toEqual(picked);
  });

  it('are the same whatever the order of the files, and of several of one model any may be drawn', () => {
    const again = Array.from({ length: 20 }, (_, i) => entry({ key: `a${i}`, model: 'a', passed: true }));
    const all = [...passing, ...again];
    const reversed = new CorrectPredictionIndex(all.toReversed());
    for (let seed = 0; seed < 10; seed++) {
      expect(reversed.pick(entry(), 3, seed)).toEqual(new CorrectPredictionIndex(all).pick(entry(), 3, seed));
    }
    const drawn = Array.from(
      { length: 20 },
      (_, seed) => new CorrectPredictionIndex(again).pick(entry(), 1, seed)[0]?.key,
    );
    expect(new Set(drawn).size).toBeGreaterThan(3);
  });

  it('are of the same question, and have something to say', () => {
    const other = entry({ key: 'other', model: 'a', passed: true, preview: 'What is 3 + 4?' });
    const empty = entry({ key: 'empty', model: 'b', passed: true, outputLength: 0 });
    expect(new CorrectPredictionIndex([other, empty]).pick(entry())).toEqual([]);
  });

  it('are drawn by seed', () => {
    const draws = Array.from({ length: 20 }, (_, seed) => index.pick(entry(), 1, seed)[0]?.model);
    expect(new Set(draws).size).toBeGreaterThan(1);
  });

  it('are none where no other model passed', () => {
    expect(index.pick(entry({ dataset: 'other' }))).toEqual([]);
  });
});
