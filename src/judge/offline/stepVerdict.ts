import { clauseExplains } from './clause';
import { type LeftSide, type RightSide, SCALE, startOf } from './equationSides';
import type { Token } from './equationTokens';
import { type Expression, evaluate, type Operand, operandsOf, operatorsOf } from './expression';
import { conversionsAmong, unitsIn } from './measures';
import { sameNumber } from './numbers';
import type { Span } from './rule';

/**
 * Whether a step comes out: `wrong` only when no reading of it makes it right; `unclear` when it does not add up
 * literally but may be meant otherwise (a rounded operand, a lost sign, a word that carries a factor, mixed units).
 */
export type StepVerdict = 'right' | 'wrong' | 'unclear';

/** An operand as a share where it bears a percent sign. */
export const asFraction = (operand: Operand): number => (operand.percent ? operand.value / 100 : operand.value);
const asNumber = (operand: Operand): number => operand.value;

/** Compares what the left side makes with what the right side states, under every reading that a text may mean. */
export function verdictOf(
  left: LeftSide,
  right: RightSide,
  tokens: readonly Token[],
  line: string,
  whole: string,
  lineStart: number,
): StepVerdict {
  const operands = operandsOf(left.expression);
  const operators = operatorsOf(left.expression);
  const tolerance = toleranceOf(right, operators, operands);
  const lefts = [evaluate(left.expression, asFraction), evaluate(left.expression, asNumber)];
  const rights = right.percent ? [right.value, right.value / 100] : [right.value];
  for (const value of lefts) {
    for (const stated of rights) {
      const scale = stated === right.value ? 1 : 0.01;
      if (agrees(value, stated, tolerance * scale) || (right.percent && agrees(value * 100, stated, tolerance))) {
        return 'right';
      }
    }
  }
  const value = lefts[0] ?? Number.NaN;
  if (Math.abs(value) > 1e15 || Math.abs(right.value) > 1e15) return 'unclear';
  // "The difference is 360 - 480 = 120" loses a sign, not a calculation.
  const sizes = right.percent ? [Math.abs(value), Math.abs(value * 100)] : [Math.abs(value)];
  if (sizes.some((size) => agrees(size, Math.abs(right.value), tolerance))) return 'unclear';
  if (left.words.some((word) => SCALE.test(word))) return 'unclear';
  // 100 + 20% is 120 in shops and 100.2 in books.
  const percents = operands.filter((operand) => operand.percent).length;
  if (percents > 0 && percents < operands.length && (operators.has('+') || operators.has('-'))) return 'unclear';
  if (operandRoundingExplains(left.expression, right, tolerance)) return 'unclear';
  if (unitsExplain(left, right, operators, value)) return 'unclear';
  // "64 seconds / 16 seconds/20 feet": a rate as one quantity, not two divisions.
  if (/\p{L}\/\d/u.test(line.slice(tokens[left.from]?.start ?? 0, right.end))) return 'unclear';
  if (!standsAlone(tokens, left.from, line)) return 'unclear';
  // Within a chain of equal signs the numbers before are the same calculation's, not left out of it.
  const chained = tokens[left.from - 1]?.kind === 'equals';
  if (!chained && clauseExplains(line, startOf(tokens, left.from, line), operands, value, right.value)) {
    return 'unclear';
  }
  const start = lineStart + (tokens[left.from]?.start ?? 0);
  const near = whole === line ? line : whole.slice(Math.max(0, start - 40), lineStart + right.end + 40);
  if (/[≈~≅]|\b(?:about|approx\w*|around|roughly|round(?:ed|ing|s)?|nearly|almost|estimate\w*)\b/i.test(near)) {
    if (Math.abs(value - right.value) <= 0.1 * Math.max(Math.abs(value), Math.abs(right.value))) return 'right';
  }
  // Cut off in the middle of the right number.
  const atEnd = whole === line ? right.end >= line.length : lineStart + right.end >= whole.length;
  if (atEnd && writtenLike(right.written, value).startsWith(right.written)) return 'unclear';
  return 'wrong';
}

/** The value as the text would have written it in full: with or without thousands separators. */
function writtenLike(written: string, value: number): string {
  const plain = Math.abs(value);
  return written.includes(',') ? plain.toLocaleString('en-US', { maximumFractionDigits: 10 }) : String(plain);
}

/** Equal up to floating point, or closer than the tolerance; a whole unit off is neither rounded nor cut off. */
export function agrees(a: number, b: number, tolerance: number): boolean {
  return sameNumber(a, b) || Math.abs(a - b) < tolerance * (1 - 1e-9);
}

/**
 * How far the stated number may be off: one unit of its last decimal (rounded or cut off) when the exact result has
 * more decimals. Whole operands that are only added or multiplied leave nothing to round.
 */
function toleranceOf(right: RightSide, operators: ReadonlySet<string>, operands: readonly Operand[]): number {
  if (right.fraction) return 1e-9;
  const exact =
    !operators.has('/') &&
    !operators.has('^') &&
    operands.every((operand) => operand.decimals === 0 && !operand.percent);
  if (exact) return 0;
  // A sum has no more decimals than its operands: nothing to round when the result shows them all.
  const sums = !operators.has('/') && !operators.has('*') && !operators.has('^') && operands.every((o) => !o.percent);
  if (sums && operands.every((operand) => operand.decimals <= right.decimals)) return 0;
  return 10 ** -right.decimals;
}

/** 0.33 * 300 = 100: the operand stands for 1/3. Amounts of money are exact. */
function operandRoundingExplains(expression: Expression, right: RightSide, tolerance: number): boolean {
  const exact = evaluate(expression, asFraction);
  let slack = tolerance;
  for (const rounded of operandsOf(expression)) {
    if (rounded.decimals < 2 || rounded.currency) continue;
    const nudge = 10 ** -rounded.decimals;
    const nudged = evaluate(expression, (operand) =>
      operand === rounded ? asFraction({ ...operand, value: operand.value + nudge }) : asFraction(operand),
    );
    slack += Math.abs(nudged - exact);
  }
  return Math.abs(exact - right.value) < slack * (1 - 1e-9);
}

/** 2 hours + 30 minutes = 150 minutes: right in its units, wrong only for who looks at the digits alone. */
function unitsExplain(left: LeftSide, right: RightSide, operators: ReadonlySet<string>, value: number): boolean {
  const units = unitsIn([...left.words, ...right.words].join(' '));
  const conversions = conversionsAmong(units);
  if (conversions.length > 0 && (operators.has('+') || operators.has('-'))) return true;
  const factors = conversions.map((conversion) => conversion.factor);
  // One unit named and the other implied ("150 cm / 2 = 0.75"): the usual factors.
  if (units.size > 0) factors.push(100, 1000, 60, 3600, 12, 24, 7, 365, 52, 30, 16);
  const ratio = Math.abs(value / right.value);
  return units.size > 0 && factors.some((factor) => sameNumber(ratio, factor) || sameNumber(1 / ratio, factor));
}

/** Words right before a calculation that take part in it ("half of 8 + 2", "multiplied by 3 * 4"). */
const SPOKEN_BEFORE =
  /^(?:times|plus|minus|by|over|for|from|than|and|twice|half|double|triple|per|multiplied|divided|added|adding|subtracting|less|more|remaining|every|each)$/i;

/** False when something that takes part in the calculation may stand right before it. */
function standsAlone(tokens: readonly Token[], from: number, line: string): boolean {
  const first = tokens[from];
  const before = tokens[from - 1];
  if (first === undefined || before === undefined) return true;
  switch (before.kind) {
    case 'operator':
      // A bullet: `- 5 + 3 = 8`, `* 5 + 3 = 8`.
      return line.slice(0, before.start).trim() === '' && before.end < first.start;
    case 'word':
      return (!SPOKEN_BEFORE.test(before.text) || joinsClauses(tokens, from - 1)) && !isPartOf(tokens, from - 1);
    case 'number':
      return isListNumber(line, before);
    case 'close':
      return /^\s*\(?\w{1,3}\)\s*$/.test(line.slice(0, before.end));
    case 'open':
      return tokens[from - 2]?.kind !== 'number';
    case 'fraction':
      return false;
    case 'opaque':
      return !/^[\p{L}^_!√°²³|\]]$|^\d/u.test(before.text) && !(before.text === ',' && before.end === first.start);
    case 'equals':
      return true;
  }
}

/** ", and 8 + 2 = 10" begins a clause of its own. */
function joinsClauses(tokens: readonly Token[], index: number): boolean {
  const word = tokens[index];
  const before = tokens[index - 1];
  return word?.kind === 'word' && /^and$/i.test(word.text) && before?.kind === 'opaque' && /^[,;.]$/.test(before.text);
}

/** "half of 8 + 2" takes a part; "a total of 8 + 2" does not. */
function isPartOf(tokens: readonly Token[], index: number): boolean {
  const of = tokens[index];
  const part = tokens[index - 1];
  if (of?.kind !== 'word' || !/^of$/i.test(of.text)) return false;
  return (
    part?.kind !== 'word' ||
    /^(?:half|thirds?|quarters?|fifths?|tenths?|percent|times|multiples?|all)$/i.test(part.text)
  );
}

/** `3.` or `3)` at the beginning of a line. */
function isListNumber(line: string, number: Span): boolean {
  return line.slice(0, number.start).trim() === '' && /^[.)]\s/.test(line.slice(number.end, number.end + 2));
}
