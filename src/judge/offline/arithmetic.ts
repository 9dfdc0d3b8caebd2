import { clauseExplains } from './clause';
import { type Token, tokensOf } from './equationTokens';
import { type Expression, evaluate, type Operand, operandsOf, operatorsOf, parseExpression } from './expression';
import { conversionsAmong, unitsIn } from './measures';
import { sameNumber } from './numbers';
import type { Span } from './rule';

/** One calculation that a text writes out: `a op b = c`. */
export interface Step extends Span {
  /** The calculation as written, without `<<…>>`. */
  text: string;
  operands: number[];
  /** The left side, to compute it again with other numbers. */
  expression: Expression;
  /** What the left side makes. */
  computed: number;
  /** What the text says that it makes. */
  stated: number;
  /** The stated result bears a percent sign: `computed` is a share, `stated` the number before the sign. */
  percent: boolean;
  /**
   * `wrong` only when no reading of the step makes it right; `unclear` when it does not add up literally but may be
   * meant otherwise (a rounded operand, a lost sign, a word that carries a factor, mixed units).
   */
  verdict: 'right' | 'wrong' | 'unclear';
}

/** How far back of an equals sign a left side may begin, in tokens. */
const MAX_LEFT_TOKENS = 60;

/** Longer lines are data, not reasoning; cut so that the work on one line stays bounded. */
const MAX_LINE = 20_000;

/** A calculator note of GSM8K: the model's own call, `<<48/2=24>>`. */
const NOTE = /<<([^<>\n]{1,200})>>/g;

/** All the calculations of a text in order. */
export function stepsIn(text: string): Step[] {
  const steps: Step[] = [];
  let lineStart = 0;
  for (const line of text.split('\n')) {
    if (line.includes('=')) steps.push(...stepsOfLine(line.slice(0, MAX_LINE), lineStart, text));
    lineStart += line.length + 1;
  }
  return steps;
}

function stepsOfLine(line: string, lineStart: number, text: string): Step[] {
  const notes: Step[] = [];
  for (const note of line.matchAll(NOTE)) {
    const inner = note[1] ?? '';
    const found = equationsOf(inner, inner).at(0);
    // The evidence shows the whole note; its numbers come from inside.
    if (found !== undefined) notes.push({ ...found, start: note.index, end: note.index + note[0].length });
  }
  const visible = line.replace(NOTE, (note) => ' '.repeat(note.length));
  const steps = equationsOf(visible, text, lineStart).map((step) => trustNote(step, notes));
  const hidden = notes.filter((note) => !steps.some((step) => step.start < note.end && note.start < step.end));
  return [...steps, ...hidden]
    .sort((a, b) => a.start - b.start)
    .map((step) => ({ ...step, start: step.start + lineStart, end: step.end + lineStart }));
}

/** "4 weeks * 7 days = <<4*7*5=140>>140" leaves a factor out of the words, not of the calculation. */
function trustNote(step: Step, notes: readonly Step[]): Step {
  const note = notes.find((candidate) => step.start <= candidate.start && candidate.end <= step.end);
  if (step.verdict !== 'wrong' || note?.verdict !== 'right' || !agrees(note.computed, step.stated, 0.5)) return step;
  const { operands, expression, computed } = note;
  return { ...step, operands, expression, computed, verdict: 'right' };
}

function equationsOf(line: string, whole: string, lineStart = 0): Step[] {
  const tokens = tokensOf(line);
  const steps: Step[] = [];
  let segmentStart = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    if (tokens[index]?.kind !== 'equals') continue;
    const left = leftSide(tokens, segmentStart, index);
    segmentStart = index + 1;
    if (left === null || isQuantity(left)) continue;
    const right = rightSide(tokens, index + 1, line);
    if (right === null) continue;
    const start = startOf(tokens, left.from, line);
    const end = right.end;
    const step = {
      start,
      end,
      text: line.slice(start, end).replace(/\s+/g, ' '),
      operands: operandsOf(left.expression).map((operand) => operand.value),
      expression: left.expression,
      computed: evaluate(left.expression, asFraction),
      stated: right.value,
      percent: right.percent,
    };
    if (!Number.isFinite(step.computed)) continue;
    const verdict = verdictOf(left, right, tokens, line, whole, lineStart);
    // The reading that makes a percent step right is the one to show.
    const computed = verdict === 'right' ? right.value : step.computed;
    steps.push({ ...step, computed, verdict });
  }
  return steps;
}

/** `1/4 container = …` and `5 apples = …` name a quantity; they compute nothing. */
function isQuantity({ expression, words }: LeftSide): boolean {
  if (expression.kind !== 'operation') return true;
  const fraction =
    expression.operator === '/' && expression.left.kind === 'number' && expression.right.kind === 'number';
  return fraction && words.length > 0 && words.length < 3;
}

interface LeftSide {
  expression: Expression;
  from: number;
  words: string[];
}

/** The longest expression that ends right before the equals sign. */
function leftSide(tokens: readonly Token[], segmentStart: number, equals: number): LeftSide | null {
  let from = equals;
  while (from > segmentStart && equals - from < MAX_LEFT_TOKENS && tokens[from - 1]?.kind !== 'opaque') from -= 1;
  for (; from < equals; from += 1) {
    const first = tokens[from];
    if (first === undefined || first.kind === 'word' || first.kind === 'close' || first.kind === 'equals') continue;
    if (first.kind === 'operator' && (first.text !== '-' || tokens[from + 1]?.start !== first.end)) continue;
    const parsed = parseExpression(tokens, from, equals);
    if (parsed === null || parsed.next !== equals) continue;
    return { expression: parsed.expression, from, words: parsed.words };
  }
  return null;
}

interface RightSide {
  value: number;
  decimals: number;
  percent: boolean;
  fraction: boolean;
  /** Its digits as they stand. */
  written: string;
  end: number;
  /** Tokens of the unit behind the number. */
  words: string[];
}

/** The number that the text states; `null` when what follows the equals sign is not one plain number. */
function rightSide(tokens: readonly Token[], from: number, line: string): RightSide | null {
  let index = from;
  let sign = 1;
  const opened: Token[] = [];
  for (let token = tokens[index]; token !== undefined; token = tokens[index]) {
    if (token.kind === 'operator' && token.text === '-' && sign === 1) sign = -1;
    else if (token.kind === 'open') opened.push(token);
    else if (token.kind !== 'word' || token.text !== '') break;
    index += 1;
  }
  const number = tokens[index];
  if (number?.kind !== 'number') return null;
  let { value, end } = number;
  let fraction = false;
  index += 1;
  const slash = tokens[index];
  const below = tokens[index + 1];
  if (slash?.kind === 'operator' && slash.text === '/' && below?.kind === 'number' && Number.isInteger(value)) {
    if (slash.start !== end || below.start !== slash.end || below.value === 0) return null;
    value /= below.value;
    end = below.end;
    fraction = true;
    index += 2;
  }
  const words: string[] = [];
  for (let token = tokens[index]; token?.kind === 'word' || token?.kind === 'close'; token = tokens[index]) {
    if (token.kind === 'close' && opened.pop() === undefined) break;
    if (token.kind === 'word' && token.text !== '') words.push(token.text);
    if (words.length > 4 || /^(?:and|so|then|which|is|are|but)$/i.test(words.at(-1) ?? '')) break;
    index += 1;
  }
  // `= 15 + 2 = 17` goes on calculating, `= 1 1/2` is a mixed number, `= 3 R 1` has a remainder, `= 14?` asks.
  const after = tokens[index];
  const adjacent = words.length === 0 && after?.kind === 'number';
  const asks = /^[)\]\s]*\?/.test(line.slice(end, end + 8));
  const remainder = /^\s*(?:r\b|rem|with (?:a )?rem|left ?over|mod\b|\(mod|\\pmod)/i.test(line.slice(end, end + 24));
  if (fraction && after?.kind === 'equals') return null;
  if (after?.kind === 'operator' || after?.kind === 'fraction' || adjacent || asks || remainder) return null;
  if (words.some((word) => SCALE.test(word))) return null;
  return {
    value: sign * value,
    decimals: number.decimals,
    percent: number.percent,
    fraction,
    written: line.slice(number.start, end),
    end,
    words,
  };
}

/** Words that multiply what stands before them. */
const SCALE = /^(?:dozens?|scores?|pairs?|hundreds?|thousands?|millions?|billions?|trillions?|k|m|bn|lakhs?|crores?)$/i;

const asFraction = (operand: Operand): number => (operand.percent ? operand.value / 100 : operand.value);
const asNumber = (operand: Operand): number => operand.value;

function verdictOf(
  left: LeftSide,
  right: RightSide,
  tokens: readonly Token[],
  line: string,
  whole: string,
  lineStart: number,
): Step['verdict'] {
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
  if (clauseExplains(line, startOf(tokens, left.from, line), operands, value, right.value)) return 'unclear';
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

function agrees(a: number, b: number, tolerance: number): boolean {
  return sameNumber(a, b) || Math.abs(a - b) < tolerance * (1 + 1e-9);
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
  return Math.abs(exact - right.value) <= slack;
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
      return !SPOKEN_BEFORE.test(before.text) && !isPartOf(tokens, from - 1);
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

/** Where a step begins in its line, its currency sign included. */
function startOf(tokens: readonly Token[], from: number, line: string): number {
  let start = tokens[from]?.start ?? 0;
  if (/[$€£¥₹]/.test(line[start - 1] ?? '')) start -= 1;
  if (line[start - 1] === '\\') start -= 1;
  return start;
}
