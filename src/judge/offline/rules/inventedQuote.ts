import { contextOf } from '../context';
import { normalText } from '../finalAnswer';
import type { Rule } from '../rule';
import { scannedHead, scannedParts } from '../scannedText';
import { NEAR_ENOUGH, sharedWords } from '../wordOverlap';

/** Words that say that what follows in quotes stands in the material. */
const SAYS =
  /\b(?:(?:text|passage|article|document|context|author|report|email|letter|table|source|paragraph|transcript|it|which)\s(?:explicitly |clearly |also )?(?:says?|states?|reads?|mentions?|writes?|notes?)|according to the (?:text|passage|article|document|context|report|author)|quot(?:e|ing)|as (?:stated|written) in the (?:text|passage|document))\b[^"“”\n]{0,60}["“]([^"“”\n]{15,400})["”]/gi;

/** Fewest words of a quotation; shorter ones are terms. */
const FEWEST_WORDS = 5;

/** The output quotes the given material, and the quotation is not in it. */
export const inventedQuote: Rule = {
  id: 'invented-quote',
  category: 'Unsupported Inference',
  reason: 'What the output puts in quotation marks as words of the material does not stand there.',
  apply({ input, output }) {
    if (contextOf(input) === null) return null;
    const source = ` ${normalText(scannedHead(input))} `;
    for (const { text, offset } of scannedParts(output)) {
      for (const match of text.matchAll(SAYS)) {
        const quoted = match[1] ?? '';
        // A quotation with a gap is checked piece by piece.
        const pieces = quoted.split(/\s?(?:\.\.\.|…|\[[^\]]{0,40}\])\s?/).map(normalText);
        const [missing] = pieces.filter(
          (piece) =>
            piece.split(' ').length >= FEWEST_WORDS &&
            !source.includes(` ${piece} `) &&
            sharedWords(piece, source) < NEAR_ENOUGH,
        );
        if (missing === undefined) continue;
        const start = offset + match.index + match[0].length - quoted.length - 1;
        return {
          title: 'Quotes what the material does not say',
          summary: `The output quotes “${quoted.slice(0, 120)}” from the given material; it does not stand there.`,
          kind: 'invented-quote',
          quotes: [{ start, end: start + quoted.length }],
          criterion: 'Quotations stand in the given material',
          present: true,
          quality: 'incorrect',
        };
      }
    }
    return null;
  },
};
