import { describe, expect, it } from 'vitest';
import { stepsIn } from '../../../../src/judge/offline/arithmetic';
import { withSigns } from '../../../../src/judge/offline/spokenArithmetic';

describe('withSigns', () => {
  it.each([
    ['7 times 8 is 54.', 56, 54],
    ['So 120 minus 35 equals 95.', 85, 95],
    ['That is why $4.50 plus $2.25 makes $6.75.', 6.75, 6.75],
    ['84 divided by 4 gives 22, which', 21, 22],
    ['Half of 90 is 45.', 45, 45],
    ['A quarter of 60 kg is 20 kg.', 15, 20],
    ['3 crates times 12 bottles are 36 bottles.', 36, 36],
  ])('reads %j', (text, computed, stated) => {
    expect(withSigns(text)).toHaveLength(text.length);
    expect(stepsIn(text)).toMatchObject([{ computed, stated }]);
  });

  it.each([
    '4 times 5 is 3 more than 17.',
    'It is 5 times 3 or more.',
    'Half of 80 are 12 of them.',
    '2 + 3 times 4 is 20.',
    'Seat 4 minus is 3.',
    'He runs three times a week, 20 is too many.',
  ])('leaves %j alone', (text) => {
    expect(stepsIn(text)).toEqual([]);
  });

  it('is linear', () => {
    const text = '7 times 8 '.repeat(20_000);
    const start = performance.now();
    withSigns(text);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
