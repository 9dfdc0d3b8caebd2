import { lastTask } from '../lastTask';
import { measuresSameThing, unitsIn } from '../measures';
import { numbersIn, sameNumber, written } from '../numbers';
import { numericDisagreement, repeatsTask } from '../numericDisagreement';
import type { Rule } from '../rule';
import { scannedHead } from '../scannedText';
import { stepsOfOutput } from '../solution';

/** "Convert 3.2 kilometres to metres", "How many millilitres are 0.75 litres?": nothing else is asked. */
const CONVERT =
  /^\W{0,20}(?:(?:please )?convert\s[^?!\n]{1,60}\s(?:to|into)\s[^?!\n]{1,60}?|(?:express|write|give)\s\d[^?!\n]{1,30}\s(?:to|into|in|as)\s[^?!\n]{1,40}?|(?:how many|what is)\s[^?!\n]{1,30}\s(?:are|is|in|make|equals?)\s[^?!\n]{1,40}?)(?:[?!]|\.(?!\d))/i;

/** The task is one conversion of units, and it came out wrong. */
export const conversionMissed: Rule = {
  id: 'conversion-missed',
  category: 'Unit or Conversion Error',
  reason: 'The task consists of converting one unit to another, and the number is not the right one.',
  apply(example) {
    const differing = numericDisagreement(example);
    const task = lastTask(example.input).trim();
    if (differing === null || task.length > 300) return null;
    const asked = CONVERT.exec(task)?.[0];
    if (asked === undefined || !convertsUnits(asked)) return null;
    // "How many minutes are in 3 films of 2 hours?" takes more than a conversion.
    if (!/^\W{0,20}(?:please )?convert\b/i.test(asked) && numbersIn(asked).length > 1) return null;
    // A calculation that may be the fault is looked at first.
    if (stepsOfOutput(example).some((step) => step.verdict === 'unclear')) return null;
    const { given, wanted } = differing;
    const stated = numbersIn(task).map(({ value }) => value);
    if (repeatsTask(example, differing.answer)) return null;
    // A text that converts another number than the task's has misread it.
    const used = numbersIn(scannedHead(example.output)).map(({ value }) => value);
    if (used.length > 1 && !used.some((one) => stated.some((value) => sameNumber(value, one)))) return null;
    return {
      title: 'Converted wrongly',
      summary: `The task is a conversion; the output comes to ${written(given.value)}, the reference to ${written(wanted)}.`,
      kind: 'conversion-missed',
      quotes: [{ start: given.start, end: given.end }],
      criterion: `The converted value is ${written(wanted)}`,
      present: true,
      quality: 'incorrect',
    };
  },
};

function convertsUnits(asked: string): boolean {
  if (measuresSameThing(unitsIn(asked))) return true;
  return (
    /\b(?:celsius|fahrenheit|kelvin)\b.*\b(?:celsius|fahrenheit|kelvin)\b/i.test(asked) ||
    /\b(?:km\/h|m\/s|mph|knots)\b.*\b(?:km\/h|m\/s|mph|knots)\b/i.test(asked)
  );
}
