import { contextOf } from '../context';
import { normalText } from '../finalAnswer';
import { answerOf } from '../reference';
import type { Rule } from '../rule';
import { scannedParts } from '../scannedText';

/** "The text does not say", "the notice gives no", "is not mentioned in the passage". */
export const DENIES =
  /\b(?:(?:text|passage|notice|article|document|context|paragraph|report|table|email|letter|author|information|it)\s(?:says|mentions|states|gives|tells|provides|contains)\s(?:nothing|no\b)|(?:text|passage|notice|article|document|context|paragraph|report|table|email|letter|author|policy|rules?|list|it|they)\s(?:does not|doesn['’]t|do not)\s(?:\w{1,20}\s)?(?:say|mention|state|provide|specify|contain|tell|give|include)|(?:is|are|was)(?: not|n['’]t) (?:mentioned|stated|specified|given|provided|included) in the (?:text|passage|notice|article|document|context|table|report)|(?:can(?:not|['’]t)) be (?:determined|told|inferred) from the (?:text|passage|document|context|table))/i;

/** The output says that the material does not tell, and it does. */
export const deniesContext: Rule = {
  id: 'denies-context',
  category: 'Context Extraction Error',
  reason: 'The answer stands literally in the material of which the output says that it does not tell.',
  apply({ input, output, references }) {
    const context = contextOf(input);
    if (context === null || references.length === 0) return null;
    if (
      references.some(
        (reference) =>
          DENIES.test(reference) || /\bnot (?:stated|mentioned|given)\b|\bunknown\b|\bcannot\b/i.test(reference),
      )
    )
      return null;
    const material = ` ${normalText(context.material)} `;
    const stands = references.some((reference) => {
      const wanted = normalText(answerOf(reference) ?? '');
      return wanted !== '' && material.includes(` ${wanted} `);
    });
    if (!stands) return null;
    for (const { text, offset } of scannedParts(output)) {
      const found = DENIES.exec(text);
      if (found === null) continue;
      return {
        title: 'Overlooks what the material says',
        summary: `The output claims “${found[0]}”; the answer “${references[0]?.slice(0, 80)}” stands there.`,
        kind: 'denies-context',
        quotes: [{ start: offset + found.index, end: offset + found.index + found[0].length }],
        criterion: 'The answer is found in the material',
        present: false,
        quality: 'incorrect',
      };
    }
    return null;
  },
};
