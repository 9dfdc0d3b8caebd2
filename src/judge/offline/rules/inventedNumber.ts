import { numbersIn, sameNumber, written } from '../numbers';
import { NUMBER_WORDS } from '../numberWords';
import { numericDisagreement } from '../numericDisagreement';
import type { Rule } from '../rule';
import { scannedHead } from '../scannedText';
import { shownStep, stepsOfOutput, stepsOfReference } from '../solution';

/** Numbers that solutions bring along: small counts, shares, and how many of a unit make the next. */
const COMMON = [
  7, 10, 12, 14, 16, 20, 24, 25, 28, 30, 31, 36, 48, 50, 52, 60, 90, 100, 144, 180, 360, 365, 366, 1000, 3600,
];

/** A number that the output calculates with stands neither in the task nor among its earlier results. */
export const inventedNumber: Rule = {
  id: 'invented-number',
  category: 'Unsupported Inference',
  reason: 'The output calculates with a number that the task does not give and that no step of it makes.',
  apply(example) {
    const differing = numericDisagreement(example);
    if (differing === null) return null;
    const task = scannedHead(example.input);
    const known = numbersIn(task).map(({ value }) => Math.abs(value));
    // A task that gives next to no numbers wants them to be known or found.
    if (known.length < 2) return null;
    const reference = [
      ...stepsOfReference(example).flatMap(({ operands, stated }) => [...operands, stated]),
      differing.wanted,
    ];
    const words = task.toLowerCase();
    for (const [value, word] of NUMBER_WORDS.entries()) if (words.includes(word)) known.push(value);
    for (const step of stepsOfOutput(example)) {
      const strange = step.operands.find((operand) => !isKnown(Math.abs(operand), [...known, ...reference]));
      if (strange !== undefined) {
        return {
          title: 'Calculates with a number from nowhere',
          summary: `“${shownStep(step)}” takes ${written(strange)}, which the task does not give and no earlier step makes.`,
          kind: 'invented-number',
          quotes: [{ start: step.start, end: step.end }],
          criterion: 'Every number comes from the task or from a step',
          present: true,
          quality: 'incorrect',
        };
      }
      known.push(Math.abs(step.stated), Math.abs(step.computed));
    }
    return null;
  },
};

/** Known, common, or made of a known number in the head: its share, its rest to 1 or 100, its double, half or sum. */
function isKnown(value: number, known: readonly number[]): boolean {
  if (value <= 6 || COMMON.includes(value)) return true;
  const forms = (one: number): number[] => [
    one,
    one / 100,
    one * 100,
    100 - one,
    100 + one,
    1 - one,
    1 + one,
    1 - one / 100,
    1 + one / 100,
    one * 2,
    one / 2,
    one * 60,
    one / 60,
    one * 12,
    one * 7,
    one + 1,
    one - 1,
  ];
  if (known.some((one) => forms(one).some((form) => sameNumber(form, value)))) return true;
  const few = known.slice(0, 60);
  return few.some((a) => few.some((b) => [a + b, a - b, a * b, a / b].some((made) => sameNumber(made, value))));
}
