import { describe, expect, it } from 'vitest';
import { GOLD_COUNTS, type MeasuredKind, type Tally } from '../../../../src/judge/offline/counts';
import { measured, standing, talliesOf } from '../../../../src/judge/offline/measured';

const proven: MeasuredKind = 'invalid-json/broken';
const inferred: MeasuredKind = 'power-of-ten';
const times = (count: number, tally: Tally): Tally[] => Array.from({ length: count }, () => tally);

describe('standing', () => {
  it('trusts a proof before it was counted, and no inference', () => {
    expect(standing(proven, [])).toEqual({ confidence: 0.93, speaks: true });
    expect(standing(inferred, [])).toMatchObject({ speaks: false });
    expect(standing(inferred, []).confidence).toBeLessThan(0.6);
  });

  it('lets an inference speak once it was right often enough, in datasets enough', () => {
    expect(standing(inferred, times(5, [2, 0])).speaks).toBe(true);
    expect(standing(inferred, [[90, 0]]).speaks).toBe(false);
    expect(standing(inferred, times(2, [20, 0])).speaks).toBe(false);
    expect(standing(inferred, times(6, [2, 2])).speaks).toBe(false);
  });

  it('counts a dataset as four findings at most', () => {
    expect(standing(inferred, [[40, 0]])).toEqual(standing(inferred, [[4, 0]]));
    expect(standing(proven, [[30, 30]])).toEqual(standing(proven, [[2, 2]]));
  });

  it('silences what is wrong too often, proven or not', () => {
    expect(standing(proven, times(3, [1, 3])).speaks).toBe(false);
  });

  it.each(Object.keys(GOLD_COUNTS) as MeasuredKind[])('%s is a share', (kind) => {
    const { confidence } = measured(kind);
    expect(confidence).toBeGreaterThanOrEqual(0);
    expect(confidence).toBeLessThan(1);
    for (const [right, wrong] of talliesOf(kind)) expect(right + wrong).toBeGreaterThan(0);
  });
});
