import { type Step, stepsIn } from '../arithmetic';
import { numbersIn, sameNumber, written } from '../numbers';
import { isWorked } from '../reference';
import type { Rule } from '../rule';
import { scannedHead, scannedParts } from '../scannedText';

/** Numbers written in another base, or with a meaning of their own, can't be recomputed. */
const OTHER_ARITHMETIC =
  /\b(?:binary|hexadecimal|octal|base[- ]?(?:2|3|4|5|6|7|8|9|16|two|eight|sixteen)|modulo|mod \d|\d mod|modular|clock arithmetic|bitwise|XOR|vectors?|matri(?:x|ces)|operation .{0,20}defined|concatenat\w*)\b/i;

/** A model that notices its own slip and goes on from the right value has not made it. */
const CORRECTION =
  /\b(?:wait|oops|hold on|actually|correction|mistake|that['’]s (?:wrong|not right|incorrect)|incorrect|recalculat\w*|re-?comput\w*|let me (?:re|double)[- ]?\w*|re-?check\w*|hmm)\b/i;

/** A written calculation does not come out: found by computing it again. */
export const arithmeticSlip: Rule = {
  id: 'arithmetic-slip',
  category: 'Computation Error',
  reason: 'Recomputing the step gives another result than the output states; no rounding or unit explains it.',
  apply({ input, output, references }) {
    const asked = scannedHead(input);
    if (OTHER_ARITHMETIC.test(asked)) return null;
    for (const part of scannedParts(output)) {
      if (OTHER_ARITHMETIC.test(part.text)) continue;
      const steps = stepsIn(part.text);
      const slip = steps.find(
        (step) => step.verdict === 'wrong' && isOwn(step, asked) && !isCorrected(step, steps, part.text),
      );
      if (slip === undefined) continue;
      const span = { start: slip.start + part.offset, end: slip.end + part.offset };
      return {
        title: 'Arithmetic slip in a step',
        summary: `The output computes “${shown(part.text.slice(slip.start, slip.end))}”, but it makes ${written(slip.computed)}, not ${written(slip.stated)}.`,
        confidence: confidenceOf(slip, references),
        quotes: [span],
        criterion: 'Every calculation comes out right',
        present: true,
        quality: 'incorrect',
      };
    }
    return null;
  },
};

/** Surest when the right result is one that the reference's own solution goes through. */
function confidenceOf(slip: Step, references: readonly string[]): number {
  const worked = references.filter(isWorked);
  if (worked.length === 0) return 0.85;
  const onTheWay = worked.some((reference) =>
    numbersIn(scannedHead(reference)).some((number) => sameNumber(number.value, slip.computed)),
  );
  return onTheWay ? 0.95 : 0.8;
}

/** A puzzle's made-up equations ("2 + 3 = 10") are the input's, not the model's. */
function isOwn(step: Step, input: string): boolean {
  const compact = (text: string): string => text.replace(/\s+/g, '');
  return !compact(input).includes(compact(step.text));
}

function isCorrected(slip: Step, steps: readonly Step[], text: string): boolean {
  const later = steps.filter((step) => step.start > slip.start);
  const operands = slip.operands.join(' ');
  if (later.some((step) => step.verdict === 'right' && step.operands.join(' ') === operands)) return true;
  const after = text.slice(slip.end, slip.end + 300);
  if (!CORRECTION.test(after)) return false;
  return numbersIn(text.slice(slip.end, slip.end + 2000)).some((number) => sameNumber(number.value, slip.computed));
}

function shown(step: string): string {
  const plain = step
    .replace(/<<[^>]*>>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const text = plain === '' ? step : plain;
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
