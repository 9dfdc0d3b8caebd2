import { describe, expect, it } from 'vitest';
import { emptyOutput } from '../../../../../src/judge/offline/rules/emptyOutput';
import { found, silent } from '../failingExample';

describe('emptyOutput', () => {
  it.each(['', ' \n\t ', '\u200b'])('finds %j', (output) => {
    expect(found(emptyOutput, { output }).title).toBe('Empty output');
  });

  it('says so when the budget was used up', () => {
    const finding = found(emptyOutput, { output: '', finishReason: 'length' });
    expect(finding.title).toBe('Token budget used up before any answer');
    expect(finding.summary).toContain('length');
  });

  it.each(['0', '.', 'no'])('keeps silent about %j', (output) => {
    silent(emptyOutput, { output });
  });
});
