import { proportionInterval } from '../../model/proportion';
import { REVIEW_STRATA, type ReviewStratum } from './strata';

/** What became of one example of a queue. */
export interface Reviewed {
  stratum: ReviewStratum;
  /** The judge's category when the queue was drawn. */
  judged: string;
  /** The person's category; `null` when nothing was said. */
  said: string | null;
  skipped: boolean;
}

export interface StratumResult {
  stratum: ReviewStratum;
  drawn: number;
  compared: number;
  same: number;
  /** Wilson's 95 % interval of `same / compared`; `null` when nothing was compared. */
  interval: [low: number, high: number] | null;
}

/** How often judge and person agree, by why the example was drawn; strata without an example are left out. */
export function reviewResult(reviewed: readonly Reviewed[]): {
  total: number;
  answered: number;
  skipped: number;
  strata: StratumResult[];
} {
  const strata = REVIEW_STRATA.flatMap((stratum) => {
    const own = reviewed.filter((one) => one.stratum === stratum);
    if (own.length === 0) return [];
    const compared = own.filter(({ said }) => said !== null);
    const same = compared.filter(({ said, judged }) => said === judged).length;
    const interval = compared.length === 0 ? null : proportionInterval({ count: same, of: compared.length });
    return [{ stratum, drawn: own.length, compared: compared.length, same, interval }];
  });
  return {
    total: reviewed.length,
    answered: reviewed.filter(({ said }) => said !== null).length,
    skipped: reviewed.filter(({ said, skipped }) => said === null && skipped).length,
    strata,
  };
}
