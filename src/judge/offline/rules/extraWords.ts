import { names } from '../lists';
import { answerOf } from '../reference';
import type { Rule } from '../rule';
import { scannedHead } from '../scannedText';

/** "Answer with only the number", "reply in one word", "respond with a single letter". */
const ONLY =
  /\b(?:answer|respond|reply|return|output|give|write|print)\b[^.!?\n]{0,40}?\b(?:only|just|nothing but)\b[^.!?\n]{0,30}?\b(number|letter|word|digit|name)\b|\b(?:answer|respond|reply)\b[^.!?\n]{0,30}?\b(?:in|with) (?:a single|one|exactly one) (number|letter|word)\b/i;

/** The answer is there, among words that were not wanted. */
export const extraWords: Rule = {
  id: 'extra-words',
  category: 'Output Formatting Error',
  reason: 'The input allows nothing but the answer, and the output puts it in a text.',
  apply({ input, output, references }) {
    const asked = ONLY.exec(scannedHead(input).slice(-3000));
    const wanted = answerOf(references[0] ?? '');
    if (asked === null || wanted === null || output.length > 5000) return null;
    const words = output.trim().split(/\s+/).length;
    const allowed = wanted.split(/\s+/).length;
    if (words < allowed + 4) return null;
    // Only a right answer in too many words is a matter of form; and it must be plainly the one that is meant.
    const at = occurrences(output, wanted);
    const [only] = at;
    if (at.length !== 1 || only === undefined || wanted.length < 2 || !names(output, wanted)) return null;
    if (/\b(?:not|isn['’]t|never|no|n['’]t)\b/i.test(output) || otherCandidates(output, wanted)) return null;
    return {
      title: 'Extra words around the answer',
      summary: `The input allows only the ${asked[1] ?? asked[2]} (“${asked[0].trim()}”); the output gives “${wanted}” within ${words} words.`,
      confidence: 0.75,
      quotes: [{ start: only, end: only + wanted.length }],
      criterion: `Nothing but the ${asked[1] ?? asked[2]} is written`,
      present: true,
      quality: 'partially correct',
    };
  },
};

function occurrences(output: string, wanted: string): number[] {
  const found: number[] = [];
  const text = output.toLowerCase();
  if (text.length !== output.length) return found;
  const word = wanted.toLowerCase();
  for (let at = text.indexOf(word); at >= 0 && found.length < 3; at = text.indexOf(word, at + word.length))
    found.push(at);
  return found;
}

/** Where the answer is a number, any other number may be the answer that was meant. */
function otherCandidates(output: string, wanted: string): boolean {
  return /\d/.test(wanted) && (output.match(/\d+(?:[.,]\d+)*/g) ?? []).length > 1;
}
