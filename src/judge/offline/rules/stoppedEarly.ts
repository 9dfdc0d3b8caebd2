import { sameNumber, written } from '../numbers';
import { numericDisagreement } from '../numericDisagreement';
import type { Rule } from '../rule';
import { hasResult, sameOperands, shownStep, stepsOfOutput, stepsOfReference } from '../solution';

/** The output goes the reference's way and ends on one of its intermediate results. */
export const stoppedEarly: Rule = {
  id: 'stopped-early',
  category: 'Incomplete Reasoning',
  reason: 'Every result of the output is one of the reference solution, whose further steps are missing.',
  apply(example) {
    const differing = numericDisagreement(example);
    if (differing === null) return null;
    const { given, wanted } = differing;
    const steps = stepsOfOutput(example.output);
    const solution = stepsOfReference(example);
    const last = steps.at(-1);
    if (last === undefined || solution.length < 2 || !sameNumber(last.stated, given.value)) return null;
    if (steps.some((step) => step.verdict !== 'right' || !hasResult(solution, step.stated))) return null;
    // The step that made the answer must be the reference's own: same operands, not only the same result.
    const index = solution.findIndex(
      (step) => sameOperands(step.operands, last.operands) && sameNumber(step.stated, last.stated),
    );
    if (index < 0 || index === solution.length - 1 || sameNumber(solution.at(-1)?.stated ?? given.value, given.value))
      return null;
    const next = solution.slice(index + 1).find((step) => !hasResult(steps, step.stated));
    if (next === undefined) return null;
    return {
      title: 'Stopped at an intermediate result',
      summary: `All steps are the reference's, but the answer ${written(given.value)} is an intermediate result there; “${shownStep(next)}” is missing on the way to ${written(wanted)}.`,
      confidence: 0.8,
      quotes: [{ start: last.start, end: last.end }],
      criterion: `The solution goes on to ${written(wanted)}`,
      present: false,
      quality: 'partially correct',
    };
  },
};
