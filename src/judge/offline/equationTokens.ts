import { numberAt } from './numbers';
import type { Span } from './rule';

/**
 * A piece of a line that may hold an equation. `opaque` is whatever arithmetic can't be read through
 * (an unknown, a colon, a superscript): no equation spans it.
 */
export type Token = Span &
  (
    | { kind: 'number'; value: number; decimals: number; percent: boolean; currency: boolean }
    | { kind: 'operator'; text: '+' | '-' | '*' | '/' | '^' }
    | { kind: 'open' | 'close' | 'equals' | 'fraction' }
    | { kind: 'word'; text: string }
    | { kind: 'opaque'; text: string }
  );

const OPERATORS: Readonly<Record<string, '+' | '-' | '*' | '/' | '^'>> = {
  '+': '+',
  '-': '-',
  '−': '-',
  '–': '-',
  '*': '*',
  '×': '*',
  '·': '*',
  '⋅': '*',
  '∗': '*',
  '/': '/',
  '÷': '/',
  '^': '^',
};

const COMMANDS: Readonly<Record<string, '*' | '/'>> = { times: '*', cdot: '*', div: '/' };

const WORD = /\p{L}[\p{L}'’]*/uy;

/** Cuts one line into tokens, in one pass. */
export function tokensOf(line: string): Token[] {
  const tokens: Token[] = [];
  let index = 0;
  while (index < line.length) {
    const token = tokenAt(line, index, tokens.at(-1));
    if (token === null) {
      index += 1;
      continue;
    }
    tokens.push(token);
    index = token.end;
  }
  return tokens;
}

function tokenAt(line: string, index: number, last: Token | undefined): Token | null {
  const char = line[index] ?? '';
  if (/\s/.test(char)) return null;
  if (/\d/.test(char) || (char === '.' && /\d/.test(line[index + 1] ?? ''))) return numberToken(line, index);
  if (char === '\\') return commandToken(line, index);
  if (/[$€£¥₹]/.test(char)) return null;
  if (char === '=') return equalsToken(line, index);
  // Bold type around a number (`= **15**`) is no operator; `2**3` between two operands is a power.
  if (char === '*' && line[index + 1] === '*') {
    const power = isOperandEnd(last) && last?.end === index && /[\d(-]/.test(line[index + 2] ?? '');
    return power ? { kind: 'operator', text: '^', start: index, end: index + 2 } : blank(line, index, 2);
  }
  // $35/hour: a slash right between a number and letters belongs to the unit.
  if (char === '/' && last?.kind === 'number' && last.end === index) {
    const unit = /^\/\p{L}{2,40}/u.exec(line.slice(index, index + 48))?.[0];
    if (unit !== undefined) return { kind: 'word', text: unit, start: index, end: index + unit.length };
  }
  const operator = OPERATORS[char];
  if (operator !== undefined) return { kind: 'operator', text: operator, start: index, end: index + 1 };
  if (char === '(' || char === '{') return { kind: 'open', start: index, end: index + 1 };
  if (char === ')' || char === '}') return { kind: 'close', start: index, end: index + 1 };
  WORD.lastIndex = index;
  const word = WORD.exec(line)?.[0];
  if (word !== undefined) return wordToken(line, index, word, last);
  return { kind: 'opaque', text: char, start: index, end: index + 1 };
}

function numberToken(line: string, index: number): Token {
  const number = numberAt(line, index);
  const end = number?.end ?? index + (/^[\d.,]+/.exec(line.slice(index, index + 400))?.[0].length ?? 1);
  const start = index;
  if (number === null) return { kind: 'opaque', text: line.slice(start, end), start, end };
  // 1.2.3 is a version, 2:30 a time, 2² and 5! are not plain numbers, 5th an ordinal, 5k and 2x a scale or an unknown.
  const after = line.slice(end, end + 8);
  const odd =
    /^(?:[.,:]\d|[²³¹⁰⁴-⁹½¼¾!_]|(?:th|st|nd|rd)\b|\p{L}(?![\p{L}]))/u.test(after) && !/^x\s?[\d(]/i.test(after);
  const attached =
    /[\p{L}\d_#^:]/u.test(line[index - 1] ?? '') && !/[\d)\s]x$/i.test(line.slice(Math.max(0, index - 3), index));
  if (odd || (attached && !/[\^xX]/.test(line[index - 1] ?? ''))) {
    return { kind: 'opaque', text: line.slice(start, end), start, end };
  }
  const percent = /^\s?\\?%/.exec(after)?.[0];
  const currency = /[$€£¥₹]\s?$/.test(line.slice(Math.max(0, index - 2), index));
  const { value, decimals } = number;
  return {
    kind: 'number',
    value,
    decimals,
    currency,
    percent: percent !== undefined,
    start,
    end: end + (percent?.length ?? 0),
  };
}

/** LaTeX: the commands that write arithmetic; wrappers of text and size are looked through. */
function commandToken(line: string, index: number): Token | null {
  const name = /^\\([A-Za-z]+)/.exec(line.slice(index, index + 16))?.[1];
  const end = index + 1 + (name?.length ?? 1);
  if (name === undefined) return /[$,;! %()[\]]/.test(line[index + 1] ?? '') ? blank(line, index, 2) : null;
  const operator = COMMANDS[name];
  if (operator !== undefined) return { kind: 'operator', text: operator, start: index, end };
  if (/^[dt]?frac$/.test(name)) return { kind: 'fraction', start: index, end };
  if (/^(?:left|right|boxed|mathbf|quad|displaystyle)$/.test(name)) return blank(line, index, end - index);
  return { kind: 'opaque', text: name, start: index, end };
}

/** A stretch that stands for nothing: a word token without text, which the parser skips like a unit. */
function blank(line: string, index: number, length: number): Token {
  return { kind: 'word', text: '', start: index, end: Math.min(line.length, index + length) };
}

/** `==`, `:=`, `!=`, `<=`, `=>` say something else than "this makes that". */
function equalsToken(line: string, index: number): Token {
  const other = /[=:!<>≠~+*/-]/.test(line[index - 1] ?? '') || /[=>~]/.test(line[index + 1] ?? '');
  return other
    ? { kind: 'opaque', text: '=', start: index, end: index + 1 }
    : { kind: 'equals', start: index, end: index + 1 };
}

function wordToken(line: string, index: number, word: string, last: Token | undefined): Token {
  const end = index + word.length;
  const times = /^x$/i.test(word) && isOperandEnd(last) && /^\s*[$€£(]?\s?[\d.]/.test(line.slice(end, end + 6));
  if (times) return { kind: 'operator', text: '*', start: index, end };
  // 27.5 m/s, 90 km/h: a rate behind a number is one unit.
  const rate =
    last?.kind === 'number'
      ? /^[A-Za-z]{1,2}\/[A-Za-z]{1,3}(?![\p{L}\d])/u.exec(line.slice(index, index + 8))?.[0]
      : undefined;
  if (rate !== undefined) return { kind: 'word', text: rate, start: index, end: index + rate.length };
  if (isUnitLetter(line, index, word, last)) return { kind: 'word', text: word, start: index, end };
  if (/^[xX](?=$)/.test(word) || (word.length === 1 && !/[aA]/.test(word))) {
    return { kind: 'opaque', text: word, start: index, end };
  }
  // miles/hour, clients-per-day: a slash or hyphen with letters on both sides belongs to the unit.
  const joined = /^(?:\/\p{L}{2,40}|-\p{L}{1,40}){1,3}/u.exec(line.slice(end, end + 128))?.[0] ?? '';
  return { kind: 'word', text: word + joined, start: index, end: end + joined.length };
}

/** `90,000 m / 3,600 s`: one letter after a number and before a product or a result is its unit, no unknown. */
function isUnitLetter(line: string, index: number, letter: string, last: Token | undefined): boolean {
  if (!/^[mgshlLNJWVAKC]$/.test(letter) || last?.kind !== 'number' || last.end !== index - 1) return false;
  return /^\s?(?:[*/×÷·=)]|$)/.test(line.slice(index + 1, index + 3));
}

function isOperandEnd(token: Token | undefined): boolean {
  return token?.kind === 'number' || token?.kind === 'close' || token?.kind === 'word';
}
