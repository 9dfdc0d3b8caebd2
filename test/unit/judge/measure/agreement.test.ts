import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreementOf, cohensKappa, confusionsOf, type NamePair } from '../../../../src/judge/measure/agreement';

function pairs(...counted: [a: string, b: string, count: number][]): NamePair[] {
  return counted.flatMap(([a, b, count]) => Array.from({ length: count }, () => ({ a, b })));
}

/** Two readers of 50 proposals, a common textbook example: κ = 0.4. */
const readers = pairs(['yes', 'yes', 20], ['yes', 'no', 5], ['no', 'yes', 10], ['no', 'no', 15]);

describe('κ', () => {
  test('is what it is by hand', () => {
    expect(cohensKappa(readers)).toBeCloseTo(0.4, 10);
    expect(agreementOf(readers).observed).toBeCloseTo(0.7, 10);
  });

  test('is 1 for equal names, 0 for chance, below 0 for less', () => {
    expect(cohensKappa(pairs(['a', 'a', 3], ['b', 'b', 2]))).toBe(1);
    expect(cohensKappa(pairs(['a', 'a', 5], ['a', 'b', 5], ['b', 'a', 5], ['b', 'b', 5]))).toBeCloseTo(0);
    expect(cohensKappa(pairs(['a', 'b', 5], ['b', 'a', 5]))).toBe(-1);
  });

  test('is not there where chance alone would agree always, and without pairs', () => {
    expect(cohensKappa(pairs(['a', 'a', 5]))).toBeNull();
    expect(agreementOf([])).toEqual({ pairs: 0, observed: null, kappa: null, interval: null });
    expect(agreementOf(pairs(['a', 'b', 1])).interval).toBeNull();
  });

  test('does not depend on who is first, nor on order', () => {
    const name = fc.constantFrom('a', 'b', 'c');
    fc.assert(
      fc.property(fc.array(fc.record({ a: name, b: name }), { minLength: 1, maxLength: 40 }), (given) => {
        const kappa = cohensKappa(given);
        const turned = cohensKappa(given.toReversed().map(({ a, b }) => ({ a: b, b: a })));
        if (kappa === null) expect(turned).toBeNull();
        else expect(turned).toBeCloseTo(kappa, 10);
        expect(kappa ?? 0).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the interval of κ', () => {
  test('is about the textbook one, encloses κ, and is the same again', () => {
    const { kappa, interval } = agreementOf(readers);
    const [low, high] = interval ?? [Number.NaN, Number.NaN];
    expect(low).toBeLessThan(kappa ?? 0);
    expect(high).toBeGreaterThan(kappa ?? 1);
    // By Fleiss's large-sample formula the standard error is 0.128.
    expect(low).toBeCloseTo(0.4 - 1.96 * 0.128, 1);
    expect(high).toBeCloseTo(0.4 + 1.96 * 0.128, 1);
    expect(agreementOf(readers).interval).toEqual(interval);
  });

  test('narrows with more pairs', () => {
    const width = (given: NamePair[]) => {
      const [low, high] = agreementOf(given).interval ?? [0, 0];
      return high - low;
    };
    expect(width([...readers, ...readers, ...readers, ...readers])).toBeLessThan(0.6 * width(readers));
  });
});

test('confusions are counted, most frequent first', () => {
  expect(confusionsOf(readers)).toEqual([
    { a: 'no', b: 'yes', count: 10 },
    { a: 'yes', b: 'no', count: 5 },
  ]);
});
