import { describe, expect, it } from 'vitest';
import { extraWords } from '../../../../../src/judge/offline/rules/extraWords';
import { found, silent } from '../failingExample';

describe('extraWords', () => {
  const input = 'Which city is it? Answer with only the name.';

  it('finds the answer in a sentence', () => {
    const finding = found(extraWords, {
      input,
      output: 'The city you are looking for is Cairo, of course.',
      references: ['Cairo'],
    });
    expect(finding.evidence).toEqual(['Cairo']);
    expect(finding.summary).toContain('10 words');
    expect(finding.kind).toBe('extra-words/text');
  });

  it.each([
    ['reasons after it', 'Answer with yes or no only.', 'Yes, because it has no other divisors.', 'yes'],
    ['a number in a sentence', 'Reply with the number only.', 'From 20 to 29 are 9, plus 5: 14 days.', '14'],
    ['a preface', 'Give only the translation.', 'French: Le chien est noir.', 'Le chien est noir.'],
    ['a list with a preface', 'Comma-separated, nothing else.', 'Here they are:\n\npears, plums', 'pears, plums'],
  ])('finds %s', (_name, task, output, reference) => {
    expect(found(extraWords, { input: task, output, references: [reference] }).title).toMatch(/^Extra words/);
  });

  it.each([
    [
      'a longer list',
      { input: 'Comma-separated, nothing else.', output: 'pears, plums, figs', references: ['pears, plums'] },
    ],
    ['nothing but the answer', { output: 'Cairo' }],
    ['a wrong answer', { output: 'The city you are looking for is Rome.' }],
    ['a denial', { output: 'It is not Cairo, as far as I know.' }],
    ['no such constraint', { input: 'Which city is it?', output: 'The city you are looking for is Cairo.' }],
    [
      'another number',
      { input: 'Reply with only the number.', output: 'It could be 18 or it could be 20.', references: ['18'] },
    ],
  ])('keeps silent about %s', (_name, parts) => {
    silent(extraWords, { input, references: ['Cairo'], ...parts });
  });
});
