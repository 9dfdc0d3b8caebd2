import { describe, expect, it } from 'vitest';
import { numericAnswerDiffers } from '../../../../../src/judge/offline/rules/numericAnswerDiffers';
import { found, silent } from '../failingExample';

describe('numericAnswerDiffers', () => {
  const references = ['16 - 3 - 4 = <<16-3-4=9>>9\n9 * 2 = <<9*2=18>>18\nA: 18'];

  it('shows the first result off the reference’s way, with little confidence', () => {
    const output = 'She has 16 - 3 = <<16-3=13>>13 eggs.\nShe makes 13 * 2 = $<<13*2=26>>26.\nA: 26';
    const finding = found(numericAnswerDiffers, { output, references });
    expect(finding.evidence).toEqual(['16 - 3 = <<16-3=13>>13']);
    expect(finding.summary).toContain('26 instead of 18');
  });

  it('says that the steps alone do not tell where the reference has none', () => {
    const finding = found(numericAnswerDiffers, { output: '16 - 3 = 13\n13 * 2 = 26\nA: 26', references: ['18'] });
    expect(finding.summary).toContain('do not tell');
  });

  it.each([
    ['a bare number', { output: '26' }],
    ['one step and no worked reference', { output: '180/60 = 3. Answer: 3 hours', references: ['2.5'] }],
    ['a wrong step', { output: '16 - 3 = 12\n12 * 2 = 24\nA: 24' }],
    ['an answer that comes from no step', { output: '16 - 3 = 13\n13 * 2 = 26\nA: 99' }],
    ['the right answer', { output: '16 - 7 = 9\n9 * 2 = 18\nA: 18' }],
    ['no number', { output: '16 - 3 = 13\nA: many' }],
    ['a reference that is no number', { output: '16 - 3 = 13\n13 * 2 = 26\nA: 26', references: ['blue'] }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(numericAnswerDiffers, { references, ...parts });
  });
});
