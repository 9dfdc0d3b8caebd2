import { conversionsAmong, unitsIn } from '../measures';
import { sameNumber, written } from '../numbers';
import { numericDisagreement, repeatsTask, showsNoWorking } from '../numericDisagreement';
import type { Rule } from '../rule';
import { scannedHead } from '../scannedText';

/** The answer is the reference times or divided by the factor between two units that the task names. */
export const unitFactor: Rule = {
  id: 'unit-factor',
  category: 'Unit or Conversion Error',
  reason: 'Answer and reference differ by exactly the factor between two units of the same kind in the task.',
  apply(example) {
    const differing = numericDisagreement(example);
    if (differing === null || differing.wanted === 0 || differing.given.value === 0) return null;
    const { answer, given, wanted } = differing;
    if (repeatsTask(example, answer) || showsNoWorking(example)) return null;
    const ratio = given.value / wanted;
    const task = unitsIn(scannedHead(example.input));
    const units = new Set([...task, ...unitsIn(answer.text)]);
    const conversion = conversionsAmong(units).find(
      ({ factor }) => sameNumber(ratio, factor) || sameNumber(1 / ratio, factor),
    );
    if (conversion === undefined) return null;
    const { smaller, larger, factor } = conversion;
    // One of the two must be what is asked for or answered in; otherwise the ratio is chance.
    const asked = unitsIn(questionOf(example.input));
    if (![smaller, larger].some((unit) => asked.has(unit) || unitsIn(answer.text).has(unit))) return null;
    return {
      title: 'Units not converted',
      summary: `The answer ${written(given.value)} is the reference ${written(wanted)} ${ratio > 1 ? 'times' : 'divided by'} ${written(factor)}, the number of ${smaller} units in one ${larger}.`,
      kind: 'unit-factor',
      quotes: [{ start: given.start, end: given.end }],
      criterion: `The answer is ${written(wanted)} in the unit asked for`,
      present: true,
      quality: 'incorrect',
    };
  },
};

/** The last sentence that asks. */
function questionOf(input: string): string {
  const text = scannedHead(input).slice(-2000);
  const stop = text.lastIndexOf('?');
  if (stop < 0) return text.slice(-300);
  const start = Math.max(...['. ', '? ', '! ', '\n'].map((mark) => text.lastIndexOf(mark, stop - 1)), 0);
  return text.slice(start, stop + 1);
}
