import { sameNumber, written } from '../numbers';
import { numericDisagreement } from '../numericDisagreement';
import type { Rule } from '../rule';
import { astrayStep, sameOperands, shownStep, stepsOfOutput, stepsOfReference } from '../solution';

/** The first step that leaves the reference's way takes its numbers, but does another thing with them. */
export const wrongOperation: Rule = {
  id: 'wrong-operation',
  category: 'Logical Reasoning Error',
  reason:
    'The same numbers as in a step of the reference solution, joined by another operation: the relation was misjudged.',
  apply(example) {
    const differing = numericDisagreement(example);
    if (differing === null) return null;
    const steps = stepsOfOutput(example);
    const solution = stepsOfReference(example);
    if (steps.length === 0 || solution.length === 0) return null;
    const astray = astrayStep(steps, example);
    if (astray === undefined || astray.operands.length !== 2) return null;
    // What comes after the wrong turn may hold slips as well; what comes before it, and itself, must be sound.
    if (steps.some((step) => step.start <= astray.start && step.verdict !== 'right')) return null;
    const meant = solution.find(
      (step) => sameOperands(step.operands, astray.operands) && !sameNumber(step.computed, astray.computed),
    );
    // 16 - 3 against 3 - 16 is an order, not an operation; and equal operands tell no relation.
    if (meant === undefined || sameNumber(Math.abs(meant.computed), Math.abs(astray.computed))) return null;
    return {
      title: 'Wrong operation on the right numbers',
      summary: `The output takes “${shownStep(astray)}” where the reference takes “${shownStep(meant)}”, and so comes to ${written(differing.given.value)} instead of ${written(differing.wanted)}.`,
      kind: 'wrong-operation',
      quotes: [{ start: astray.start, end: astray.end }],
      criterion: `The step is “${shownStep(meant)}”`,
      present: true,
      quality: 'incorrect',
    };
  },
};
