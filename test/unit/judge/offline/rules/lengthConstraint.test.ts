import { describe, expect, it } from 'vitest';
import { lengthConstraint } from '../../../../../src/judge/offline/rules/lengthConstraint';
import { found, silent } from '../failingExample';

const LONG = 'The old mill by the river has stood there since long before anybody who lives in the village was born.';

describe('lengthConstraint', () => {
  it.each([
    ['Write a poem of exactly 20 words.', 'one two three four five', 'Shorter'],
    ['Use no more than 10 words.', LONG, 'Longer'],
    ['Describe it in at most 40 characters.', LONG, 'Longer'],
    ['Describe autumn in exactly two sentences.', 'Leaves fall.', 'Shorter'],
    ['Explain it in one paragraph.', 'A first part.\n\nA second part.', 'Longer'],
    ['Use between 3 and 8 words.', LONG, 'Longer'],
    ['Answer in three words or fewer.', LONG, 'Longer'],
    ['Give exactly three bullet points.', '- a\n- b\n- c\n- d', 'Longer'],
  ])('finds %j', (input, output, title) => {
    expect(found(lengthConstraint, { input, output }).title).toContain(title);
  });

  it.each([
    ['a length within the slack', { input: 'Write exactly 20 words.', output: `${LONG} Yes` }],
    ['a length that fits', { input: 'At least 5 words, please.', output: LONG }],
    ['a loop', { input: 'At most 9 words.', output: 'It goes on and on. '.repeat(30) }],
    ['a length after the cut', { input: 'At least 50 words.', output: LONG, finishReason: 'length' }],
    ['an example with a reference', { input: 'Exactly 3 words.', output: LONG, references: ['yes'] }],
    ['prose where bullets were asked', { input: 'Give exactly three bullet points.', output: 'a, b and c' }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(lengthConstraint, parts);
  });
});
