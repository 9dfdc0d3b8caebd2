import { describe, expect, it } from 'vitest';
import { stoppedEarly } from '../../../../../src/judge/offline/rules/stoppedEarly';
import { found, silent } from '../failingExample';

describe('stoppedEarly', () => {
  const references = [
    'Ducks: 16 - 7 = <<16-7=9>>9 eggs.\nMoney: 9 * 2 = $<<9*2=18>>18 a day.\nA week: 18 * 7 = <<18*7=126>>126\nA: 126',
  ];

  it('finds an answer that is an intermediate result', () => {
    const output = 'She has 16 - 7 = 9 eggs.\nShe makes 9 * 2 = $18.\nA: 18';
    const finding = found(stoppedEarly, { output, references });
    expect(finding.evidence).toEqual(['9 * 2 = $18']);
    expect(finding.summary).toContain('“18 * 7 = 126” is missing');
  });

  it.each([
    ['another way', { output: 'She has 16 - 3 = 13 eggs.\nShe makes 9 * 2 = 18.\nA: 18' }],
    ['the same number by chance', { output: 'She has 20 - 2 = 18.\nA: 18' }],
    ['a bare number', { output: '18' }],
    ['the right answer', { output: '18 * 7 = 126\nA: 126' }],
    ['a reference without work', { output: '9 * 2 = 18\nA: 18', references: ['126'] }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(stoppedEarly, { references, ...parts });
  });
});
