import { askedValue } from '../askedValue';
import { sameNumber, written } from '../numbers';
import { numericDisagreement } from '../numericDisagreement';
import type { Rule } from '../rule';

/** The task is a calculation, and the number given is not what it makes. */
export const askedCalculation: Rule = {
  id: 'asked-calculation',
  category: 'Computation Error',
  reason: 'The task consists of one calculation; recomputing it gives the reference and not the answer.',
  apply(example) {
    const differing = numericDisagreement(example);
    if (differing === null) return null;
    // In a long text an unmarked last number may be anything.
    if (!differing.answer.marked && example.output.trim().length > 400) return null;
    const asked = askedValue(example.input);
    if (asked === null) return null;
    const { given, wanted } = differing;
    if (!isRounded(asked.result, wanted) || sameNumber(Math.round(asked.result), given.value)) return null;
    return {
      title: 'Calculated wrongly',
      summary: `The task is to calculate ${asked.what}, which makes ${written(wanted)}; the output answers ${written(given.value)}.`,
      kind: 'asked-calculation',
      quotes: [{ start: given.start, end: given.end }],
      criterion: `The result is ${written(wanted)}`,
      present: true,
      quality: 'incorrect',
    };
  },
};

/** The reference is the result, or the result rounded to the decimals that the reference shows. */
function isRounded(result: number, wanted: number): boolean {
  const decimals = /\.(\d{1,10})/.exec(String(wanted))?.[1]?.length ?? 0;
  return sameNumber(result, wanted) || sameNumber(Number(result.toFixed(decimals)), wanted);
}
