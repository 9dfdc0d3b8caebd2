import type { Example } from '../../model/example';
import { finalAnswer, normalText, numberOfAnswer, type StatedAnswer } from './finalAnswer';
import { names } from './lists';
import { numbersIn, sameNumber, type WrittenNumber } from './numbers';
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
  const [wanted] = references.map(numberOf);
  if (given === null || wanted === undefined || wanted === null) return null;
  const agrees = (reference: string): boolean => {
    const number = numberOf(reference);
    // Another writing of the same answer, `1.2 × 10^5`, agrees where the output has it word by word.
    return number === null ? names(output, reference) : sameNumber(number, given.value);
  };
  if (references.some(agrees)) return null;
  return { answer, given, wanted };
});

/** The answer is a quantity of the task in the task's own words ("0.75 litres"): nothing was done with it. */
export function repeatsTask({ input }: Example, { text }: StatedAnswer): boolean {
  const said = normalText(text);
  return /\p{L}/u.test(said) && ` ${normalText(scannedHead(input))} `.includes(` ${said} `);
}

/** Fewest words of a line that says how a number came about. */
const WORKING = 6;

/** Bare numbers in a task of several: how they came about cannot be seen. */
export function showsNoWorking({ input, output }: Example): boolean {
  const isBare = (line: string): boolean => !line.includes('=') && line.trim().split(/\s+/).length < WORKING;
  return output.split('\n').every(isBare) && numbersIn(scannedHead(input)).length > 1;
}
