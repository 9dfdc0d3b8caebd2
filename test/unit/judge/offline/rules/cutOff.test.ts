import { describe, expect, it } from 'vitest';
import { cutOff } from '../../../../../src/judge/offline/rules/cutOff';
import { found, silent } from '../failingExample';

describe('cutOff', () => {
  it('finds the provider’s word', () => {
    const finding = found(cutOff, {
      output: 'First, I will consider every',
      finishReason: 'max_tokens',
      references: ['72'],
    });
    expect(finding.evidence).toEqual(['First, I will consider every']);
    expect(finding.confidence).toBe(0.9);
  });

  it('finds a text that breaks off at the known limit', () => {
    const output = `${'We add the number of sheep in each town to the sum. '.repeat(16)}Then we add the`;
    const finding = found(cutOff, { output, metadata: { generation: { max_gen_toks: 220 } }, references: ['260'] });
    expect(finding.summary).toContain('220 tokens');
    expect(finding.confidence).toBe(0.75);
  });

  it.each([
    ['an answer before the cut', { output: 'The answer is 12. And now let me', finishReason: 'length' }],
    ['an answer in other words', { output: '14 is the answer. And now let', finishReason: 'length' }],
    ['a normal end', { output: 'First, I will consider every', finishReason: 'stop' }],
    ['no known limit', { output: 'First, I will consider every' }],
    ['a text far below the limit', { output: 'First, I will consider every', metadata: { max_tokens: 4096 } }],
    ['a text that ends its sentence', { output: `${'One more word. '.repeat(60)}`, metadata: { max_tokens: 220 } }],
    ['JSON, which has a rule of its own', { input: 'Answer as JSON', output: '{"a": 1', finishReason: 'length' }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(cutOff, { references: ['72'], ...parts });
  });
});
