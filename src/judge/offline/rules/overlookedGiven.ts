import { numbersIn, sameNumber, written } from '../numbers';
import { numericDisagreement } from '../numericDisagreement';
import type { Rule } from '../rule';
import { scannedHead } from '../scannedText';
import { stepsOfOutput, stepsOfReference } from '../solution';

/** Words that stand for a number, or for calculating with it. */
const SPOKEN: readonly (readonly [RegExp, number])[] = [
  [/\b(?:two|twice|double[ds]?|half|both|halves)\b/i, 2],
  [/\b(?:three|thrice|triple[ds]?|thirds?)\b/i, 3],
  [/\b(?:four|quarters?|fourths?|quadruple[ds]?)\b/i, 4],
  [/\b(?:five|fifths?)\b/i, 5],
  [/\b(?:six|sixths?)\b/i, 6],
  [/\bseven\b/i, 7],
  [/\b(?:eight|eighths?)\b/i, 8],
  [/\bnine\b/i, 9],
  [/\b(?:ten|tenths?)\b/i, 10],
  [/\beleven\b/i, 11],
  [/\b(?:twelve|dozen)\b/i, 12],
];

/** A number that the task states and the reference needs does not occur in the output in any form. */
export const overlookedGiven: Rule = {
  id: 'overlooked-given',
  category: 'Specification Misinterpretation',
  reason: 'A condition of the task that the reference solution uses is not used at all.',
  apply(example) {
    const differing = numericDisagreement(example);
    if (differing === null) return null;
    const steps = stepsOfOutput(example);
    if (steps.length === 0 || steps.some((step) => step.verdict !== 'right')) return null;
    const task = scannedHead(example.input);
    const stated = valuesIn(task);
    const used = valuesIn(scannedHead(example.output));
    // Small counts and powers of ten get lost in words ("each", "per cent"); larger ones are conditions.
    const needed = stepsOfReference(example).flatMap((step) => step.operands);
    const overlooked = needed.find(
      (value) =>
        value > 2 &&
        value !== 100 &&
        stated.some((other) => sameNumber(other, value)) &&
        !forms(value).some((form) => used.some((other) => sameNumber(other, form))),
    );
    if (overlooked === undefined) return null;
    const { given, wanted } = differing;
    return {
      title: 'A given number is not used',
      summary: `The task states ${written(overlooked)} and the reference calculates with it; the output never does, and comes to ${written(given.value)} instead of ${written(wanted)}.`,
      kind: 'overlooked-given',
      quotes: [{ start: given.start, end: given.end }],
      criterion: `The given ${written(overlooked)} is taken into account`,
      present: false,
      quality: null,
    };
  },
};

function valuesIn(text: string): number[] {
  const values = numbersIn(text).map((number) => Math.abs(number.value));
  for (const [word, value] of SPOKEN) if (word.test(text)) values.push(value);
  return values;
}

/** Ways in which a solution may carry a number without writing it: as a share, a remaining share, an inverse. */
function forms(value: number): number[] {
  return [value, value / 100, value * 100, 100 - value, 100 + value, 1 - value / 100, 1 + value / 100, 1 / value];
}
