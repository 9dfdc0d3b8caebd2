import { describe, expect, it } from 'vitest';
import { overlookedGiven } from '../../../../../src/judge/offline/rules/overlookedGiven';
import { found, silent } from '../failingExample';

describe('overlookedGiven', () => {
  const input = 'Ducks lay 16 eggs. She eats three and bakes with four. She sells the rest for $2 each.';
  const references = ['16 - 3 - 4 = <<16-3-4=9>>9\n9 * 2 = <<9*2=18>>18\nA: 18'];

  it('finds a number of the task that is never used', () => {
    const output = 'She has 16 - 3 = 13 eggs.\nShe makes 13 * 2 = $26.\nA: 26';
    const finding = found(overlookedGiven, { input, references, output });
    expect(finding.summary).toContain('The task states 4');
    expect(finding.evidence).toEqual(['26']);
  });

  it.each([
    ['all numbers used', { output: '16 - 3 = 13, 13 + 4 = 17.\n17 * 2 = 34\nA: 34' }],
    ['a number used in words', { output: 'Four go into muffins: 16 - 3 = 13.\n13 * 2 = 26\nA: 26' }],
    [
      'a number that the reference does not use',
      { references: ['16 - 3 = <<16-3=13>>13\nA: 13'], output: '16 * 3 = 48\nA: 48' },
    ],
    ['a bare number', { output: '26' }],
    ['a reference without work', { references: ['18'], output: '16 - 3 = 13\nA: 13' }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(overlookedGiven, { input, references, ...parts });
  });
});
