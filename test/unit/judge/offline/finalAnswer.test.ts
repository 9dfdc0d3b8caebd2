import { describe, expect, it } from 'vitest';
import { finalAnswer, markedAnswers, numberOfAnswer, sameText } from '../../../../src/judge/offline/finalAnswer';

describe('finalAnswer', () => {
  it.each([
    ['#### 18', '18'],
    ['It is 12.\nThe answer is 18.', '18.'],
    ['So \\boxed{\\frac{1}{2}} it is.', '\\frac{1}{2}'],
    ['A: 3\nwait\nA: 18', '18'],
    ['**Final Answer:** Paris', 'Paris'],
    ['Answer:\n42\n', '42'],
    ['ANSWER: C', 'C'],
    ['Die Antwort folgt.\nAntwort: 7', '7'],
  ])('marked: %j', (output, text) => {
    expect(finalAnswer(output)).toMatchObject({ text, marked: true });
  });

  it('takes the last line where nothing is marked', () => {
    expect(finalAnswer('first\n\nso 18 in all.\n')).toMatchObject({ text: 'so 18 in all.', marked: false });
  });

  it('does not take the options that an output goes through for answers', () => {
    expect(markedAnswers('A: eight is even\nB: nine is 3 * 3\nC it is')).toEqual([]);
  });

  it('knows where the answer stands', () => {
    const output = 'work\nThe answer is **18 eggs**';
    const answer = finalAnswer(output);
    expect(output.slice(answer?.start, answer?.end)).toBe('18 eggs');
  });

  it('is null for nothing', () => {
    expect(finalAnswer(' \n ')).toBeNull();
  });
});

describe('numberOfAnswer', () => {
  const of = (output: string): number | undefined => {
    const answer = finalAnswer(output);
    return answer === null ? undefined : numberOfAnswer(answer)?.value;
  };

  it.each([
    ['The answer is 18 dollars because 9 * 2 makes it.', 18],
    ['The answer is 9 * 2 = 18', 18],
    ['Step by step: I get 22', 22],
    ['#### 1,234', 1234],
  ])('%s', (output, value) => {
    expect(of(output)).toBe(value);
  });
});

it.each([
  ['Paris.', 'paris', true],
  ['The Eiffel Tower', 'eiffel tower', true],
  ['1,234.00', '1234', true],
  ['-5', '5', false],
  ['Paris, France', 'Paris', false],
  ['', '', false],
])('sameText(%j, %j) is %s', (a, b, same) => {
  expect(sameText(a, b)).toBe(same);
});
