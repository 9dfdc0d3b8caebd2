import { sameNumber, written } from '../numbers';
import { numericDisagreement } from '../numericDisagreement';
import type { Rule } from '../rule';
import { leavesReference } from '../solution';

/** The answer is the reference with the other sign. */
export const signFlipped: Rule = {
  id: 'sign-flipped',
  category: 'Computation Error',
  reason: 'The size of the answer is right and its sign is not: the sign got lost on the way.',
  apply(example) {
    const differing = numericDisagreement(example);
    // Off the reference's way such a ratio comes about by chance.
    if (leavesReference(example)) return null;
    if (differing === null || differing.wanted === 0) return null;
    const { given, wanted } = differing;
    if (!sameNumber(given.value, -wanted)) return null;
    return {
      title: 'Right size, wrong sign',
      summary: `The output answers ${written(given.value)}, the reference is ${written(wanted)}: only the sign differs.`,
      kind: 'sign-flipped',
      quotes: [{ start: given.start, end: given.end }],
      criterion: `The answer is ${written(wanted)}`,
      present: true,
      quality: 'incorrect',
    };
  },
};
