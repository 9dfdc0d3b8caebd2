import type { JudgeIdentity } from '../../model/judgment';
import { seededRank } from '../../model/seededRank';
import { type ReviewStratum, strataOf } from './strata';

/** A failing example that a judge has given a category and no person has looked at. */
export interface ReviewCandidate {
  key: string;
  /** What is shown, and would be confirmed. */
  category: string;
  confidence: number;
  suspectedLabelNoise: boolean;
  /** All judges' categories of it, the shown one among them. */
  named: readonly { category: string; judge: Pick<JudgeIdentity, 'taxonomy'> }[];
}

/** An example of the queue, and why it was drawn. */
export interface Drawn<Candidate extends ReviewCandidate> {
  candidate: Candidate;
  stratum: ReviewStratum;
}

/** Of a queue so much is drawn at random from all: only there a judge's share of right names is not the worst case. */
const CONTROL_SHARE = 0.3;

const TARGETED = ['disagreement', 'labelNoise', 'lowConfidence'] as const;

/**
 * Draws what a person should look at: a random control from all candidates first, then in turn what judges
 * disagree on, what may be a wrong test item, and what the judge was unsure of; where these run out, more
 * control. Seeded by content, and in an order that does not tell why an example was drawn.
 */
export function drawQueue<Candidate extends ReviewCandidate>(
  candidates: readonly Candidate[],
  { size, seed }: { size: number; seed: number },
): Drawn<Candidate>[] {
  const shuffled = bySeed(candidates, seed, ({ key }) => key);
  const wanted = Math.min(size, shuffled.length);
  let control = Math.ceil(wanted * CONTROL_SHARE);
  let drawn = drawWith(shuffled, wanted, control);
  while (drawn.length < wanted) {
    control += wanted - drawn.length;
    drawn = drawWith(shuffled, wanted, control);
  }
  return bySeed(drawn, seed + 1, ({ candidate }) => candidate.key);
}

/** The first `control` of the shuffle, then the targeted strata by turns up to `wanted` in all. */
function drawWith<Candidate extends ReviewCandidate>(
  shuffled: readonly Candidate[],
  wanted: number,
  control: number,
): Drawn<Candidate>[] {
  const drawn = new Map<Candidate, ReviewStratum>(shuffled.slice(0, control).map((one) => [one, 'control']));
  const queues = TARGETED.map((stratum) => ({
    stratum,
    left: shuffled.filter((one) => !drawn.has(one) && strataOf(one).has(stratum)),
  }));
  for (let place = 0; queues.some(({ left }) => place < left.length); place++) {
    for (const { stratum, left } of queues) {
      const next = left[place];
      // One that was drawn meanwhile for another reason keeps that one.
      if (next !== undefined && drawn.size < wanted && !drawn.has(next)) drawn.set(next, stratum);
    }
  }
  return [...drawn].map(([candidate, stratum]) => ({ candidate, stratum }));
}

function bySeed<T>(items: readonly T[], seed: number, keyOf: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, rank: seededRank(seed, keyOf(item)) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ item }) => item);
}
