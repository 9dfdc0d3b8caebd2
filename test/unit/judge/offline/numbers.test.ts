import { describe, expect, it } from 'vitest';
import { numbersIn, sameNumber, written } from '../../../../src/judge/offline/numbers';

const values = (text: string): number[] => numbersIn(text).map((number) => number.value);

describe('numbersIn', () => {
  it.each([
    ['1,234 and 1234.50', [1234, 1234.5]],
    ['$18, -$3.5 and .25', [18, -3.5, 0.25]],
    ['16-3 subtracts', [16, 3]],
    ['ends with 18.', [18]],
    ['12%, 1e3', [12, 1000]],
    ['D1, x2 and v1_3 are names', []],
    ['3,5 is nobody’s number', []],
  ])('%s', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it('knows where a number stands, with its sign and currency', () => {
    const text = 'pays -$3.50 now';
    const [number] = numbersIn(text);
    expect(text.slice(number?.start, number?.end)).toBe('-$3.50');
    expect(number).toMatchObject({ currency: true, decimals: 2, percent: false });
  });
});

it('takes floating-point noise for equal', () => {
  expect(sameNumber(0.1 + 0.2, 0.3)).toBe(true);
  expect(sameNumber(18, 18.01)).toBe(false);
});

it('writes numbers for people', () => {
  expect(written(1234567.5)).toBe('1,234,567.5');
});
