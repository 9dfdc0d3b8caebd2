import type { Example } from '../../../model/example';
import type { Step } from '../arithmetic';
import { sameNumber, written } from '../numbers';
import { type NumericDisagreement, numericDisagreement } from '../numericDisagreement';
import type { Rule } from '../rule';
import { hasResult, sameOperands, shownStep, stepsOfOutput, stepsOfReference } from '../solution';

/** The output goes the reference's way and ends on one of its intermediate results. */
export const stoppedEarly: Rule = {
  id: 'stopped-early',
  category: 'Incomplete Reasoning',
  reason: 'Every result of the output is one of the reference solution, whose further steps are missing.',
  apply(example) {
    const stop = intermediateResult(example);
    if (stop === null || saysWhatItIs(stop.differing)) return null;
    const { differing, last, next } = stop;
    return {
      title: 'Stopped at an intermediate result',
      summary: `All steps are the reference's, but the answer ${written(differing.given.value)} is an intermediate result there; “${shownStep(next)}” is missing on the way to ${written(differing.wanted)}.`,
      kind: 'stopped-early',
      quotes: [{ start: last.start, end: last.end }],
      criterion: `The solution goes on to ${written(differing.wanted)}`,
      present: false,
      quality: 'partially correct',
    };
  },
};

/** The same, and the output says in a sentence what its number is: it answers another question than the one asked. */
export const otherQuestionAnswered: Rule = {
  id: 'other-question-answered',
  category: 'Specification Misinterpretation',
  reason: 'The output states an intermediate result of the reference as what was asked for.',
  apply(example) {
    const stop = intermediateResult(example);
    if (stop === null || !saysWhatItIs(stop.differing)) return null;
    const { differing, next } = stop;
    const { answer, given, wanted } = differing;
    return {
      title: 'Answers another question than the one asked',
      summary: `“${answer.text.slice(0, 120)}” is right as an intermediate result; what was asked is ${written(wanted)}, for which “${shownStep(next)}” is missing.`,
      kind: 'other-question-answered',
      quotes: [{ start: given.start, end: given.end }],
      criterion: `The output answers with ${written(wanted)}`,
      present: true,
      quality: 'incorrect',
    };
  },
};

/** The last step of an output whose every step is the reference's, and the first step that it lacks. */
function intermediateResult(example: Example): { differing: NumericDisagreement; last: Step; next: Step } | null {
  const differing = numericDisagreement(example);
  if (differing === null) return null;
  const { given } = differing;
  const steps = stepsOfOutput(example);
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
  return next === undefined ? null : { differing, last, next };
}

/** A sentence of words around the number, which says what the number is. */
function saysWhatItIs({ answer }: NumericDisagreement): boolean {
  const sentence = answer.text.slice(answer.text.replace(/[.!\s]+$/, '').lastIndexOf('. ') + 1);
  return !answer.marked && !sentence.includes('=') && (sentence.match(/\p{L}{2,}/gu)?.length ?? 0) >= 3;
}
