import type { Example } from '../../../model/example';
import { lacksAnswerMark } from '../answerMark';
import { chosenOption, optionNamed, optionsOf } from '../choices';
import { sameClock, sameDate } from '../dates';
import { finalAnswer, numberOfAnswer, type StatedAnswer, sameText } from '../finalAnswer';
import { parseObjectOrArray } from '../jsonText';
import { itemsOf } from '../lists';
import type { MeasuredKind } from '../measured';
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
      const wanted = answerOf(reference) ?? listOf(reference);
      if (wanted === null || !isFormInDoubt(example, reference, wanted)) continue;
      const kind = agreement(example, answer, reference, wanted);
      if (kind === null) continue;
      return {
        title: 'Right answer in an unexpected form',
        summary: `The output's final answer “${short(answer.text)}” agrees with the reference “${short(wanted)}”, but the example fails: the grader did not accept the form.`,
        kind,
        quotes: [{ start: answer.start, end: answer.end }],
        criterion: `The answer “${short(wanted)}” is given in the required form`,
        present: true,
        quality: 'partially correct',
      };
    }
    return null;
  },
};

/** One sentence that ends on the answer: "The ISO code of Germany is DE." */
function saysInSentence(output: string, wanted: string): boolean {
  const text = output.trim().replace(/[.!*"”]+$/, '');
  if (text.length > 150 || text.includes('\n') || /\b(?:not|never|no|n['’]t|or|but)\b/i.test(text)) return false;
  const words = wanted.trim().replace(/[.!]$/, '');
  if (words.length < 2 || !text.toLowerCase().endsWith(words.toLowerCase())) return false;
  return /\b(?:is|are|was|were|be|called|named)(?: the| an?)?\s+["“*]{0,3}$/i.test(
    text.slice(0, text.length - words.length),
  );
}

/** The signs that change what is said; type and punctuation do not. */
function symbolsOf(text: string): string {
  return text.replace(/[^<>=+|&^~\\@]/g, '');
}

/** A reference that is a list of lines. */
function listOf(reference: string): string | null {
  return reference.length <= 500 && itemsOf(reference).length > 1 ? reference : null;
}

/** False where something else than the form of this answer has to be the reason of the failure. */
function isFormInDoubt({ output, explanation }: Example, reference: string, wanted: string): boolean {
  // Broken JSON looks right once punctuation is left out; JSON has rules of its own.
  if (parseObjectOrArray(reference) !== null) return false;
  // The very same text fails for a reason that is not in the text.
  if (output === reference || output === wanted) return false;
  // A grader that speaks of something else (a time limit, another assertion) has not missed this answer.
  return explanation === undefined || explanation.trim() === '' || explanation.includes(wanted);
}

/** Which kind of agreement it is when the output's final answer is the reference; `null` when it is not, or only mentioned. */
function agreement(example: Example, answer: StatedAnswer, reference: string, wanted: string): MeasuredKind | null {
  // Nothing but white space differs: some graders mind, most do not.
  if (example.output.trim() === wanted) return 'right-answer-wrong-form/space';
  const options = optionsOf(example);
  if (options.length > 1) {
    const right = optionNamed(wanted, options);
    const chosen = chosenOption(example.output, options);
    return right !== null && chosen?.option.letter === right.letter ? 'right-answer-wrong-form/option' : null;
  }
  const whole = answer.marked ? answer.text : example.output;
  if (sameDate(whole, wanted) || (whole.length <= 60 && sameClock(whole, wanted)))
    return 'right-answer-wrong-form/date';
  const number = numberOf(reference);
  if (number !== null) {
    const given = numberOfAnswer(answer);
    if (given === null || !sameNumber(given.value, number)) return null;
    // A reference with a unit wants one; another name of the unit, or none, is another matter than form.
    if (!answer.marked && /\p{L}/u.test(wanted) && !example.output.includes(wanted)) return null;
    // The task demands a mark by which the answer is found, and the last number said is the right one.
    if (!answer.marked && lacksAnswerMark(example.input, example.output)) return 'right-answer-wrong-form/unmarked';
    if (answer.marked)
      return numbersIn(answer.text).length === 1 || answer.text.includes('=')
        ? 'right-answer-wrong-form/marked'
        : 'right-answer-wrong-form/concluded';
    // Without a mark: the whole output is the number with its unit, or a last sentence that concludes with it.
    const alone = example.output.trim().length <= 40 && numbersIn(answer.text).length === 1;
    if (alone) return 'right-answer-wrong-form/number';
    // One short sentence with one number in it.
    const sentence = example.output.trim();
    if (sentence.length <= 120 && !sentence.includes('\n') && numbersIn(sentence).length === 1)
      return 'right-answer-wrong-form/sentence';
    const digits = String(Math.abs(number)).replace(/\D/g, '').length;
    const concludes = /\b(?:so|thus|therefore|hence|total|in all|altogether|answer)\b/i.test(answer.text);
    return digits >= 2 && concludes && !/[?:]$/.test(answer.text) ? 'right-answer-wrong-form/concluded' : null;
  }
  if (!answer.marked && saysInSentence(example.output, wanted)) return 'right-answer-wrong-form/sentence';
  if (whole.length > 3 * wanted.length + 50 || !sameText(whole, wanted) || symbolsOf(whole) !== symbolsOf(wanted))
    return null;
  // Short words and letters need a mark or to be all there is, which `sameText` on the whole output ensures.
  return 'right-answer-wrong-form/text';
}

function short(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}
