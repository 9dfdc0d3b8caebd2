import { describe, expect, it } from 'vitest';
import { promptContinuation } from '../../../../../src/judge/offline/rules/promptContinuation';
import { found, silent } from '../failingExample';

describe('promptContinuation', () => {
  it.each([
    ['18\n\nQuestion: How many hens are there?\nAnswer: 5', '18'],
    ['She makes 9 * 2 = 18.\nAnswer: 18\n\nQ: And then?', '9 * 2 = 18\n#### 18'],
    ['Cairo\nUser: thanks', 'Cairo'],
  ])('finds %j', (output, reference) => {
    expect(found(promptContinuation, { output, references: [reference] }).evidence[0]).toMatch(/^(Question:|Q:|User:)/);
  });

  it.each([
    ['a wrong first answer', { output: '17\n\nQuestion: How many hens?', references: ['18'] }],
    ['no continuation', { output: '18', references: ['18'] }],
    ['a question of the text', { output: 'The question: is it 18?\nYes.', references: ['18'] }],
    ['a continuation from the start', { output: '\nQuestion: How many hens?', references: ['18'] }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(promptContinuation, parts);
  });
});
