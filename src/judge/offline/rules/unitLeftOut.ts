import { finalAnswer, numberOfAnswer } from '../finalAnswer';
import { sameNumber } from '../numbers';
import { answerOf, numberOf } from '../reference';
import type { Rule } from '../rule';
import { scannedHead } from '../scannedText';

/** The task asks for the unit in words. */
const DEMAND =
  /\b(?:number and (?:its |the )?unit|with (?:its |the |a |appropriate |correct )?units?|include (?:the |a )?units?|value and unit)\b/i;

/** The right number without the unit that was asked for. */
export const unitLeftOut: Rule = {
  id: 'unit-left-out',
  category: 'Missing Required Element',
  reason: 'The number is right; the unit, which the task asks for, is absent.',
  apply({ input, output, references }) {
    if (!DEMAND.test(scannedHead(input).slice(-3000)) || references.length === 0) return null;
    const answer = finalAnswer(output);
    const given = answer === null ? null : numberOfAnswer(answer);
    if (answer === null || given === null || /\p{L}|[°%$€£¥]/u.test(answer.text)) return null;
    const right = references.every((reference) => {
      const wanted = numberOf(reference);
      return wanted !== null && sameNumber(wanted, given.value) && /\p{L}|[°%$€£¥]/u.test(answerOf(reference) ?? '');
    });
    if (!right) return null;
    return {
      title: 'Unit left out',
      summary: `The output gives ${answer.text.slice(0, 40)}; the reference is “${references[0]?.slice(0, 60)}”, and the input asks for the unit.`,
      kind: 'unit-left-out',
      quotes: [{ start: given.start, end: given.end }],
      criterion: 'The unit is given',
      present: false,
      quality: 'partially correct',
    };
  },
};
