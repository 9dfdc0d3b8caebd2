import { describe, expect, it } from 'vitest';
import { hedgedAnswer } from '../../../../../src/judge/offline/rules/hedgedAnswer';
import { noSuchOption } from '../../../../../src/judge/offline/rules/noSuchOption';
import { rightOptionUnlettered } from '../../../../../src/judge/offline/rules/rightOptionUnlettered';
import { found, silent } from '../failingExample';

const choices = ['Mercury', 'Venus', 'Earth', 'Mars'];
const references = ['A'];

describe('hedgedAnswer', () => {
  it.each([
    ['two letters', { choices, references, output: 'ANSWER: D and also A' }],
    ['letters with a slash', { choices, references, output: 'A/B' }],
    ['a choice left to the reader', { choices, references, output: 'Both A and B are defensible.' }],
    ['two numbers', { references: ['7'], output: 'The answer is 5 or 7.' }],
    ['two names', { references: ['Paris'], output: 'The answer is Paris or Lyon.' }],
  ])('finds %s', (_name, parts) => {
    expect(found(hedgedAnswer, parts).title).toBe('Several answers instead of one');
  });

  it.each([
    ['one letter', { choices, references, output: 'ANSWER: D' }],
    ['two wrong letters', { choices, references, output: 'B or C' }],
    ['a task with several answers', { input: 'Select all that apply.', choices, references, output: 'A and B' }],
    ['a reference with both', { choices, references: ['A and B'], output: 'B or A' }],
    ['one number twice', { references: ['7'], output: 'The answer is 5 or 5.' }],
    ['a choice in the reference', { references: ['Paris or Lyon'], output: 'The answer is Paris or Lyon.' }],
    ['a question of either-or', { input: 'Is it Paris or Lyon?', references: ['Paris'], output: 'Paris or Lyon.' }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(hedgedAnswer, parts);
  });
});

describe('noSuchOption', () => {
  it.each(['E', 'Answer: Z', '(G)'])('finds %j', (output) => {
    expect(found(noSuchOption, { choices, references, output }).summary).toContain('A to D');
  });

  it.each(['B', 'Answer: 2', 'Eggs', 'I', 'The answer is E = mc²'])('keeps silent about %j', (output) => {
    const options = output === 'I' ? ['I', 'you'] : choices;
    silent(noSuchOption, { choices: options, references, output });
  });
});

describe('rightOptionUnlettered', () => {
  it('finds the text with the letter of another option', () => {
    const finding = found(rightOptionUnlettered, {
      choices,
      references,
      output: 'It is Mercury, which is option (B).',
    });
    expect(finding.kind).toBe('right-option-unlettered/other-letter');
  });

  it('finds the text in one sentence and another letter in the next', () => {
    const parts = { choices, references, output: 'The closest is Mercury. Final answer: (B)' };
    expect(found(rightOptionUnlettered, parts).kind).toBe('right-option-unlettered/other-letter');
  });

  it.each(['Mercury is closest, at 58 million kilometres. Venus comes second.', 'It must be Mercury.'])(
    'finds %j',
    (output) => {
      expect(found(rightOptionUnlettered, { choices, references, output }).kind).toBe(
        'right-option-unlettered/no-letter',
      );
    },
  );

  it.each([
    ['the right letter', 'A. Mercury'],
    ['another option', 'It must be Venus.'],
    ['two options', 'It is Mercury or Venus.'],
    ['a letter alone', 'B'],
  ])('keeps silent about %s', (_name, output) => {
    silent(rightOptionUnlettered, { choices, references, output });
  });
});
