import { describe, expect, it } from 'vitest';
import { repetitionLoop } from '../../../../../src/judge/offline/rules/repetitionLoop';
import { found, silent } from '../failingExample';

describe('repetitionLoop', () => {
  const numbered = Array.from({ length: 12 }, (_, index) => `${index + 1}. She makes 16 * 4 = 60 cents per egg.`);

  it('finds lines that differ in their number only', () => {
    const finding = found(repetitionLoop, { output: `${numbered.join('\n')}\n13. She`, references: ['#### 18'] });
    expect(finding.title).toBe('Reasoning loops without reaching an answer');
    expect(finding.evidence[0]).toContain('She makes 16 * 4 = 60 cents per egg.');
    expect(finding.evidence[0]?.length).toBeLessThan(60);
  });

  it('finds a repeated answer, less sure', () => {
    const finding = found(repetitionLoop, {
      output: ` 100 meters\n${'Answer: 100 meters\n'.repeat(20)}`,
      references: ['540'],
    });
    expect(finding.title).toBe('Repeats its answer in a loop');
    expect(finding.kind).toBe('repetition-loop/late');
  });

  it.each([
    ['marks', `${'Answer: '.repeat(40)}`, 'empty'],
    ['numbers of items', `${'1. '.repeat(60)}`, 'empty'],
    ['the right sentence', `${'Der Zug ist pünktlich. '.repeat(12)}`, 'right'],
    ['a claim', `${'The train is never late. '.repeat(12)}`, 'reasoning'],
  ])('says what is repeated: %s', (_name, output, kind) => {
    expect(found(repetitionLoop, { output, references: ['Der Zug ist pünktlich.'] }).kind).toBe(
      `repetition-loop/${kind}`,
    );
  });

  it('finds endless digits', () => {
    expect(found(repetitionLoop, { output: `It is 0.${'3'.repeat(900)}` }).summary).toContain('“3”');
  });

  it.each([
    ['a right answer first', { output: `540\n${'Answer: 540\n'.repeat(20)}`, references: ['540'] }],
    ['an echo or two', { output: 'Yes. Yes. Yes.', references: ['No'] }],
    ['a wanted repetition', { input: 'Repeat the word poem 50 times.', output: 'poem '.repeat(50), references: ['x'] }],
    ['a table', { output: `| a | b |\n|${'---|'.repeat(60)}\n| 1 | 2 |` }],
    ['a rule of dashes at the end', { output: `Paris\n${'-'.repeat(300)}`, references: ['Rome'] }],
    [
      'reasoning and an answer before the babble',
      {
        output: `${'We look at every part of the task in its turn. '.length}: ${'some words that differ, '
          .split('')
          .join(
            '.',
          )} then 8 * 3 = 24, which is shared by four friends and a dog, who gets what nobody else wanted to eat that evening at the lake.\nThe answer is 6.\n${'Bye now, see you. '.repeat(40)}`,
        references: ['7'],
      },
    ],
  ])('keeps silent about %s', (_name, parts) => {
    silent(repetitionLoop, parts);
  });
});
