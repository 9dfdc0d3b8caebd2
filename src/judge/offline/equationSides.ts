import type { Token } from './equationTokens';
import { type Expression, parseExpression } from './expression';

/** How far back of an equals sign a left side may begin, in tokens. */
const MAX_LEFT_TOKENS = 60;

/** What stands before an equals sign: the calculation, where it begins, and the words among it. */
export interface LeftSide {
  expression: Expression;
  from: number;
  words: string[];
}

/** The longest expression that ends right before the equals sign. */
export function leftSide(tokens: readonly Token[], segmentStart: number, equals: number): LeftSide | null {
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

/** What stands behind an equals sign. */
export interface RightSide {
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
export function rightSide(tokens: readonly Token[], from: number, line: string): RightSide | null {
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
export const SCALE =
  /^(?:dozens?|scores?|pairs?|hundreds?|thousands?|millions?|billions?|trillions?|k|m|bn|lakhs?|crores?)$/i;

/** Where a step begins in its line, its currency sign included. */
export function startOf(tokens: readonly Token[], from: number, line: string): number {
  let start = tokens[from]?.start ?? 0;
  if (/[$€£¥₹]/.test(line[start - 1] ?? '')) start -= 1;
  if (line[start - 1] === '\\') start -= 1;
  return start;
}
