import type { Example } from '../../model/example';
import { type Step, stepsIn } from './arithmetic';
import { numbersIn, sameNumber } from './numbers';
import { perExample } from './perExample';
import { isWorked } from './reference';
import { scannedHead, scannedTail } from './scannedText';

/** An output's written calculations, placed in the output. */
export const stepsOfOutput = perExample(({ output }): Step[] => {
  const { text, offset } = scannedTail(output);
  return stepsIn(text).map((step) => ({ ...step, start: step.start + offset, end: step.end + offset }));
});

/** The calculations of the first reference that shows its work; empty when none does. */
export const stepsOfReference = perExample(({ references }): Step[] => {
  const worked = references.find(isWorked);
  return worked === undefined ? [] : stepsIn(scannedHead(worked));
});

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

/** True when the reference shows its work and the output has a step of its own before its last one. */
export function leavesReference(example: Example): boolean {
  if (stepsOfReference(example).length === 0) return false;
  return astrayStep(stepsOfOutput(example).slice(0, -1), example) !== undefined;
}

/** True when the reference shows its work and the output has a calculation whose result is none of the reference's. */
export function hasForeignStep(example: Example): boolean {
  const solution = stepsOfReference(example);
  return solution.length > 0 && stepsOfOutput(example).some((step) => !hasResult(solution, step.stated));
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
