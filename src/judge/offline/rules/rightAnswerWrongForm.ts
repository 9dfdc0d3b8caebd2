import type { Example } from '../../../model/example';
import { behindLabel, lacksAnswerMark } from '../answerMark';
import { asksForBareAnswer } from '../bareAnswer';
import { changesItsMind, chosenOption, optionNamed, optionsOf } from '../choices';
import type { MeasuredKind } from '../counts';
import { sameClock, sameDate } from '../dates';
import { finalAnswer, normalText, numberOfAnswer, type StatedAnswer, sameText } from '../finalAnswer';
import { parseObjectOrArray } from '../jsonText';
import { itemsOf, linesOf } from '../lists';
import { numbersIn, sameNumber } from '../numbers';
import { answerOf, numberOf } from '../reference';
import type { Rule } from '../rule';
import { isCutOff } from '../stopReason';
import { DENIES } from './deniesContext';

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
      if (isSameList(example, reference)) {
        const start = output.length - output.trimStart().length;
        return {
          title: 'Right list in another writing',
          summary: `The output has all ${linesOf(reference).length} lines of the reference, marked or punctuated otherwise than they are wanted.`,
          kind: 'right-answer-wrong-form/list',
          quotes: [{ start, end: Math.min(output.trimEnd().length, start + 200) }],
          criterion: 'The list has the form that the input demands',
          present: true,
          quality: 'partially correct',
        };
      }
      if (isOrderedPhrase(example, reference)) {
        return {
          title: 'Right answer in other words than ordered',
          summary: `The output says in words of its own what the input orders to be said as “${reference.trim()}”.`,
          kind: 'right-answer-wrong-form/phrase',
          quotes: [{ start: answer.start, end: answer.end }],
          criterion: `The output says “${reference.trim()}”`,
          present: true,
          quality: 'partially correct',
        };
      }
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

/** "If it is not covered, say NOT COVERED": the reference is a phrase that the input orders for what the material lacks. */
function isOrderedPhrase({ input, output }: Example, reference: string): boolean {
  const phrase = reference.trim();
  if (!/^[\p{Lu}][\p{Lu} _-]{3,40}$/u.test(phrase) || output.toUpperCase().includes(phrase)) return false;
  return (
    new RegExp(`\\b(?:say|answer|write|reply|respond|output|return)\\b[^.\\n]{0,30}${phrase}`).test(input) &&
    output.length <= 300 &&
    DENIES.test(output)
  );
}

/** Several lines, each with the words of one of the reference's in their order, whatever marks stand between them. */
function isSameList({ output }: Example, reference: string): boolean {
  const wanted = linesOf(reference);
  // The head of a table and its rule are no items.
  const given = linesOf(output.replace(/^\s*\|[^\n]*\n\s*\|[\s|:-]+\n/, ''));
  return (
    wanted.length > 1 &&
    reference.length <= 2000 &&
    output.trim() !== reference.trim() &&
    given.join('\n') === wanted.join('\n')
  );
}

/** "… = 2 * -2 - 4 + 1": what stands after the last equals sign is still to be computed. */
function endsInCalculation(text: string): boolean {
  const rest = text.slice(text.lastIndexOf('=') + 1);
  return text.includes('=') && /[\d)]\s?[-+*/×·÷−^]\s?\(?\d/.test(rest);
}

/** The last sentence says hardly more numbers than the last, or ends on `= 18 kJ`: no number that only happens to be there. */
function isResult(text: string): boolean {
  const last =
    text
      .replace(/[.!\s]{1,20}$/, '')
      .split(/\.\s/)
      .at(-1) ?? '';
  const concludes =
    /\b(?:together|in all|altogether|in total|totals?|so|thus|hence|therefore|leaves|makes|gives)\b[^\d]{0,30}[\d.,]+[^\d]{0,30}$/i;
  return (
    numbersIn(last).length <= 2 ||
    concludes.test(last) ||
    /=\s?[$€£]?-?[\d.,]+(?:\s?[\p{L}%°²³/]{1,15}){0,2}$/u.test(last)
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
    if (right === null || chosen?.option.letter !== right.letter || changesItsMind(example.output)) return null;
    const isMore = normalText(example.output).length > 1 && asksForBareAnswer(example.input);
    return isMore ? 'right-answer-wrong-form/asked' : 'right-answer-wrong-form/option';
  }
  const whole = answer.marked ? answer.text : example.output;
  if (sameDate(whole, wanted) || (whole.length <= 60 && sameClock(whole, wanted)))
    return 'right-answer-wrong-form/date';
  const number = numberOf(reference);
  if (number !== null) {
    const labelled = answer.marked ? null : behindLabel(example.input, example.output);
    const [first] = numbersIn(labelled ?? '');
    if (first !== undefined && sameNumber(first.value, number) && lacksAnswerMark(example.input, example.output))
      return 'right-answer-wrong-form/unmarked';
    const given = numberOfAnswer(answer);
    if (given === null || !sameNumber(given.value, number)) return null;
    // The last operand of a calculation that stops there is no result.
    if (!answer.marked && (endsInCalculation(answer.text) || isCutOff(example.finishReason))) return null;
    // A reference with a unit wants one; another name of the unit, or none, is another matter than form.
    if (!answer.marked && /\p{L}/u.test(wanted) && !example.output.includes(wanted)) return null;
    // The task demands a mark by which the answer is found, and the last number said is the right one.
    if (!answer.marked && isResult(answer.text) && lacksAnswerMark(example.input, example.output))
      return 'right-answer-wrong-form/unmarked';
    if (answer.marked)
      return numbersIn(answer.text).length === 1 ||
        answer.text.includes('=') ||
        lacksAnswerMark(example.input, example.output)
        ? 'right-answer-wrong-form/marked'
        : 'right-answer-wrong-form/concluded';
    // Without a mark: the whole output is the number with its unit, or a last sentence that concludes with it.
    const asked = asksForBareAnswer(example.input);
    const alone = example.output.trim().length <= 40 && numbersIn(answer.text).length <= 1;
    if (alone) return asked ? 'right-answer-wrong-form/asked' : 'right-answer-wrong-form/number';
    // One short sentence with one number in it.
    const sentence = example.output.trim();
    if (sentence.length <= 120 && !sentence.includes('\n') && numbersIn(sentence).length === 1)
      return asked ? 'right-answer-wrong-form/asked' : 'right-answer-wrong-form/sentence';
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
