import { describe, expect, it } from 'vitest';
import { lengthConstraint } from '../../../../../src/judge/offline/rules/lengthConstraint';
import { found, silent } from '../failingExample';

describe('lengthConstraint', () => {
  it.each([
    ['Write a poem of exactly 20 words.', 'one two three four five', 'Shorter'],
    ['Use no more than 10 words.', 'word '.repeat(30), 'Longer'],
    ['Give exactly three bullet points.', '- a\n- b\n- c\n- d', 'Longer'],
  ])('finds %j', (input, output, title) => {
    expect(found(lengthConstraint, { input, output }).title).toContain(title);
  });

  it.each([
    ['a length within the slack', { input: 'Write exactly 20 words.', output: 'word '.repeat(21) }],
    ['a length that fits', { input: 'At least 5 words, please.', output: 'word '.repeat(30) }],
    ['two constraints at once', { input: 'At least 5 words and at most 9 words.', output: 'word' }],
    ['an example with a reference', { input: 'Exactly 3 words.', output: 'word '.repeat(30), references: ['yes'] }],
    ['prose where bullets were asked', { input: 'Give exactly three bullet points.', output: 'a, b and c' }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(lengthConstraint, parts);
  });
});
