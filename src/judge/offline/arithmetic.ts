import { type LeftSide, leftSide, rightSide, startOf } from './equationSides';
import { type Token, tokensOf } from './equationTokens';
import { type Expression, evaluate, operandsOf } from './expression';
import type { Span } from './rule';
import { withSigns } from './spokenArithmetic';
import { agrees, asFraction, type StepVerdict, verdictOf } from './stepVerdict';

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
  verdict: StepVerdict;
}

/** Longer lines are data, not reasoning; cut so that the work on one line stays bounded. */
const MAX_LINE = 20_000;

/** A calculator note of GSM8K: the model's own call, `<<48/2=24>>`. */
const NOTE = /<<([^<>\n]{1,200})>>/g;

/** All the calculations of a text in order, also those in words: "28 multiplied by 6 is 168". */
export function stepsIn(text: string): Step[] {
  const steps: Step[] = [];
  let lineStart = 0;
  for (const line of withSigns(text).split('\n')) {
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
    const written = leftSide(tokens, segmentStart, index);
    const left = written === null ? null : (continued(written, tokens, steps.at(-1)) ?? written);
    segmentStart = index + 1;
    if (left === null || isQuantity(left, tokens)) continue;
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

/** `966 + 549 = 1,515; + 1,205 = 2,720`: the second calculation goes on from the first one's result. */
function continued(left: LeftSide, tokens: readonly Token[], before: Step | undefined): LeftSide | null {
  const sign = tokens[left.from - 1];
  const mark = tokens[left.from - 2];
  if (before === undefined || sign?.kind !== 'operator' || mark?.kind !== 'opaque' || !/^[;,]$/.test(mark.text))
    return null;
  if (mark.start !== before.end || left.expression.kind !== 'number') return null;
  const number = { kind: 'number', value: before.stated, decimals: 0, percent: false, currency: false } as const;
  return {
    ...left,
    from: left.from - 1,
    expression: { kind: 'operation', operator: sign.text, left: number, right: left.expression },
  };
}

/** `1/4 container = …` and `5 apples = …` name a quantity; they compute nothing. */
function isQuantity({ expression, from, words }: LeftSide, tokens: readonly Token[]): boolean {
  if (expression.kind !== 'operation') return true;
  const [above, slash, below] = tokens.slice(from, from + 3);
  const fraction =
    slash?.kind === 'operator' && slash.text === '/' && above?.end === slash.start && slash.end === below?.start;
  return (
    fraction && expression.operator === '/' && expression.left.kind === 'number' && words.length > 0 && words.length < 3
  );
}
