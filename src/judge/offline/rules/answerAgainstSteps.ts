import { numbersIn, sameNumber, written } from '../numbers';
import { numericDisagreement } from '../numericDisagreement';
import type { Rule } from '../rule';
import { shownStep, stepsOfOutput } from '../solution';

/** The output works out the right number, and then states another one as its answer. */
export const answerAgainstSteps: Rule = {
  id: 'answer-against-steps',
  category: 'Logical Reasoning Error',
  reason:
    'The last calculation gives the reference, and the answer that follows it is another number: it contradicts itself.',
  apply(example) {
    const differing = numericDisagreement(example);
    if (differing === null) return null;
    const { answer, given, wanted } = differing;
    if (!answer.marked && !concludes(answer.text)) return null;
    const last = stepsOfOutput(example).findLast((step) => step.start < given.start);
    if (last === undefined || last.verdict !== 'right' || !sameNumber(last.stated, wanted)) return null;
    // The answer must come from nowhere: any other step or part of this one may be what was meant.
    if (last.end > given.start || last.operands.some((operand) => sameNumber(operand, given.value))) return null;
    return {
      title: 'The answer contradicts its own steps',
      summary: `The last step, “${shownStep(last)}”, gives the reference; the answer stated after it is ${written(given.value)}.`,
      kind: 'answer-against-steps',
      quotes: [
        { start: given.start, end: given.end },
        { start: last.start, end: last.end },
      ],
      criterion: `The answer is the ${written(wanted)} that the steps lead to`,
      present: true,
      quality: 'incorrect',
    };
  },
};

/** A last sentence that draws the conclusion, with one number in it. */
function concludes(text: string): boolean {
  const sentence = text.slice(text.replace(/[.!\s]+$/, '').lastIndexOf('. ') + 1).trim();
  return (
    /^\W{0,3}(?:so|thus|therefore|hence|in total|altogether|the answer)\b/i.test(sentence) &&
    numbersIn(sentence).length === 1
  );
}
