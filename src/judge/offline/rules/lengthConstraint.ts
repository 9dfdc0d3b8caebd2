import type { Example } from '../../../model/example';
import { type LengthDemand, lengthDemands, lengthIn, slackIn } from '../lengthDemand';
import { loopOf } from '../repetition';
import type { Rule } from '../rule';
import { scannedHead } from '../scannedText';
import { isCutOff } from '../stopReason';

/** A passage this many times up to the end is a loop. */
const MANY = 4;

/** The input fixes how long the output shall be, and it is clearly longer or shorter. */
export const lengthConstraint: Rule = {
  id: 'length-constraint',
  category: 'Specification Misinterpretation',
  reason: 'A length that the input fixes is missed by more than counting differently could explain.',
  apply(example) {
    const { input, output } = example;
    if (output.length > 50_000 || output.trim() === '' || !lengthMatters(example)) return null;
    // A text without end is a loop, not a long text.
    if ((loopOf(example)?.times ?? 0) >= MANY) return null;
    for (const demand of lengthDemands(scannedHead(input).slice(-8000))) {
      const missed = missedBy(demand, output, isCutOff(example.finishReason));
      if (missed === null) continue;
      const start = output.length - output.trimStart().length;
      return {
        title: missed.tooFew ? 'Shorter than the input demands' : 'Longer than the input allows',
        summary: `The input demands “${demand.phrase}”; the output has ${missed.given} ${demand.unit}.`,
        kind: 'length-constraint',
        quotes: [{ start, end: Math.max(start, output.trimEnd().length) }],
        criterion: `The output has ${demand.phrase}`,
        present: false,
        quality: 'incorrect',
      };
    }
    return null;
  },
};

/** With a reference answer the content decides, unless the grader or the reference itself speaks of the length. */
function lengthMatters({ references, explanation = '' }: Example): boolean {
  const said = [scannedHead(explanation), ...references.map((reference) => reference.slice(0, 300))].join('\n');
  if (references.every((reference) => reference.trim() === '')) return true;
  return /\b(?:words?|characters?|sentences?|paragraphs?|lines|bullets?|bullet points|length|too (?:long|short)|limit|longer|shorter)\b/i.test(
    said,
  );
}

function missedBy(
  { unit, atLeast, atMost }: LengthDemand,
  output: string,
  isCut: boolean,
): { given: number; tooFew: boolean } | null {
  const given = lengthIn(unit, output);
  // An output without any bullet answers in another form; that is not a matter of how many.
  if (unit === 'bullet points' && given === 0) return null;
  // Too little before a cut is the cut's doing.
  if (atLeast !== null && !isCut && given + slackIn(unit, atLeast) < atLeast) return { given, tooFew: true };
  if (atMost !== null && given - slackIn(unit, atMost) > atMost) return { given, tooFew: false };
  return null;
}
