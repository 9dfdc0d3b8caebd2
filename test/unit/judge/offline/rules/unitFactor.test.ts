import { describe, expect, it } from 'vitest';
import { unitFactor } from '../../../../../src/judge/offline/rules/unitFactor';
import { found, silent } from '../failingExample';

describe('unitFactor', () => {
  it('finds hours for minutes', () => {
    const finding = found(unitFactor, {
      input: 'The film lasts 2 hours. How many minutes is that?',
      output: 'The answer is 2.',
      references: ['120'],
    });
    expect(finding.summary).toContain('divided by 60');
  });

  it('finds cents for dollars', () => {
    const input = 'A pen costs 25 cents. How many dollars do 8 pens cost?';
    const output = '8 * 25 = 200\n#### 200';
    expect(found(unitFactor, { input, output, references: ['2'] }).evidence).toEqual(['200']);
  });

  it.each([
    ['a bare number', { input: 'How many dollars are 8 pens at 25 cents?', output: '200', references: ['2'] }],
    ['another ratio', { input: 'How many minutes is 2 hours?', output: '#### 100', references: ['120'] }],
    ['a task without units', { input: 'How many hens are there?', output: '#### 2', references: ['120'] }],
    ['a single unit', { input: 'How many minutes does it take?', output: '#### 2', references: ['120'] }],
    [
      'units that nobody asks for',
      { input: 'It takes 2 hours and 5 minutes. How many hens are there?', output: '#### 2', references: ['120'] },
    ],
    ['a right answer', { input: 'How many minutes is 2 hours?', output: '#### 120', references: ['120'] }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(unitFactor, parts);
  });
});
