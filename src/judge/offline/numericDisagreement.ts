import type { Example } from '../../model/example';
import { finalAnswer, normalText, numberOfAnswer, type StatedAnswer } from './finalAnswer';
import { sameNumber, type WrittenNumber } from './numbers';
import { perExample } from './perExample';
import { numberOf } from './reference';
import { scannedHead } from './scannedText';

/** The output's final number and the reference's, which differ. */
export interface NumericDisagreement {
  answer: StatedAnswer;
  given: WrittenNumber;
  wanted: number;
}

/** `null` when one of the two has no single final number, or any accepted answer agrees. */
export const numericDisagreement = perExample(({ output, references }): NumericDisagreement | null => {
  const answer = finalAnswer(output);
  if (answer === null) return null;
  const given = numberOfAnswer(answer);
  const numbers = references.map(numberOf);
  const [wanted] = numbers;
  if (given === null || wanted === undefined || wanted === null) return null;
  if (numbers.some((number) => number === null || sameNumber(number, given.value))) return null;
  return { answer, given, wanted };
});

/** The answer is a quantity of the task in the task's own words ("0.75 litres"): nothing was done with it. */
export function repeatsTask({ input }: Example, { text }: StatedAnswer): boolean {
  const said = normalText(text);
  return /\p{L}/u.test(said) && ` ${normalText(scannedHead(input))} `.includes(` ${said} `);
}
