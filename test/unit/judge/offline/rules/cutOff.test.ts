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
    expect(finding.kind).toBe('cut-off/told');
  });

  it.each([
    [
      'steps of the reference',
      { output: 'First 9 * 8 = 72, of', references: ['9 * 8 = 72\n72 / 2 = 36\n#### 36'] },
      'sound',
    ],
    ['a right answer', { output: 'It is in Lima. Lima has many', references: ['Lima'] }, 'answered'],
    [
      'code within its function',
      { input: 'In Python.', output: 'def f(a):\n    while a', references: ['f(1)'] },
      'code',
    ],
    ['code that lists numbers', { input: 'In Python.', output: `def f():\n    return [${'7, '.repeat(40)}` }, 'told'],
  ])('says what stands before the cut: %s', (_name, parts, kind) => {
    expect(found(cutOff, { finishReason: 'length', ...parts }).kind).toBe(`cut-off/${kind}`);
  });

  it('finds a list that breaks off within an item', () => {
    const references = ['- rope: 5 m\n- hooks: 12\n- lantern: 1'];
    expect(found(cutOff, { output: '- rope: 5 m\n- hooks: 12\n- lan', references }).kind).toBe('cut-off/item');
    silent(cutOff, { output: '- rope: 5 m\n- hooks: 11\n- lan', references });
    silent(cutOff, { output: '- rope: 5 m\n- hooks: 12\n- lan\n', references });
  });

  it('finds a text that breaks off at the known limit', () => {
    const output = `${'We add the number of sheep in each town to the sum. '.repeat(16)}Then we add the`;
    const finding = found(cutOff, { output, metadata: { generation: { max_gen_toks: 220 } }, references: ['260'] });
    expect(finding.summary).toContain('220 tokens');
    expect(finding.kind).toBe('cut-off/near-limit');
  });

  it('finds JSON that was cut off', () => {
    const parts = { input: 'Answer as JSON', output: '{"a": 1', finishReason: 'length', references: ['{"a": 12}'] };
    expect(found(cutOff, parts).kind).toBe('cut-off/json');
    expect(found(cutOff, { ...parts, finishReason: 'stop' }).kind).toBe('cut-off/json');
  });

  it('finds a sentence that ends on a word that opens another part', () => {
    const parts = { output: 'Sure! The sky is blue because', finishReason: 'stop' };
    expect(found(cutOff, parts).kind).toBe('cut-off/mid-sentence');
    silent(cutOff, { ...parts, output: 'Sure! The sky is blue, and that is what it is like. ANSWER: A' });
  });

  it.each([
    ['an answer before the cut', { output: 'The answer is 12. And now let me', finishReason: 'length' }],
    ['an answer in other words', { output: '14 is the answer. And now let', finishReason: 'length' }],
    ['a normal end', { output: 'First, I will consider every', finishReason: 'stop' }],
    ['no known limit', { output: 'First, I will consider it all again' }],
    ['a text far below the limit', { output: 'First, I will consider every', metadata: { max_tokens: 4096 } }],
    ['a text that ends its sentence', { output: `${'One more word. '.repeat(60)}`, metadata: { max_tokens: 220 } }],
    ['a text where JSON was due', { input: 'Answer as JSON', output: 'Let me think', finishReason: 'length' }],
    ['rambling where a word was due', { input: 'Reply with the label only.', output: 'So', finishReason: 'length' }],
    ['a slip before the cut', { output: '7 * 6 = 44. Then we', finishReason: 'length' }],
    [
      'a list that has all items',
      { output: '4, 6, 8, 10, 12, 1', references: ['4', '6', '8'], finishReason: 'length' },
    ],
    [
      'JSON of another shape',
      { input: 'As JSON.', output: '{"data": {"a"', references: ['{"a": 12}'], finishReason: 'length' },
    ],
    ['an answer that is repeated', { output: 'It opens at 9.\n'.repeat(9), finishReason: 'length' }],
    [
      'steps that are not the reference’s',
      { output: '3 * 9 = 27. Then', references: ['8 * 9 = 72\nThat is all.\n#### 72'], finishReason: 'length' },
    ],
    [
      'code after a complete function',
      { input: 'Write a Python function f.', output: 'def f():\n    return 1\n\nprint(f(', finishReason: 'length' },
    ],
  ])('keeps silent about %s', (_name, parts) => {
    silent(cutOff, { references: ['72'], ...parts });
  });
});
