import type { Rule } from '../rule';
import { firstSlip } from '../slips';

/** A written calculation does not come out when it is computed again, and nothing speaks for an earlier fault. */
export const arithmeticSlip: Rule = {
  id: 'arithmetic-slip',
  category: 'Computation Error',
  reason: 'Recomputing the step gives another result than the output states; no rounding or unit explains it.',
  apply(example) {
    const slip = firstSlip(example);
    if (slip === null || !slip.kind.startsWith('arithmetic-slip')) return null;
    return {
      title: 'Arithmetic slip in a step',
      summary: slip.repaired
        ? `${slip.statement} With the right result, the output's own steps lead to the reference.`
        : slip.statement,
      kind: slip.kind,
      quotes: [slip.span],
      criterion: 'Every calculation comes out right',
      present: true,
      quality: 'incorrect',
    };
  },
};
