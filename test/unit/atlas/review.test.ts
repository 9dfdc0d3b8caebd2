import { describe, expect, it } from 'vitest';
import { drawQueue, type ReviewCandidate } from '../../../src/atlas/review/queue';
import { reviewResult } from '../../../src/atlas/review/result';
import { strataOf } from '../../../src/atlas/review/strata';

const TAXONOMY = { taxonomy: 'erroratlas@1' };

function candidate(key: string, change: Partial<ReviewCandidate> = {}): ReviewCandidate {
  const category = change.category ?? 'Computation Error';
  return {
    ...{ key, category, confidence: 0.9, suspectedLabelNoise: false },
    named: [{ category, judge: TAXONOMY }],
    ...change,
  };
}

const plain = Array.from({ length: 200 }, (_, i) => candidate(`plain-${i}`));
const unsure = Array.from({ length: 40 }, (_, i) => candidate(`unsure-${i}`, { confidence: 0.4 }));
const noisy = Array.from({ length: 40 }, (_, i) => candidate(`noisy-${i}`, { suspectedLabelNoise: true }));
const disputed = Array.from({ length: 40 }, (_, i) =>
  candidate(`disputed-${i}`, {
    named: [
      { category: 'Computation Error', judge: TAXONOMY },
      { category: 'Factual Error', judge: TAXONOMY },
    ],
  }),
);
const all = [...plain, ...unsure, ...noisy, ...disputed];

const keysOf = (drawn: ReturnType<typeof drawQueue>) => drawn.map(({ candidate: { key } }) => key);
const countOf = (drawn: ReturnType<typeof drawQueue>, stratum: string) =>
  drawn.filter((one) => one.stratum === stratum).length;

describe('what speaks for a look', () => {
  it('is told from confidence, doubts and other judges', () => {
    expect([...strataOf(candidate('a'))]).toEqual([]);
    expect([...strataOf(candidate('a', { confidence: 0.59, suspectedLabelNoise: true }))]).toEqual([
      'labelNoise',
      'lowConfidence',
    ]);
    expect(disputed[0] && [...strataOf(disputed[0])]).toEqual(['disagreement']);
  });

  it('is no disagreement between taxonomies', () => {
    const named = [
      { category: 'Computation Error', judge: TAXONOMY },
      { category: 'Arithmetic slip', judge: { taxonomy: 'mine@1' } },
    ];
    expect([...strataOf(candidate('a', { named }))]).toEqual([]);
  });
});

describe('a queue', () => {
  it('is three tenths control, the rest by turns of what matters', () => {
    const drawn = drawQueue(all, { size: 30, seed: 7 });
    expect(drawn).toHaveLength(30);
    expect(new Set(keysOf(drawn)).size).toBe(30);
    expect(countOf(drawn, 'control')).toBe(9);
    expect(['disagreement', 'labelNoise', 'lowConfidence'].map((stratum) => countOf(drawn, stratum))).toEqual([
      7, 7, 7,
    ]);
    for (const { stratum, candidate: one } of drawn) {
      if (stratum !== 'control') expect(strataOf(one).has(stratum)).toBe(true);
    }
  });

  it('is the same for the same seed, in whatever order examples come, and another for another', () => {
    const drawn = drawQueue(all, { size: 30, seed: 7 });
    expect(drawQueue([...all].reverse(), { size: 30, seed: 7 })).toEqual(drawn);
    expect(keysOf(drawQueue(all, { size: 30, seed: 8 }))).not.toEqual(keysOf(drawn));
  });

  it('draws its control from all, as often as each kind occurs', () => {
    const drawn = Array.from({ length: 200 }, (_, seed) => drawQueue(all, { size: 30, seed })).flat();
    const control = drawn.filter(({ stratum }) => stratum === 'control');
    const share = control.filter(({ candidate: { key } }) => key.startsWith('plain')).length / control.length;
    expect(share).toBeGreaterThan(0.58);
    expect(share).toBeLessThan(0.67);
  });

  it('fills up with control where little matters, and ends where there is no more', () => {
    const few = [...plain, ...unsure.slice(0, 2)];
    const drawn = drawQueue(few, { size: 30, seed: 1 });
    expect(drawn).toHaveLength(30);
    expect(countOf(drawn, 'control')).toBeGreaterThanOrEqual(28);
    expect(drawQueue(plain.slice(0, 5), { size: 30, seed: 1 })).toHaveLength(5);
    expect(drawQueue([], { size: 30, seed: 1 })).toEqual([]);
  });

  it('does not give the reasons away by its order', () => {
    const strata = drawQueue(all, { size: 30, seed: 7 }).map(({ stratum }) => stratum);
    const changes = strata.filter((stratum, i) => i > 0 && stratum !== strata[i - 1]).length;
    expect(changes).toBeGreaterThan(10);
  });
});

describe('the result of a review', () => {
  it('tells agreement by stratum, with its interval, of what was answered', () => {
    const one = (stratum: 'control' | 'labelNoise', said: string | null, skipped = false) => ({
      ...{ stratum, judged: 'Computation Error', said, skipped },
    });
    const result = reviewResult([
      ...Array.from({ length: 8 }, () => one('control', 'Computation Error')),
      one('control', 'Factual Error'),
      one('control', null, true),
      one('labelNoise', null),
    ]);
    expect(result).toMatchObject({ total: 11, answered: 9, skipped: 1 });
    expect(result.strata.map(({ stratum }) => stratum)).toEqual(['labelNoise', 'control']);
    expect(result.strata[0]).toEqual({ stratum: 'labelNoise', drawn: 1, compared: 0, same: 0, interval: null });
    const [low, high] = result.strata[1]?.interval ?? [0, 0];
    // Wilson's interval of 8 in 9.
    expect(low).toBeCloseTo(0.565, 3);
    expect(high).toBeCloseTo(0.98, 3);
  });
});
