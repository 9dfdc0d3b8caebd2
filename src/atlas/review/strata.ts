import type { ReviewCandidate } from './queue';

/** Why an example is in a review queue. */
export const REVIEW_STRATA = ['disagreement', 'labelNoise', 'lowConfidence', 'control'] as const;
export type ReviewStratum = (typeof REVIEW_STRATA)[number];

/** Below this a judge calls itself unsure; judges' own words, not measured probabilities. */
export const LOW_CONFIDENCE = 0.6;

/** What speaks for looking at an example; nothing for most. */
export function strataOf({ category, confidence, suspectedLabelNoise, named }: ReviewCandidate): Set<ReviewStratum> {
  const strata = new Set<ReviewStratum>();
  // Names of another taxonomy differ whatever the judges think.
  const own = named.find((one) => one.category === category)?.judge.taxonomy;
  if (named.some((one) => one.judge.taxonomy === own && one.category !== category)) strata.add('disagreement');
  if (suspectedLabelNoise) strata.add('labelNoise');
  if (confidence < LOW_CONFIDENCE) strata.add('lowConfidence');
  return strata;
}
