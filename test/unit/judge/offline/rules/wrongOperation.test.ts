import { describe, expect, it } from 'vitest';
import { wrongOperation } from '../../../../../src/judge/offline/rules/wrongOperation';
import { found, silent } from '../failingExample';

describe('wrongOperation', () => {
  const references = [
    'Ducks: 16 - 7 = <<16-7=9>>9 eggs.\nMoney: 9 * 2 = $<<9*2=18>>18 a day.\nA week: 18 * 7 = <<18*7=126>>126\nA: 126',
  ];

  it('finds the same numbers joined otherwise', () => {
    const output = 'She has 16 + 7 = 23 eggs.\nShe makes 23 * 2 = $46.\nA: 46';
    const finding = found(wrongOperation, { output, references });
    expect(finding.evidence).toEqual(['16 + 7 = 23']);
    expect(finding.summary).toContain('where the reference takes “16 - 7 = 9”');
  });

  it.each([
    ['other numbers', { output: 'She has 16 - 3 = 13 eggs.\nA: 13' }],
    ['an order', { output: 'She has 7 - 16 = -9 eggs.\nA: -9' }],
    ['a slip', { output: 'She has 16 - 7 = 8 eggs.\nA: 8' }],
    ['a bare number', { output: '46' }],
    ['a reference without work', { output: '16 + 7 = 23\nA: 23', references: ['126'] }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(wrongOperation, { references, ...parts });
  });
});
