import { describe, expect, it } from 'vitest';
import { askedCalculation } from '../../../../../src/judge/offline/rules/askedCalculation';
import { found, silent } from '../failingExample';

describe('askedCalculation', () => {
  it('finds a wrong result', () => {
    const finding = found(askedCalculation, {
      input: 'Answer the question. What is 40 + 6?',
      output: '56',
      references: ['46'],
    });
    expect(finding.evidence).toEqual(['56']);
    expect(finding.summary).toContain('makes 46');
  });

  it.each([
    ['a right result', { input: 'What is 40 + 6?', output: '46', references: ['46'] }],
    ['a word problem', { input: 'Bo has 40 + 6 eggs. How many are left?', output: '56', references: ['46'] }],
    ['a reference of another opinion', { input: 'What is 40 + 6?', output: '56', references: ['100'] }],
    ['no calculation', { input: 'What is 40?', output: '56', references: ['40'] }],
    ['a rounded result', { input: 'What is 10 / 4?', output: '3', references: ['2.5'] }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(askedCalculation, parts);
  });
});
