import type { Operand } from './expression';
import { numbersIn, sameNumber } from './numbers';
import { NUMBER_WORDS } from './numberWords';

const PART_WORDS: Readonly<Record<string, number>> = {
  half: 2,
  twice: 2,
  double: 2,
  triple: 3,
  third: 3,
  quarter: 4,
  dozen: 12,
};

/**
 * "5 miles a day for a week, so 3 runs * 2 = 30": when a number of the same clause makes up exactly the difference or
 * the ratio, the step was written short, and nothing is proven.
 */
export function clauseExplains(
  line: string,
  start: number,
  operands: readonly Operand[],
  value: number,
  stated: number,
): boolean {
  const before = line.slice(Math.max(0, start - 300), start);
  const clause = before.slice(
    Math.max(...['. ', '; ', ': ', '! ', '? '].map((stop) => before.lastIndexOf(stop) + stop.length), 0),
  );
  const numbers = numbersIn(clause).map((number) => (number.percent ? number.value / 100 : number.value));
  for (const word of clause.toLowerCase().match(/\p{L}+/gu) ?? []) {
    const spoken = NUMBER_WORDS.indexOf(word);
    if (spoken > 1) numbers.push(spoken);
    const part = PART_WORDS[word];
    if (part !== undefined) numbers.push(part);
  }
  const used = new Set(operands.map((operand) => operand.value));
  return numbers.some(
    (number) =>
      !used.has(number) &&
      number !== 0 &&
      [value + number, value - number, number - value, value * number, value / number, number / value].some((other) =>
        sameNumber(other, stated),
      ),
  );
}
