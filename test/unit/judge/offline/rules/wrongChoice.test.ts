import { describe, expect, it } from 'vitest';
import { wrongChoice } from '../../../../../src/judge/offline/rules/wrongChoice';
import { found, silent } from '../failingExample';

describe('wrongChoice', () => {
  const choices = ['Saturn', 'Jupiter', 'Neptune', 'Earth'];

  it('finds another letter', () => {
    const finding = found(wrongChoice, { choices, output: 'ANSWER: C', references: ['B'] });
    expect(finding.summary).toContain('chooses C (“Neptune”); the reference is B (“Jupiter”)');
    expect(finding.summary).toContain('no reasoning');
    expect(finding.evidence).toEqual(['C']);
  });

  it('finds another option’s words', () => {
    expect(found(wrongChoice, { choices, output: 'Neptune', references: ['Jupiter'] }).evidence).toEqual(['Neptune']);
  });

  it('reads the options from the input', () => {
    const input = 'Which is prime? A) 8 B) 9 C) 11 D) 12';
    expect(found(wrongChoice, { input, output: 'Answer: B', references: ['C'] }).summary).toContain('“9”');
  });

  it('is surer when there is reasoning', () => {
    const output =
      'Neptune is the planet that is farthest from the sun and so must be the largest of them all.\nANSWER: C';
    expect(found(wrongChoice, { choices, output, references: ['B'] }).kind).toBe('wrong-choice/reasoned');
  });

  it.each([
    ['the right choice', { choices, output: 'ANSWER: B', references: ['B'] }],
    ['two letters', { choices, output: 'ANSWER: D and also B', references: ['B'] }],
    ['no choice', { choices, output: 'It could be any of these, hard to say.', references: ['B'] }],
    ['no options', { output: 'C', references: ['B'] }],
    ['a reference outside of the options', { choices, output: 'C', references: ['Pluto'] }],
    [
      'a letter mentioned in passing',
      { choices, output: 'C is far away.\nAll of them are planets.\nSo I am not sure.', references: ['B'] },
    ],
  ])('keeps silent about %s', (_name, parts) => {
    silent(wrongChoice, parts);
  });
});
