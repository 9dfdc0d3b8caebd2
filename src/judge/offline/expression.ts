import type { Token } from './equationTokens';

/** A parsed piece of arithmetic. */
export type Expression =
  | { kind: 'number'; value: number; decimals: number; percent: boolean; currency: boolean }
  | { kind: 'negative'; of: Expression }
  | { kind: 'operation'; operator: '+' | '-' | '*' | '/' | '^'; left: Expression; right: Expression };

export type Operand = Extract<Expression, { kind: 'number' }>;

/** What the parser read: the expression, how many tokens it took, and the words it took for units. */
export interface Parsed {
  expression: Expression;
  next: number;
  words: string[];
}

/**
 * Words that may carry arithmetic or grammar of their own. A number followed by one of them is not
 * "a number with a unit", so no operator after the word is applied to it.
 */
const SPEAKING =
  /^(?:times|plus|minus|over|by|multiplied|divided|and|or|so|is|are|was|were|then|equals?|gives?|makes?|has|have|had|from|than|less|more|half|twice|double|triple|thrice|quarters?|thirds?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|scores?|pairs?|hundreds?|thousands?|millions?|billions?|trillions?|remainder|mod|modulo|left|but|which|that|if|to|we|he|she|they|it|i|you|because|since|while)$/i;

/** Longest run of words after a number that is still taken for its unit. */
const MAX_UNIT_WORDS = 6;

/** Nesting beyond this is no arithmetic that a model writes, and would only eat the stack. */
const MAX_DEPTH = 20;

/** Recursive descent over tokens[from..to); `null` when they are not one arithmetic expression from `from` on. */
export function parseExpression(tokens: readonly Token[], from: number, to: number): Parsed | null {
  const parser = new Parser(tokens, from, to);
  const expression = parser.sum(0);
  return expression === null ? null : { expression, next: parser.next, words: parser.words };
}

class Parser {
  readonly words: string[] = [];

  constructor(
    private readonly tokens: readonly Token[],
    public next: number,
    private readonly to: number,
  ) {}

  sum(depth: number): Expression | null {
    let left = this.product(depth);
    while (left !== null) {
      const operator = this.operator('+', '-');
      if (operator === null) return left;
      const right = this.product(depth);
      left = right === null ? null : { kind: 'operation', operator, left, right };
    }
    return null;
  }

  private product(depth: number): Expression | null {
    let left = this.power(depth);
    while (left !== null) {
      const operator = this.operator('*', '/') ?? (this.implicitTimes(left) ? '*' : null);
      if (operator === null) return left;
      const right = this.power(depth);
      left = right === null ? null : { kind: 'operation', operator, left, right };
    }
    return null;
  }

  private power(depth: number): Expression | null {
    const base = this.operand(depth);
    if (base === null || this.operator('^') === null) return base;
    const exponent = this.operand(depth);
    return exponent === null ? null : { kind: 'operation', operator: '^', left: base, right: exponent };
  }

  private operand(depth: number): Expression | null {
    if (depth > MAX_DEPTH) return null;
    this.blanks();
    const token = this.peek();
    if (token === undefined) return null;
    if (token.kind === 'operator' && (token.text === '-' || token.text === '+')) {
      this.next += 1;
      const of = this.operand(depth + 1);
      if (of === null || token.text === '+') return of;
      return { kind: 'negative', of };
    }
    if (token.kind === 'number') {
      this.next += 1;
      const { value, decimals, percent, currency } = token;
      return this.unit() ? { kind: 'number', value, decimals, percent, currency } : null;
    }
    if (token.kind === 'open') return this.group(depth);
    if (token.kind === 'fraction') {
      this.next += 1;
      const left = this.group(depth);
      const right = left === null ? null : this.group(depth);
      return left === null || right === null ? null : { kind: 'operation', operator: '/', left, right };
    }
    return null;
  }

  private group(depth: number): Expression | null {
    this.blanks();
    if (this.peek()?.kind !== 'open') return null;
    this.next += 1;
    const inner = this.sum(depth + 1);
    if (inner === null || this.peek()?.kind !== 'close') return null;
    this.next += 1;
    return this.unit() ? inner : null;
  }

  /** Takes the words after a number. False when they are more than a unit and an operator follows all the same. */
  private unit(): boolean {
    const start = this.next;
    let speaking = false;
    for (let token = this.peek(); token?.kind === 'word'; token = this.peek()) {
      if (/^of$/i.test(token.text) && this.next === start && this.isOf()) break;
      if (token.text !== '') this.words.push(token.text);
      speaking ||= SPEAKING.test(token.text);
      this.next += 1;
    }
    const follows = this.peek();
    const goesOn = follows?.kind === 'operator' || follows?.kind === 'open';
    if (goesOn && (speaking || this.next - start > MAX_UNIT_WORDS)) return false;
    return true;
  }

  private blanks(): void {
    for (let token = this.peek(); token?.kind === 'word' && token.text === ''; token = this.peek()) this.next += 1;
  }

  /** `20% of 50`, `1/2 of the 10`: "of" multiplies when a part stands before it and a number after it. */
  private isOf(): boolean {
    const before = this.tokens[this.next - 1];
    const beforeThat = this.tokens[this.next - 2];
    const part =
      before?.kind === 'number' && (before.percent || (beforeThat?.kind === 'operator' && beforeThat.text === '/'));
    const after = this.tokens[this.next + 1];
    const target = after?.kind === 'word' && /^(?:the|)$/i.test(after.text) ? this.tokens[this.next + 2] : after;
    return part && (target?.kind === 'number' || target?.kind === 'open');
  }

  private implicitTimes(left: Expression): boolean {
    const token = this.peek();
    if (token?.kind === 'open') {
      const before = this.tokens[this.next - 1];
      // `2(3+4)` multiplies; `5 apples (3 + 2)` explains.
      return (before?.kind === 'number' || before?.kind === 'close') && before.end === token.start;
    }
    if (token?.kind !== 'word' || !/^of$/i.test(token.text) || left.kind === 'negative' || !this.isOf()) return false;
    this.next += 1;
    const the = this.peek();
    if (the?.kind === 'word') this.next += 1;
    return true;
  }

  private operator<Text extends '+' | '-' | '*' | '/' | '^'>(...texts: Text[]): Text | null {
    const token = this.peek();
    if (token?.kind !== 'operator') return null;
    const text = texts.find((candidate) => candidate === token.text);
    if (text === undefined) return null;
    this.next += 1;
    return text;
  }

  private peek(): Token | undefined {
    return this.next < this.to ? this.tokens[this.next] : undefined;
  }
}

/** The value of an expression; `reading` says what a written number stands for (its percent sign, its rounding). */
export function evaluate(expression: Expression, reading: (operand: Operand) => number): number {
  switch (expression.kind) {
    case 'number':
      return reading(expression);
    case 'negative':
      return -evaluate(expression.of, reading);
    case 'operation': {
      const left = evaluate(expression.left, reading);
      const right = evaluate(expression.right, reading);
      switch (expression.operator) {
        case '+':
          return left + right;
        case '-':
          return left - right;
        case '*':
          return left * right;
        case '/':
          return left / right;
        case '^':
          return left ** right;
      }
    }
  }
}

/** The written numbers of an expression, left to right. */
export function operandsOf(expression: Expression): Operand[] {
  if (expression.kind === 'number') return [expression];
  if (expression.kind === 'negative') return operandsOf(expression.of);
  return [...operandsOf(expression.left), ...operandsOf(expression.right)];
}

/** The operators that occur in an expression. */
export function operatorsOf(expression: Expression): Set<string> {
  if (expression.kind === 'number') return new Set();
  if (expression.kind === 'negative') return operatorsOf(expression.of);
  return new Set([expression.operator, ...operatorsOf(expression.left), ...operatorsOf(expression.right)]);
}
