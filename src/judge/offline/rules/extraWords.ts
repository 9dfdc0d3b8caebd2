import type { Example } from '../../../model/example';
import { bareAnswerDemand } from '../bareAnswer';
import { optionsOf } from '../choices';
import { finalAnswer, normalText, numberOfAnswer } from '../finalAnswer';
import { labelsNamed, labelsOf } from '../labelSet';
import { itemsOf } from '../lists';
import { sameNumber } from '../numbers';
import { answerOf, numberOf } from '../reference';
import type { Rule, Span } from '../rule';

/** The answer is there, among words that were not wanted. */
export const extraWords: Rule = {
  id: 'extra-words',
  category: 'Output Formatting Error',
  reason: 'The input allows nothing but the answer, and the output puts it in a text.',
  apply(example) {
    const { input, output, references } = example;
    const asked = bareAnswerDemand(input);
    if (asked === null || output.length > 5000 || optionsOf(example).length > 0) return null;
    for (const reference of references) {
      const wanted = answerOf(reference);
      if (wanted === null) continue;
      const span = numberOf(reference) === null ? textAmong(example, wanted) : numberAmong(example, reference);
      if (span === null) continue;
      return {
        title: 'Extra words around the answer',
        summary: `The input allows nothing but the answer (“${asked.slice(0, 80)}”); the output gives “${wanted.slice(0, 80)}” within ${output.trim().split(/\s+/).length} words.`,
        kind: numberOf(reference) === null ? 'extra-words/text' : 'extra-words/number',
        quotes: [span],
        criterion: 'Nothing but the answer is written',
        present: true,
        quality: 'partially correct',
      };
    }
    return null;
  },
};

/** The right number as what a text comes to; a bare number is no text. */
function numberAmong({ output }: Example, reference: string): Span | null {
  const answer = finalAnswer(output);
  const wanted = numberOf(reference);
  if (answer === null || wanted === null || output.trim().split(/\s+/).length < 2) return null;
  const given = numberOfAnswer(answer);
  return given !== null && sameNumber(given.value, wanted) ? { start: given.start, end: given.end } : null;
}

/** The right words once, as whole words, with nothing that takes them back or offers another answer. */
function textAmong({ input, output }: Example, wanted: string): Span | null {
  if (wanted.length < 2) return null;
  const pattern = wanted
    .trim()
    .replace(/[.!]$/, '')
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\s+/g, '\\s+');
  const found = [...output.matchAll(new RegExp(`(?<![\\p{L}\\d])${pattern}(?![\\p{L}\\d])`, 'giu'))];
  const [only] = found;
  if (only === undefined || found.length > 1) return null;
  const around = output.slice(0, only.index) + output.slice(only.index + only[0].length);
  if (!/\p{L}/u.test(around)) return null;
  // A sentence within a longer one is another sentence; apart from it, it is the answer.
  const sentence = wanted.trim().split(/\s+/).length >= 3 && /[.!?]$/.test(wanted.trim());
  const lead = output.slice(0, only.index).replace(/[ \t]+$/, '');
  const tail = output.slice(only.index + only[0].length).replace(/^[ \t]+/, '');
  if (sentence && !(/(?:^|[.!?:：\n"“*])$/.test(lead) && /^(?:$|[.!?"”*(\n])/.test(tail))) return null;
  // More items in a list are no words around it.
  if (
    itemsOf(wanted).length > 1 &&
    (/[,;]\s*$/.test(output.slice(0, only.index)) || /^\s*[,;]/.test(output.slice(only.index + only[0].length)))
  )
    return null;
  // "Yes, 7 is prime because …": what follows the answer gives its reasons.
  const first = output.slice(0, only.index).trim() === '' && /^[,.;:!]/.test(output.slice(only.index + only[0].length));
  if (first) return { start: only.index, end: only.index + only[0].length };
  if (/\b(?:not|isn['’]t|never|no|n['’]t|or|unless|but)\b/i.test(around.slice(0, 2000))) return null;
  // "negative rather than positive" names the other one to exclude it.
  const asserted = around.replace(/\b(?:rather than|instead of|as opposed to)\s[\p{L}-]{1,30}/giu, ' ');
  if (labelsNamed(asserted, labelsOf(input)).some((label) => normalText(label) !== normalText(wanted))) return null;
  // One word of many is a mention; the answer is announced, or it is a good part of what is said.
  const before = output.slice(0, only.index).trimEnd();
  const announced =
    before === '' ||
    /[:：\n"“]$/.test(output.slice(0, only.index).trimEnd()) ||
    output.slice(0, only.index).endsWith('\n');
  const concluded = /\b(?:is|was|are|were|be|named|called)(?: the| an?)?$/i.test(before);
  const share = only[0].length / output.trim().length;
  return announced || concluded || share >= 0.2 || labelsOf(input).length > 0
    ? { start: only.index, end: only.index + only[0].length }
    : null;
}
