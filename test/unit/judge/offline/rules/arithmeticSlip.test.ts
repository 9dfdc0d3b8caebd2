import { describe, expect, it } from 'vitest';
import { arithmeticSlip } from '../../../../../src/judge/offline/rules/arithmeticSlip';
import { found, silent } from '../failingExample';

describe('arithmeticSlip', () => {
  it('finds the first wrong step', () => {
    const output = 'She has 3 + 4 = 7 eggs.\nThey cost 7 * 6 = 44 cents.\nWith tax 44 + 2 = 47 cents.\nA: 47';
    const finding = found(arithmeticSlip, { output, references: ['44'] });
    expect(finding.evidence).toEqual(['7 * 6 = 44']);
    expect(finding.summary).toContain('The output computes “7 * 6 = 44”, but it makes 42, not 44.');
  });

  it('speaks of percent where the output does', () => {
    const finding = found(arithmeticSlip, { output: 'So 12 of 22 is 12 / 22 * 100% = 50% of them.' });
    expect(finding.summary).toContain('makes 54.545455%, not 50%');
  });

  it('is surest when the rest of the output leads to the reference once the slip is put right', () => {
    const output = 'Rows: 7 * 6 = 44 seats.\nTwo halls have 44 * 2 = 88.\nA: 88';
    const finding = found(arithmeticSlip, { output, references: ['84'] });
    expect(finding.kind).toBe('arithmetic-slip/repaired');
    expect(finding.summary).toContain('lead to the reference');
  });

  it('is sure enough when the reference takes the same step, or when there is none', () => {
    const output = 'They cost 7 * 6 = 44 cents.\nA: 44';
    const worked = '7 * 6 = <<7*6=42>>42\n42 + 1 = <<42+1=43>>43\n#### 43';
    expect(found(arithmeticSlip, { output, references: [worked] }).kind).toBe('arithmetic-slip/reference-step');
    expect(found(arithmeticSlip, { output }).kind).toBe('arithmetic-slip/alone');
  });

  it('quotes a calculator note as it stands', () => {
    const output = 'so 10 liters hold 10 * (2/3) = <<10*(2/3)=8>>8 liters';
    expect(found(arithmeticSlip, { output }).evidence).toEqual(['10 * (2/3) = <<10*(2/3)=8>>8']);
  });

  it('finds a step at the end of a very long output', () => {
    const output = `${'word '.repeat(100_000)}\n7 * 6 = 44 cents.`;
    expect(found(arithmeticSlip, { output }).evidence).toEqual(['7 * 6 = 44']);
  });

  it.each([
    ['right steps', { output: '7 * 6 = 42' }],
    ['a slip that is taken back', { output: '7 * 6 = 44. Wait, that is wrong: 7 * 6 = 42.' }],
    ['a slip that is noticed', { output: '7 * 6 = 44. Hmm, let me recheck. It should be 42.' }],
    [
      'a puzzle’s own equations',
      { input: 'If 2 + 3 = 10 and 7 + 2 = 63, what is 6 + 5?', output: '2 + 3 = 10 means a * (a + b).' },
    ],
    ['another base', { input: 'Add the binary numbers 101 and 11.', output: '101 + 11 = 1000' }],
    ['clock arithmetic', { input: 'What is 9 + 5 modulo 12?', output: '9 + 5 = 2' }],
    [
      'a slip behind an earlier mistake',
      {
        output: 'First 9 * 9 = 81.\nThen 7 * 6 = 44.\nA: 44',
        references: ['7 * 6 = <<7*6=42>>42\n42 + 1 = <<42+1=43>>43\n#### 43'],
      },
    ],
    ['a slip that is not the only fault', { output: 'They cost 7 * 6 = 44.\nA: 44', references: ['43'] }],
    ['a slip of the pen', { output: 'So 7 * 6 = 420 seats.\nA: 42', references: ['84'] }],
    ['no arithmetic', { output: 'The capital of Australia is Sydney.' }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(arithmeticSlip, { references: ['42'], ...parts });
  });
});
