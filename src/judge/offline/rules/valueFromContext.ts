import { optionsOf } from '../choices';
import { type Context, contextOf } from '../context';
import { finalAnswer, normalText } from '../finalAnswer';
import { answerOf } from '../reference';
import type { Rule } from '../rule';
import { stepsOfOutput, stepsOfReference } from '../solution';

/** Questions that compare, compute or conclude: another value than the right one is then no slip of the eye. */
const MORE_THAN_READING =
  /\b(?:total|altogether|in all|sum|average|mean|median|difference|how (?:many|much) (?:more|fewer|less|longer)|percent|most|least|fewest|highest|lowest|largest|smallest|longest|shortest|oldest|youngest|fastest|slowest|cheapest|more than|less than|combined|why|infer|imply|implies|suggest|conclude|likely|both|taller|older|younger)\b/i;

/** A value with digits: a number, a time, a date, an amount. */
const VALUE = /(?<![\p{L}\d])[$€£]?\d[\d.,:/-]{0,20}(?<=\d)%?/gu;

/** A value had to be read from given material, and another value of that material was taken. */
export const valueFromContext: Rule = {
  id: 'value-from-context',
  category: 'Context Extraction Error',
  reason: 'The right value stands literally in the material, and the output gives another value that stands there too.',
  apply(example) {
    const { output, references } = example;
    const context = contextOf(example.input);
    if (context === null || references.length === 0 || output.length > 3000) return null;
    if (MORE_THAN_READING.test(context.question) || optionsOf(example).length > 0) return null;
    if (stepsOfOutput(example).length > 0 || stepsOfReference(example).length > 0) return null;
    const wanted = references.map((reference) => (answerOf(reference) ?? '').trim());
    const [right = ''] = wanted;
    if (right === '' || right.length > 40 || wanted.some((reference) => !/\d/.test(reference))) return null;
    if (!stands(right, context) || wanted.some((reference) => mentions(output, reference))) return null;
    const answer = finalAnswer(output);
    if (answer === null) return null;
    const taken = [...answer.text.matchAll(VALUE)].filter(
      ([value]) =>
        sameKind(value, right) && stands(value, context) && !normalText(context.question).includes(normalText(value)),
    );
    const [only] = taken;
    if (only === undefined || new Set(taken.map(([value]) => value)).size > 1) return null;
    const start = answer.start + only.index;
    return {
      title: 'Wrong value taken from the material',
      summary: `The output answers “${only[0]}”; both it and the right “${right}” stand in the given material.`,
      kind: 'value-from-context',
      quotes: [{ start, end: start + only[0].length }],
      criterion: `The value taken is “${right}”`,
      present: true,
      quality: 'incorrect',
    };
  },
};

function stands(value: string, { material }: Context): boolean {
  return mentions(material, value);
}

function mentions(text: string, value: string): boolean {
  const wanted = normalText(value);
  return wanted !== '' && ` ${normalText(text)} `.includes(` ${wanted} `);
}

/** A time for a time, an amount for an amount, a number for a number. */
function sameKind(a: string, b: string): boolean {
  const shape = (text: string): string =>
    /:/.test(text) ? 'time' : /[$€£]/.test(text) ? 'amount' : /%/.test(text) ? 'share' : 'number';
  return shape(a) === shape(b) || (shape(a) !== 'time' && shape(b) !== 'time');
}
