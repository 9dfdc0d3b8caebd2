import { describe, expect, it } from 'vitest';
import { rightAnswerWrongForm } from '../../../../../src/judge/offline/rules/rightAnswerWrongForm';
import { found, silent } from '../failingExample';

describe('rightAnswerWrongForm', () => {
  it.each([
    ['a missing box', 'Put the result in \\boxed{}.', '3x = 15, so x = 5.', '5', 'unmarked'],
    [
      'a missing answer line',
      'End with a line "Answer: <number>".',
      '960 and 225, together 1185 euros.',
      '1185',
      'unmarked',
    ],
    ['another date format', 'Reply as YYYY-MM-DD.', '7 July 2024', '2024-07-07', 'date'],
    ['a date with dots', 'Use DD.MM.YYYY.', '10 March 2025', '10.03.2025', 'date'],
    ['a name at the end of a sentence', 'Give the code.', 'The ISO code of Germany is DE.', 'DE', 'sentence'],
    ['a number in a sentence', 'How many?', 'The old town by the river has 120 streets in all.', '120', 'sentence'],
    ['another time format', 'In 24-hour format.', '2:30 pm', '14:30', 'date'],
    ['another form of a list', 'One a line.', 'ann@x.org, bob@y.net', 'ann@x.org\nbob@y.net', 'text'],
  ])('finds %s', (_name, input, output, reference, kind) => {
    const finding = found(rightAnswerWrongForm, { input, output, references: [reference] });
    expect(finding.kind).toBe(`right-answer-wrong-form/${kind}`);
  });

  it.each([
    ['other signs', 'wc -l a.txt', 'wc -l < a.txt'],
    ['a denial', 'The code of Germany is not DE.', 'DE'],
    ['a number of something else', 'It is closed until the end of June: "until 12 J', 'June 12'],
    ['one of two options', 'A', 'A, C'],
  ])('keeps silent about %s', (_name, output, reference) => {
    const choices = reference === 'A, C' ? { choices: ['2', '4', '5'] } : {};
    silent(rightAnswerWrongForm, { output, references: [reference], ...choices });
  });

  it('keeps silent about a missing box around another number', () => {
    silent(rightAnswerWrongForm, { input: 'Use \\boxed{}.', output: 'So x = 6.', references: ['5'] });
  });

  it.each([
    ['a sentence for a number', 'The answer is 18.', '18'],
    ['a sentence for the mark', 'So she makes 9 * 2 = 18 dollars.\nThe answer is 18', '9 * 2 = <<9*2=18>>18\n#### 18'],
    ['a thousands separator', '#### 1,234', '1234'],
    ['currency and decimals', '$18.00', '18'],
    ['letter case', 'kathmandu', 'Kathmandu'],
    ['a sentence for a word', 'The answer is Cairo.', 'Cairo'],
    ['white space', ' 13 ', '13'],
    ['a conclusion without a mark', 'She has 57 left.\nSo she spends 120 dollars in total.', '120'],
  ])('finds %s', (_name, output, reference) => {
    expect(found(rightAnswerWrongForm, { output, references: [reference] }).kind).toMatch(/^right-answer-wrong-form/);
  });

  it('finds the right option in other words', () => {
    const choices = ['Saturn', 'Jupiter'];
    expect(
      found(rightAnswerWrongForm, { choices, output: 'The answer is Jupiter', references: ['B'] }).evidence,
    ).toEqual(['Jupiter']);
  });

  it.each([
    ['another answer', { output: 'The answer is 19.', references: ['18'] }],
    ['the reference in passing', { output: 'First 18, then 20.\nThe answer is 20.', references: ['18'] }],
    ['a short number in prose', { output: 'He ate 3 of them. So there must have been 3', references: ['3'] }],
    ['the very same text', { output: '18', references: ['18'] }],
    [
      'a grader that speaks of something else',
      { output: 'The answer is 18.', references: ['18'], explanation: 'Latency 5000 ms is over the limit' },
    ],
    ['another sign', { output: 'The answer is -18.', references: ['18'] }],
    ['JSON without its brace', { output: '{"a": "b"', references: ['{"a": "b"}'] }],
    ['nothing', { output: '', references: ['18'] }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(rightAnswerWrongForm, parts);
  });
});
