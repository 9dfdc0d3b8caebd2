import { sameNumber, written } from '../numbers';
import { numericDisagreement } from '../numericDisagreement';
import type { Rule } from '../rule';
import { astrayStep, shownStep, stepsOfOutput, stepsOfReference } from '../solution';

/**
 * The weakest rule: sums that all come out and an answer that is not the reference's leave the set-up as the fault.
 * Which kind of set-up fault it is, reading alone can tell; so the confidence says "probably reasoning, look at it".
 */
export const numericAnswerDiffers: Rule = {
  id: 'numeric-answer-differs',
  category: 'Logical Reasoning Error',
  reason: 'The output calculates without a slip to another number than the reference: the fault lies in the set-up.',
  apply(example) {
    const differing = numericDisagreement(example);
    if (differing === null) return null;
    const { given, wanted } = differing;
    const steps = stepsOfOutput(example);
    const last = steps.at(-1);
    // The answer has to come out of the steps, and the steps have to be sound, or nothing is established.
    if (last === undefined || steps.some((step) => step.verdict !== 'right')) return null;
    if (!steps.some((step) => sameNumber(step.stated, given.value))) return null;
    const solution = stepsOfReference(example);
    // With a worked reference the first step off its way can be shown; without one, one step alone proves nothing.
    const astray = solution.length > 0 ? astrayStep(steps, example) : last;
    if (astray === undefined || (solution.length === 0 && steps.length < 2)) return null;
    const count =
      steps.length === 1
        ? 'The one calculation comes out right, but it leads'
        : `All ${steps.length} calculations come out right, but they lead`;
    return {
      title: 'Sums right, but set up wrongly',
      summary: `${count} to ${written(given.value)} instead of ${written(wanted)}.${
        solution.length > 0
          ? ` “${shownStep(astray)}” is the first result that the reference's solution does not have.`
          : ' Why, the steps alone do not tell.'
      }`,
      kind: 'numeric-answer-differs',
      quotes: [{ start: astray.start, end: astray.end }],
      criterion: `The steps lead to ${written(wanted)}`,
      present: true,
      quality: 'incorrect',
    };
  },
};
