import type { Example } from '../../../model/example';
import { type Option, optionNamed, optionsOf } from '../choices';
import { finalAnswer, type StatedAnswer, sameText } from '../finalAnswer';
import { numbersIn, sameNumber } from '../numbers';
import { answerOf, numberOf } from '../reference';
import type { Rule } from '../rule';

/** "D and also B", "either A or C", "A/B": letters joined into one answer. */
const LETTERS =
  /^\W{0,3}(?:either |both |options? |answers? )?\(?([A-J])\)?[.:)]?\s{0,2}(?:,|\/|&|or|and|and also|or maybe|or possibly|, or|and\/or)\s{0,2}(?:also |maybe |possibly |perhaps |option )?\(?([A-J])\)?(?![\p{L}\d])/u;

/** "Both B and D are defensible", "either A or C". */
const BOTH = /\b(?:both|either)\s\(?([A-J])\)?\s(?:and|or)\s\(?([A-J])\)?(?![\p{L}\d])/iu;

/** An answer that joins two values: "5 or 7", "between 4 and 6". */
const NUMBERS =
  /^\W{0,3}(?:either |maybe |about |perhaps )?[$€£]?(-?[\d.,]{1,20})(?: \p{L}{1,20}){0,2}\s?(?:or|or maybe|or possibly|or perhaps)\s(?:maybe |even )?[$€£]?(-?[\d.,]{1,20}\d|\d)/u;

const SEVERAL_ALLOWED =
  /\b(?:all that apply|select all|one or more|which (?:two|three|of the following are)|multiple answers|choose (?:two|three|all))\b/i;

/** One answer was wanted, and the output gives several to choose from. */
export const hedgedAnswer: Rule = {
  id: 'hedged-answer',
  category: 'Output Formatting Error',
  reason: 'The task has one answer; an output that leaves the choice to the reader gives none.',
  apply(example) {
    if (SEVERAL_ALLOWED.test(example.input.slice(-3000))) return null;
    const answer = finalAnswer(example.output);
    if (answer === null || (!answer.marked && example.output.trim().length > 200)) return null;
    const several = severalOptions(example, answer) ?? severalNumbers(example, answer) ?? severalTexts(example, answer);
    if (several === null) return null;
    return {
      title: 'Several answers instead of one',
      summary: `The output answers “${answer.text.slice(0, 100)}”: ${several}, where one is wanted.`,
      kind: 'hedged-answer',
      quotes: [{ start: answer.start, end: Math.min(answer.end, answer.start + 160) }],
      criterion: 'One answer is given',
      present: false,
      quality: 'incorrect',
    };
  },
};

function severalOptions(example: Example, { text }: StatedAnswer): string | null {
  const options = optionsOf(example);
  if (options.length < 2) return null;
  const letters = LETTERS.exec(text) ?? BOTH.exec(text);
  const named = [letters?.[1], letters?.[2]].map((letter) => options.find((option) => option.letter === letter));
  const [first, second] = named;
  if (!first || !second || first === second) return null;
  // With the right one among them the answer lacks a decision; else it is wrong as such.
  const right = example.references.map((reference) => optionNamed(answerOf(reference) ?? reference, options)?.letter);
  if (!named.some((option) => right.includes(option?.letter))) return null;
  // The reference may want both.
  const wanted = example.references.map((reference) => (answerOf(reference) ?? reference).trim());
  if (wanted.some((reference) => LETTERS.test(reference))) return null;
  return `it names ${named.map((option) => (option as Option).letter).join(' and ')}`;
}

function severalNumbers({ references }: Example, { text, marked }: StatedAnswer): string | null {
  // "2, 3" or "2 and 3" and nothing else, behind the mark of the answer.
  if (marked && references.length === 1 && /^-?\d[\d.]*(?:\s?(?:,|;|and)\s-?\d[\d.]*){1,3}$/.test(text.trim())) {
    const wanted = numberOf(references[0] ?? '');
    if (wanted !== null && text.split(/[,;]|and/).some((part) => sameNumber(Number(part), wanted)))
      return 'it gives several numbers, the right one among them';
  }
  const found = NUMBERS.exec(text);
  const [first, second] = numbersIn(found?.[0] ?? '');
  if (first === undefined || second === undefined || sameNumber(first.value, second.value)) return null;
  const isRight = (value: number): boolean =>
    references.some((reference) => {
      const wanted = numberOf(reference);
      return wanted !== null && sameNumber(wanted, value);
    });
  // Two wrong numbers are a wrong answer, however they are put.
  return isRight(first.value) || isRight(second.value) ? 'it gives two numbers' : null;
}

/** "Paris or Lyon", when one of the two is the reference. */
function severalTexts({ references, input }: Example, { text }: StatedAnswer): string | null {
  const parts = text.replace(/[.!]$/, '').split(/\s(?:or|or maybe|or possibly|or perhaps)\s/);
  if (parts.length < 2 || text.length > 120) return null;
  const wanted = references.find((reference) => parts.some((part) => endsOn(part, answerOf(reference) ?? reference)));
  // Two names for one thing are one answer; only a choice between things is none, and it takes the question to tell.
  if (wanted === undefined || /\sor\s/.test(wanted) || /\bor\b/i.test(input.slice(-200))) return null;
  return 'it offers a choice';
}

function endsOn(part: string, wanted: string): boolean {
  const words = part.trim().split(/\s+/);
  const count = wanted.trim().split(/\s+/).length;
  return sameText(words.slice(-count).join(' '), wanted) || sameText(words.slice(0, count).join(' '), wanted);
}
