import type { Rule } from '../rule';
import { firstSlip } from '../slips';

/**
 * The wrong calculation is as certain as in `arithmetic-slip`, but the reference says that it is not the only fault:
 * the step is none of its own, or putting it right does not help. So every stronger rule goes before this one.
 */
export const slipAmongFaults: Rule = {
  id: 'slip-among-faults',
  category: 'Computation Error',
  reason: 'A step is computed wrongly; whether it should have been taken at all is not known.',
  apply(example) {
    const slip = firstSlip(example);
    if (slip === null || !slip.kind.startsWith('slip-among-faults')) return null;
    return {
      title: 'Arithmetic slip, perhaps beside another fault',
      summary: `${slip.statement} That alone does not explain the wrong answer.`,
      kind: slip.kind,
      quotes: [slip.span],
      criterion: 'Every calculation comes out right',
      present: true,
      quality: 'incorrect',
    };
  },
};
