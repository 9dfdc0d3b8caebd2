import type { Example } from '../../model/example';
import { type Step, stepsIn } from './arithmetic';
import { numbersIn, sameNumber } from './numbers';
import { isWorked } from './reference';
import { scannedHead, scannedTail } from './scannedText';

/** An output's written calculations, placed in the output. */
export function stepsOfOutput(output: string): Step[] {
  const { text, offset } = scannedTail(output);
  return stepsIn(text).map((step) => ({ ...step, start: step.start + offset, end: step.end + offset }));
}

/** The calculations of the first reference that shows its work; empty when none does. */
export function stepsOfReference({ references }: Example): Step[] {
  const worked = references.find(isWorked);
  return worked === undefined ? [] : stepsIn(scannedHead(worked));
}

/** True when the step's result is a number that the other solution works out, too. */
export function hasResult(steps: readonly Step[], value: number): boolean {
  return steps.some((step) => sameNumber(step.stated, value));
}

/** The first step whose result the worked reference neither works out nor mentions. */
export function astrayStep(steps: readonly Step[], example: Example): Step | undefined {
  const solution = stepsOfReference(example);
  const mentioned = numbersIn(scannedHead(example.references.join('\n')));
  return steps.find(
    (step) => !hasResult(solution, step.stated) && !mentioned.some((number) => sameNumber(number.value, step.stated)),
  );
}

/** True when two steps take the same numbers, in whatever order. */
export function sameOperands(a: readonly number[], b: readonly number[]): boolean {
  const sort = (values: readonly number[]): number[] => values.toSorted((x, y) => x - y);
  const left = sort(a);
  const right = sort(b);
  return left.length === right.length && left.every((value, index) => sameNumber(value, right[index] ?? Number.NaN));
}

/** A step as people read it: without calculator notes, not too long. */
export function shownStep({ text }: Pick<Step, 'text'>): string {
  const inner = /^<<([^<>]*)>>$/.exec(text)?.[1];
  const plain = inner ?? text.replace(/<<[^>]*>>/g, '');
  return plain
    .replace(/\s+/g, ' ')
    .replace(/([$€£¥₹]) /g, '$1')
    .trim()
    .slice(0, 120);
}
