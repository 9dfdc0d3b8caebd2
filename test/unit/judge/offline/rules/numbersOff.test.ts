import { describe, expect, it } from 'vitest';
import { answerAgainstSteps } from '../../../../../src/judge/offline/rules/answerAgainstSteps';
import { conversionMissed } from '../../../../../src/judge/offline/rules/conversionMissed';
import { inventedNumber } from '../../../../../src/judge/offline/rules/inventedNumber';
import { powerOfTen } from '../../../../../src/judge/offline/rules/powerOfTen';
import { roundedOtherwise } from '../../../../../src/judge/offline/rules/roundedOtherwise';
import { signFlipped } from '../../../../../src/judge/offline/rules/signFlipped';
import { otherQuestionAnswered, stoppedEarly } from '../../../../../src/judge/offline/rules/stoppedEarly';
import { unitLeftOut } from '../../../../../src/judge/offline/rules/unitLeftOut';
import { found, silent } from '../failingExample';

describe('signFlipped', () => {
  it('finds the other sign', () => {
    expect(found(signFlipped, { output: 'x = 4', references: ['-4'] }).evidence).toEqual(['4']);
  });

  it.each([
    ['another number', { output: 'x = 5', references: ['-4'] }],
    ['the right one', { output: 'x = -4', references: ['-4'] }],
    ['zero', { output: 'x = 0', references: ['0'] }],
    ['steps of another way', { output: '2 * 9 = 18\n18 - 22 = -4\nA: -4', references: ['6 - 2 = 4\nSo it is.\nA: 4'] }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(signFlipped, parts);
  });
});

describe('powerOfTen', () => {
  const input = 'What share of the 800 votes is 200, in percent?';

  it('finds the share for the percentage', () => {
    expect(found(powerOfTen, { input, output: '200 / 800 = 0.25', references: ['25'] }).summary).toContain(
      'divided by 100',
    );
  });

  it.each([
    ['another ratio', { input, output: '200 / 400 = 0.5', references: ['25'] }],
    ['a bare number', { input, output: '0.25', references: ['25'] }],
    ['a slip among powers', { input, output: '2 · 10⁻² / 8 = 0.25', references: ['25'] }],
    ['a task without scales', { input: 'How many hens are there?', output: '250', references: ['25'] }],
    ['the task’s own quantity', { input: 'How many ml are 0.75 litres?', output: '0.75 litres', references: ['7.5'] }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(powerOfTen, parts);
  });
});

describe('roundedOtherwise', () => {
  const input = 'How much does each pay? Round to two decimal places.';

  it.each([
    ['12.142857', 'Not rounded as demanded'],
    ['12.1', 'Rounded more than demanded'],
  ])('finds %s', (output, title) => {
    expect(found(roundedOtherwise, { input, output, references: ['12.14'] }).title).toBe(title);
  });

  it.each([
    ['another value', { input, output: '12.162857', references: ['12.14'] }],
    ['no such demand', { input: 'How much does each pay?', output: '12.142857', references: ['12.14'] }],
    ['another value at the same rounding', { input, output: '12.15', references: ['12.14'] }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(roundedOtherwise, parts);
  });
});

describe('conversionMissed', () => {
  const input = 'Convert 2.5 hours to minutes. Give number and unit.';

  it.each([['2.5 hours are 2 hours and 50 minutes, 170 minutes'], ['170 min']])('finds %j', (output) => {
    expect(found(conversionMissed, { input, output, references: ['150 min'] }).kind).toBe('conversion-missed');
  });

  it.each([
    ['another quantity than the task’s', { output: '1.2 hours are 72 minutes' }],
    ['the task’s own quantity', { output: '2.5 hours' }],
    ['a task that does more', { input: 'A film lasts 2.5 hours. How many minutes is that?', output: '170 min' }],
    ['a calculation that may be the fault', { output: '2.5 hours + 20 minutes = 170 minutes' }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(conversionMissed, { input, references: ['150 min'], ...parts });
  });
});

describe('unitLeftOut', () => {
  const input = 'Convert 3.2 kilometres to metres. Give number and unit.';

  it('finds the bare number', () => {
    expect(found(unitLeftOut, { input, output: '3200', references: ['3200 m', '3,200 metres'] }).evidence).toEqual([
      '3200',
    ]);
  });

  it.each([
    ['the unit', { output: '3200 m' }],
    ['another number', { output: '320' }],
    ['a task that does not ask for it', { input: 'Convert 3.2 kilometres to metres.', output: '3200' }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(unitLeftOut, { input, references: ['3200 m'], ...parts });
  });
});

describe('answerAgainstSteps', () => {
  it.each(['9 × 11 = 99\n\nTherefore she takes in $89.', '9 * 11 = 99\nThe answer is 89.'])('finds %j', (output) => {
    expect(found(answerAgainstSteps, { output, references: ['99'] }).evidence[0]).toMatch(/89/);
  });

  it.each([
    ['steps that lead elsewhere', '9 × 11 = 99\n99 - 10 = 89\nTherefore she takes in $89.'],
    ['a part of the step', '9 × 11 = 99\nThe answer is 11.'],
    ['a last line that concludes nothing', '9 × 11 = 99\nThere were 89 tulips.'],
  ])('keeps silent about %s', (_name, output) => {
    silent(answerAgainstSteps, { output, references: ['99'] });
  });
});

describe('an intermediate result as the answer', () => {
  const references = ['Vera has 15 + 8 = 23.\nTomas has 3 * 23 = 69.\nTogether 15 + 23 + 69 = 107.\n#### 107'];

  it('is an early stop when it stands alone, another question answered when a sentence says what it is', () => {
    const bare = { output: '15 + 8 = 23\n3 * 23 = 69\n#### 69', references };
    const said = { output: 'Vera has 15 + 8 = 23. Tomas has 3 * 23 = 69. So Tomas has 69 stamps.', references };
    expect(found(stoppedEarly, bare).kind).toBe('stopped-early');
    silent(otherQuestionAnswered, bare);
    expect(found(otherQuestionAnswered, said).kind).toBe('other-question-answered');
    silent(stoppedEarly, said);
  });
});

describe('inventedNumber', () => {
  const input = 'Ann earns 40 dollars a day for 13 days and pays 95 dollars. What is left?';

  it('finds a number that nobody gave', () => {
    const output = '40 * 13 = 520\n520 - 77 = 443\nThe answer is 443.';
    expect(found(inventedNumber, { input, output, references: ['425'] }).summary).toContain('takes 77');
  });

  it.each([
    ['given numbers and results', '40 * 13 = 520\n520 - 95 = 425\n425 / 2 = 212.5\nThe answer is 212.5.'],
    ['what is made in the head', '520 - 95 = 425\n425 * 60 = 25500\nThe answer is 25500.'],
  ])('keeps silent about %s', (_name, output) => {
    silent(inventedNumber, { input, output, references: ['400'] });
  });

  it('keeps silent where the task gives no numbers', () => {
    silent(inventedNumber, {
      input: 'How many days has a year?',
      output: '12 * 31 = 372\nThe answer is 372.',
      references: ['365'],
    });
  });
});
