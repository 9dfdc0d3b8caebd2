import { tokensOf } from './equationTokens';
import { evaluate, operatorsOf, parseExpression } from './expression';
import { scannedHead } from './scannedText';

/** A task that is one bare calculation, and what it makes. */
export interface AskedValue {
  /** The calculation as the task writes it. */
  what: string;
  result: number;
}

/**
 * The end of a task that asks for one calculation and nothing else: "What is 40 + 6?", "Calculate 6 plus 3. Answer
 * with only the number." Every part is bounded, so the search is linear.
 */
const ASKED =
  /(?:\b(?:what(?:['’]s| is| does)|how much is|calculate|compute|evaluate|work out|solve|find)(?: the (?:value|result|sum|product) of)?[ :]{1,3}|^|[\n:][ ]{0,3})([-−]?[\d(.$][\w .,+\-−*/×÷%·()^$]{2,120}[\d)%])[ ]{0,3}(?:equals?|make)?[ ]{0,3}[?=.]{0,3}(?:\s{1,4}(?:answer|reply|respond|give|return|write|output|round|end|show)\b[^\n]{0,160})?(?:\s{0,4}(?:answer|a)\s?:)?\s*$/i;

/** Spoken signs, and what they stand for. */
const SPOKEN: readonly (readonly [RegExp, string])[] = [
  [/\bplus\b/gi, '+'],
  [/\bminus\b/gi, '-'],
  [/\b(?:times|multiplied by)\b/gi, '*'],
  [/\b(?:divided by|over)\b/gi, '/'],
  [/\bto the power of\b/gi, '^'],
  [/(%|\bpercent) of\b/gi, ' / 100 *'],
];

/** The calculation that a task consists of; `null` when it asks for anything else. */
export function askedValue(input: string): AskedValue | null {
  const what = ASKED.exec(scannedHead(input).slice(-400).trimEnd())?.[1];
  if (what === undefined) return null;
  const signs = SPOKEN.reduce((text, [word, sign]) => text.replace(word, sign), what);
  // Words that are left are not arithmetic, and a number alone is none either.
  if (/\p{L}{2}/u.test(signs)) return null;
  const tokens = tokensOf(signs);
  const parsed = parseExpression(tokens, 0, tokens.length);
  if (parsed === null || parsed.next !== tokens.length || operatorsOf(parsed.expression).size === 0) return null;
  const result = evaluate(parsed.expression, ({ value, percent }) => (percent ? value / 100 : value));
  return Number.isFinite(result) ? { what: what.trim(), result } : null;
}
