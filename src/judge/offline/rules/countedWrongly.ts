import { written } from '../numbers';
import { numericDisagreement } from '../numericDisagreement';
import type { Rule } from '../rule';
import { scannedHead } from '../scannedText';

/** Tasks that are nothing but counting what is given; "how many" alone also begins every word problem. */
const COUNTING =
  /\bcount the (?:number|occurrences|letters|words|items|times)\b|\bhow many (?:times (?:does|do|is) |occurrences|letters|words|characters|vowels|consonants|syllables|digits|sentences|(?:letter )?["'“‘]?[a-z]["'”’]?s? (?:are|is) (?:there )?in\b)|\bnumber of (?:letters|words|characters|vowels|occurrences|times)\b/i;

/** A pure counting task, answered a little off. */
export const countedWrongly: Rule = {
  id: 'counted-wrongly',
  category: 'Counting/Enumeration Error',
  reason: 'The task is to count given things, and the whole number answered is near the right one but not it.',
  apply(example) {
    const differing = numericDisagreement(example);
    if (differing === null || !COUNTING.test(scannedHead(example.input).slice(-3000))) return null;
    const { given, wanted } = differing;
    const off = Math.abs(given.value - wanted);
    if (!Number.isInteger(given.value) || !Number.isInteger(wanted) || given.value < 0) return null;
    if (off > Math.max(1, Math.floor(wanted / 4))) return null;
    return {
      title: off === 1 ? 'Counted one off' : 'Counted wrongly',
      summary: `The task is to count; the output counts ${written(given.value)}, the reference ${written(wanted)}.`,
      confidence: 0.7,
      quotes: [{ start: given.start, end: given.end }],
      criterion: `The count is ${written(wanted)}`,
      present: true,
      quality: 'incorrect',
    };
  },
};
