import { NUMBER_WORDS } from '../numberWords';
import type { Rule } from '../rule';
import { scannedHead } from '../scannedText';

const LENGTH =
  /\b(exactly|at least|at most|no more than|no fewer than|not more than|fewer than|less than|more than|under|over)\s(\d{1,4}|[a-z]{3,6})\s(words|bullet points|bullets|numbered items)\b/gi;

/** The input fixes how many words or bullet points the output shall have, and it has clearly more or fewer. */
export const lengthConstraint: Rule = {
  id: 'length-constraint',
  category: 'Specification Misinterpretation',
  reason: 'A length that the input fixes is missed by more than counting words differently could explain.',
  apply({ input, output, references }) {
    // With a reference answer the content decides, and the length is beside the point.
    if (references.some((reference) => reference.trim() !== '') || output.length > 50_000) return null;
    const asked = [...scannedHead(input).matchAll(LENGTH)];
    const [only] = asked;
    if (asked.length !== 1 || only === undefined) return null;
    const [phrase, bound = '', amount = '', unit = ''] = only;
    const spoken = NUMBER_WORDS.indexOf(amount.toLowerCase());
    const wanted = /^\d+$/.test(amount) ? Number(amount) : spoken;
    if (wanted < 1) return null;
    const words = /^words$/i.test(unit);
    const given = words ? wordsOf(output) : bulletsOf(output);
    // Hyphens, numbers and headings can be counted either way: words get a tenth of slack, and no less than 2.
    const slack = words ? Math.max(2, Math.ceil(wanted * 0.1)) : 0;
    const atLeast = /^(?:exactly|at least|no fewer than|more than|over)$/i.test(bound);
    const atMost = /^(?:exactly|at most|no more than|not more than|fewer than|less than|under)$/i.test(bound);
    const tooFew = atLeast && given + slack < wanted;
    const tooMany = atMost && given - slack > wanted;
    if ((!tooFew && !tooMany) || (!words && given === 0)) return null;
    const start = output.length - output.trimStart().length;
    return {
      title: tooFew ? 'Shorter than the input demands' : 'Longer than the input allows',
      summary: `The input demands “${phrase}”; the output has ${given} ${unit.toLowerCase()}.`,
      confidence: 0.8,
      quotes: [{ start, end: Math.max(start, output.trimEnd().length) }],
      criterion: `The output has ${phrase}`,
      present: false,
      quality: 'incorrect',
    };
  },
};

function wordsOf(output: string): number {
  return output.match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu)?.length ?? 0;
}

function bulletsOf(output: string): number {
  return output.split('\n').filter((line) => /^\s{0,8}(?:[-*•+]|\d{1,3}[.)])\s/.test(line)).length;
}
