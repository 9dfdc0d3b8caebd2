import { languageNamed, languageOf } from '../languages';
import type { Rule } from '../rule';
import { scannedHead } from '../scannedText';

/** "Answer in French", "translate … into German": an order, at the beginning of a sentence. */
const DEMAND =
  /(?:^|[.!?:\n]\s{0,3})(?:please )?(?:answer|respond|reply|write|explain|summari[sz]e|describe|translate|say|give|use)\b[^.!?\n]{0,120}?\b(?:in|into|to)\s(English|French|German|Spanish|Italian|Portuguese|Dutch|Russian|Chinese|Japanese|Korean|Arabic|Hebrew|Greek|Hindi|Thai)\b(?!\s\p{Ll})/giu;

/** The input names the language of the answer, and the output is in another one. */
export const wrongLanguage: Rule = {
  id: 'wrong-language',
  category: 'Specification Misinterpretation',
  reason: 'The language that the input demands is not the language of the output.',
  apply({ input, output, references }) {
    const demands = [...scannedHead(input).slice(-4000).matchAll(DEMAND)].map((match) => languageNamed(match[1] ?? ''));
    const [wanted] = demands;
    // Two languages named: one may be that of the text to translate.
    if (wanted === undefined || wanted === null || new Set(demands).size > 1) return null;
    const language = languageOf(output);
    if (language === null || language === wanted) return null;
    // An answer in one language that is explained in another one.
    const [first = ''] = output.trim().split(/\n|(?<=[.!?])\s/, 1);
    if (languageOf(first) !== language && first.length < output.trim().length) return null;
    if (repeatsInput(input, output)) return null;
    if (references.some((reference) => languageOf(reference) === language)) return null;
    const start = output.length - output.trimStart().length;
    return {
      title: 'Written in the wrong language',
      summary: `The input demands ${wanted}; the output is in ${language}.`,
      kind: 'wrong-language',
      quotes: [{ start, end: Math.min(output.trimEnd().length, start + 160) }],
      criterion: `The output is in ${wanted}`,
      present: false,
      quality: 'incorrect',
    };
  },
};

/** An output that says the text to translate again is no text in the wrong language. */
function repeatsInput(input: string, output: string): boolean {
  const lines = scannedHead(input)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.split(/\s+/).length >= 4);
  return lines.some((line) => output.includes(line));
}
