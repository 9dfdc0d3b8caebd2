import { sameNumber, written } from '../numbers';
import { numericDisagreement, repeatsTask, showsNoWorking } from '../numericDisagreement';
import type { Rule } from '../rule';
import { scannedHead } from '../scannedText';
import { leavesReference } from '../solution';

/** Words that stand for a power of ten, in the task or the answer. */
const SCALED =
  /%|\b(?:percent(?:age)?s?|percentage points?|per ?cent|decimals?|thousands?|millions?|billions?|trillions?|kilo\w{1,12}|milli\w{1,12}|centi\w{1,12}|mega\w{1,12}|giga\w{1,12}|micro\w{1,12}|nano\w{1,12}|[kcm]m|[km]g|ml|[kMG]W(?:h)?|[kKMG]B|[kM]Hz|mA|in (?:hundreds|thousands|millions)|scientific notation)\b/;

/** Answer and reference have the same digits at another scale, and the task deals in scales. */
export const powerOfTen: Rule = {
  id: 'power-of-ten',
  category: 'Unit or Conversion Error',
  reason: 'Answer and reference differ by exactly a power of ten, in a task with percents, prefixes or large numbers.',
  apply(example) {
    const differing = numericDisagreement(example);
    // Off the reference's way such a ratio comes about by chance.
    if (leavesReference(example)) return null;
    if (differing === null || differing.wanted === 0 || differing.given.value === 0) return null;
    const { answer, given, wanted } = differing;
    if (repeatsTask(example, answer)) return null;
    if (showsNoWorking(example)) return null;
    // Who calculates with powers of ten may have slipped in that calculation.
    if (/10\s?(?:\^|\*\*|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])/.test(example.output)) return null;
    const power = Math.round(Math.log10(given.value / wanted));
    if (power === 0 || !sameNumber(given.value / wanted, 10 ** power)) return null;
    if (!SCALED.test(scannedHead(example.input).slice(-3000)) && !SCALED.test(answer.text)) return null;
    return {
      title: 'Off by a power of ten',
      summary: `The answer ${written(given.value)} is the reference ${written(wanted)} ${power > 0 ? 'times' : 'divided by'} ${written(10 ** Math.abs(power))}: the digits are right, the scale is not.`,
      kind: 'power-of-ten',
      quotes: [{ start: given.start, end: given.end }],
      criterion: `The answer is ${written(wanted)}`,
      present: true,
      quality: 'incorrect',
    };
  },
};
