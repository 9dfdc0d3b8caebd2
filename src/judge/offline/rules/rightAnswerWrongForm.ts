import type { Example } from '../../../model/example';
import { chosenOption, optionNamed, optionsOf } from '../choices';
import { finalAnswer, numberOfAnswer, type StatedAnswer, sameText } from '../finalAnswer';
import { parseObjectOrArray } from '../jsonText';
import { numbersIn, sameNumber } from '../numbers';
import { answerOf, numberOf } from '../reference';
import type { Rule } from '../rule';

/** The final answer is the reference's, yet the example fails: the grader did not find it in the form it wanted. */
export const rightAnswerWrongForm: Rule = {
  id: 'right-answer-wrong-form',
  category: 'Output Formatting Error',
  reason: 'Content equal to the reference and a failing verdict leave the form as the fault.',
  apply(example) {
    const { output, references } = example;
    const answer = finalAnswer(output);
    if (answer === null) return null;
    for (const reference of references) {
      const wanted = answerOf(reference);
      if (wanted === null || !isFormInDoubt(example, reference, wanted)) continue;
      const confidence = agreement(example, answer, reference, wanted);
      if (confidence === null) continue;
      return {
        title: 'Right answer in an unexpected form',
        summary: `The output's final answer “${short(answer.text)}” agrees with the reference “${short(wanted)}”, but the example fails: the grader did not accept the form.`,
        confidence,
        quotes: [{ start: answer.start, end: answer.end }],
        criterion: `The answer “${short(wanted)}” is given in the required form`,
        present: true,
        quality: 'partially correct',
      };
    }
    return null;
  },
};

/** False where something else than the form of this answer has to be the reason of the failure. */
function isFormInDoubt({ output, explanation }: Example, reference: string, wanted: string): boolean {
  // Broken JSON looks right once punctuation is left out; JSON has rules of its own.
  if (parseObjectOrArray(reference) !== null) return false;
  // The very same text fails for a reason that is not in the text.
  if (output === reference || output === wanted) return false;
  // A grader that speaks of something else (a time limit, another assertion) has not missed this answer.
  return explanation === undefined || explanation.trim() === '' || explanation.includes(wanted);
}

/** How sure it is that the output's final answer is the reference; `null` when it is not, or only mentioned. */
function agreement(example: Example, answer: StatedAnswer, reference: string, wanted: string): number | null {
  // Nothing but white space differs: some graders mind, most do not.
  if (example.output.trim() === wanted) return 0.65;
  const options = optionsOf(example);
  if (options.length > 1) {
    const right = optionNamed(wanted, options);
    const chosen = chosenOption(example.output, options);
    return right !== null && chosen?.option.letter === right.letter ? 0.85 : null;
  }
  const number = numberOf(reference);
  if (number !== null) {
    const given = numberOfAnswer(answer);
    if (given === null || !sameNumber(given.value, number)) return null;
    if (answer.marked) return numbersIn(answer.text).length === 1 || answer.text.includes('=') ? 0.85 : 0.65;
    // Without a mark: the whole output is the number with its unit, or a last sentence that concludes with it.
    const alone = example.output.trim().length <= 40 && numbersIn(answer.text).length === 1;
    if (alone) return 0.8;
    const digits = String(Math.abs(number)).replace(/\D/g, '').length;
    const concludes = /\b(?:so|thus|therefore|hence|total|in all|altogether|answer)\b/i.test(answer.text);
    return digits >= 2 && concludes && !/[?:]$/.test(answer.text) ? 0.65 : null;
  }
  const whole = answer.marked ? answer.text : example.output;
  if (whole.length > 3 * wanted.length + 50 || !sameText(whole, wanted)) return null;
  // Short words and letters need a mark or to be all there is, which `sameText` on the whole output ensures.
  return 0.85;
}

function short(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}
