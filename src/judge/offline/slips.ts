import type { Example } from '../../model/example';
import { type Step, stepsIn } from './arithmetic';
import type { MeasuredKind } from './counts';
import { evaluate } from './expression';
import { numbersIn, sameNumber, written } from './numbers';
import { numericDisagreement } from './numericDisagreement';
import { perExample } from './perExample';
import type { Span } from './rule';
import { scannedHead, scannedParts } from './scannedText';
import { astrayStep, sameOperands, stepsOfReference } from './solution';
import { asFraction } from './stepVerdict';

/** Numbers written in another base, or with a meaning of their own, can't be recomputed. */
const OTHER_ARITHMETIC =
  /\b(?:binary|hexadecimal|octal|base[- ]?(?:2|3|4|5|6|7|8|9|16|two|eight|sixteen)|modulo|mod \d|\d mod|modular|clock arithmetic|bitwise|XOR|vectors?|matri(?:x|ces)|operation .{0,20}defined|concatenat\w*)\b/i;

/** A model that notices its own slip and goes on from the right value has not made it. */
const CORRECTION =
  /\b(?:wait|oops|hold on|actually|correction|mistake|that['’]s (?:wrong|not right|incorrect)|incorrect|recalculat\w*|re-?comput\w*|let me (?:re|double)[- ]?\w*|re-?check\w*|hmm)\b/i;

/** `arithmetic-slip`: it is the error; `slip-among-faults`: it is wrong, and so is something else. */
export type SlipKind = Extract<MeasuredKind, `arithmetic-slip/${string}` | `slip-among-faults/${string}`>;

/** The first calculation of an output that does not come out. */
export interface Slip {
  span: Span;
  /** What is wrong, in one sentence. */
  statement: string;
  /** The output's own steps lead to the reference once the slip is put right: it is the error. */
  repaired: boolean;
  /** What is known of its part in the failure. */
  kind: SlipKind;
}

/**
 * Finds the first slip that matters. One that is taken back, that nothing is made of, or that comes after an earlier
 * mistake is not the first major error; so the steps before and after it are looked at as well.
 */
export const firstSlip = perExample((example): Slip | null => {
  const asked = scannedHead(example.input);
  if (OTHER_ARITHMETIC.test(asked)) return null;
  for (const part of scannedParts(example.output)) {
    if (OTHER_ARITHMETIC.test(part.text)) continue;
    const steps = stepsIn(part.text);
    const slip = steps.find(
      (step) => step.verdict === 'wrong' && isOwn(step, asked) && !isWithoutEffect(step, steps, part.text),
    );
    if (slip === undefined) continue;
    const effect = effectOf(slip, steps, example);
    const repaired = effect === 'repairs';
    const kind = repaired ? 'arithmetic-slip/repaired' : kindOf(slip, steps, example, effect === 'changes');
    if (kind === null) return null;
    const sign = slip.percent ? '%' : '';
    const quote = shown(part.text.slice(slip.start, slip.end));
    return {
      span: { start: slip.start + part.offset, end: slip.end + part.offset },
      statement: `The output computes “${quote}”, but it makes ${written(rightResult(slip))}${sign}, not ${written(slip.stated)}${sign}.`,
      repaired,
      kind,
    };
  }
  return null;
});

/** What putting the slip right does to the answer: it becomes the reference, or another number, or stays. */
function effectOf(slip: Step, steps: readonly Step[], example: Example): 'repairs' | 'changes' | 'none' {
  const differing = numericDisagreement(example);
  if (differing === null) return 'none';
  const corrected: { from: number; to: number }[] = [{ from: slip.stated, to: rightResult(slip) }];
  const replace = (value: number): number => corrected.findLast(({ from }) => sameNumber(from, value))?.to ?? value;
  for (const step of steps) {
    if (step.start <= slip.start) continue;
    const computed = evaluate(step.expression, (operand) =>
      operand.percent ? asFraction(operand) : replace(operand.value),
    );
    corrected.push({ from: step.stated, to: computed });
  }
  const { given, wanted } = differing;
  const repaired = replace(given.value);
  // The reference may be rounded where the repaired result is not.
  const decimals = /\.(\d{1,10})$/.exec(String(wanted))?.[1]?.length ?? 0;
  if (sameNumber(repaired, wanted)) return 'repairs';
  if (decimals > 0 && sameNumber(Number(repaired.toFixed(decimals)), wanted)) return 'repairs';
  return sameNumber(repaired, given.value) ? 'none' : 'changes';
}

/**
 * What the slip is among the output's faults; `null` when an earlier step has already left the way of a
 * reference that shows its work.
 */
function kindOf(slip: Step, steps: readonly Step[], example: Example, changes: boolean): SlipKind | null {
  const solution = stepsOfReference(example);
  if (solution.length === 0) {
    if (numericDisagreement(example) === null) return 'arithmetic-slip/alone';
    // Putting the slip right leads to another wrong answer: something else is wrong as well.
    return changes ? 'slip-among-faults/unexplaining' : 'arithmetic-slip/aside';
  }
  const earlier = steps.filter((step) => step.start < slip.start);
  if (astrayStep(earlier, example) !== undefined) return null;
  // The reference takes the same step: all that is wrong with it is its result. Else the step may be wrong as well.
  return solution.some(
    (step) =>
      sameOperands(step.operands, slip.operands) && sameNumber(evaluate(step.expression, asFraction), slip.computed),
  )
    ? 'arithmetic-slip/reference-step'
    : 'slip-among-faults/stray';
}

/** The right result in the writing of the stated one: 12 / 22 * 100% is 54.5, followed by a percent sign. */
function rightResult({ computed, percent }: Step): number {
  return percent ? computed * 100 : computed;
}

/** A puzzle's made-up equations ("2 + 3 = 10") are the input's, not the model's. */
function isOwn(step: Step, input: string): boolean {
  const compact = (text: string): string => text.replace(/\s+/g, '');
  return !compact(input).includes(compact(step.text));
}

/** The output takes the slip back, or goes on with the right result: a slip of the pen. */
function isWithoutEffect(slip: Step, steps: readonly Step[], text: string): boolean {
  const later = steps.filter((step) => step.start > slip.start);
  const operands = slip.operands.join(' ');
  if (later.some((step) => step.verdict === 'right' && step.operands.join(' ') === operands)) return true;
  const numbers = numbersIn(text.slice(slip.end, slip.end + 5000)).map((number) => number.value);
  const goesOn = (value: number): boolean => numbers.some((number) => sameNumber(number, value));
  if (!goesOn(rightResult(slip))) return false;
  return CORRECTION.test(text.slice(slip.end, slip.end + 300)) || !goesOn(slip.stated);
}

function shown(step: string): string {
  const plain = step
    .replace(/<<[^>]*>>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const text = plain === '' ? step : plain;
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
