import { written } from '../numbers';
import { numericDisagreement } from '../numericDisagreement';
import type { Rule } from '../rule';
import { scannedHead } from '../scannedText';

/** The task says how exact the answer shall be. */
const DEMAND =
  /\b(?:round(?:ed|ing)?\b|nearest\b|(?:\d|one|two|three|four)\s(?:decimal|significant)|decimal places?|significant (?:figures|digits))/i;

/** The answer is the reference's value, rounded to more or fewer decimals than the task demands. */
export const roundedOtherwise: Rule = {
  id: 'rounded-otherwise',
  category: 'Specification Misinterpretation',
  reason: 'Answer and reference are one value at another rounding, and the task fixes the rounding.',
  apply(example) {
    const differing = numericDisagreement(example);
    if (differing === null || !DEMAND.test(scannedHead(example.input).slice(-3000))) return null;
    const { given, wanted } = differing;
    const decimals = decimalsOf(wanted);
    // One more decimal shows a value that was not rounded; one fewer, one that was rounded too far.
    const finer = given.decimals > decimals && roundsTo(given.value, wanted, decimals);
    const coarser = given.decimals < decimals && roundsTo(wanted, given.value, given.decimals);
    if (!finer && !coarser) return null;
    return {
      title: finer ? 'Not rounded as demanded' : 'Rounded more than demanded',
      summary: `The output answers ${written(given.value)}, the reference is ${written(wanted)}: the same value, ${finer ? 'not rounded' : 'rounded too far'}.`,
      kind: 'rounded-otherwise',
      quotes: [{ start: given.start, end: given.end }],
      criterion: `The answer is rounded to ${written(wanted)}`,
      present: true,
      quality: 'partially correct',
    };
  },
};

function roundsTo(exact: number, rounded: number, decimals: number): boolean {
  return Math.abs(exact - rounded) <= 0.5 * 10 ** -decimals * (1 + 1e-9);
}

function decimalsOf(value: number): number {
  return /\.(\d{1,15})$/.exec(String(value))?.[1]?.length ?? 0;
}
