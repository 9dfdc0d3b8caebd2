import type { Example } from '../../model/example';
import { finalAnswer, numberOfAnswer, type StatedAnswer } from './finalAnswer';
import { sameNumber, type WrittenNumber } from './numbers';
import { numberOf } from './reference';

/** The output's final number and the reference's, which differ. */
export interface NumericDisagreement {
  answer: StatedAnswer;
  given: WrittenNumber;
  wanted: number;
}

/** `null` when one of the two has no single final number, or any accepted answer agrees. */
export function numericDisagreement({ output, references }: Example): NumericDisagreement | null {
  const answer = finalAnswer(output);
  if (answer === null) return null;
  const given = numberOfAnswer(answer);
  const numbers = references.map(numberOf);
  const [wanted] = numbers;
  if (given === null || wanted === undefined || wanted === null) return null;
  if (numbers.some((number) => number === null || sameNumber(number, given.value))) return null;
  return { answer, given, wanted };
}
