import { randomBinomial, randomLcg } from 'd3-random';
import { binomialDistribution, errorFunction, quantileSorted } from 'simple-statistics';
import type { Proportion } from '../../model/proportion';

const RESAMPLES = 2000;
const SEED = 0.42;
/** From so many on, the normal distribution stands for the binomial one. */
const EXACT_UP_TO = 200;

/** Two-sided p-value of the two-proportion z-test (pooled); 1 where a side is empty or nothing differs. */
export function twoProportionTest(a: Proportion, b: Proportion): number {
  if (a.of === 0 || b.of === 0) return 1;
  const pooled = (a.count + b.count) / (a.of + b.of);
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / a.of + 1 / b.of));
  return deviation === 0 ? 1 : twoSided((b.count / b.of - a.count / a.of) / deviation);
}

/**
 * Two-sided p-value of McNemar's test, which is the two-proportion test for pairs: of the pairs
 * that differ, `onlyA` and `onlyB` would be equally many by chance. Exact up to 200 such pairs.
 */
export function pairedProportionTest(onlyA: number, onlyB: number): number {
  const differing = onlyA + onlyB;
  if (differing === 0) return 1;
  if (differing > EXACT_UP_TO) {
    return twoSided(Math.max(0, Math.abs(onlyB - onlyA) - 1) / Math.sqrt(differing));
  }
  const distribution = binomialDistribution(differing, 0.5) ?? [];
  let tail = 0;
  for (let count = 0; count <= Math.min(onlyA, onlyB); count++) tail += distribution[count] ?? 0;
  return Math.min(1, 2 * tail);
}

/** 95 % percentile bootstrap interval of `b`'s proportion less `a`'s; seeded. [0, 0] where a side is empty. */
export function differenceInterval(a: Proportion, b: Proportion): [number, number] {
  if (a.of === 0 || b.of === 0) return [0, 0];
  const binomial = randomBinomial.source(randomLcg(SEED));
  const ofA = binomial(a.of, a.count / a.of);
  const ofB = binomial(b.of, b.count / b.of);
  return middle95(() => ofB() / b.of - ofA() / a.of);
}

/**
 * The same for pairs. Drawing pairs anew changes only how many of them count for one side alone,
 * so those two numbers are drawn (multinomially) instead of every pair.
 */
export function pairedDifferenceInterval(onlyA: number, onlyB: number, pairs: number): [number, number] {
  if (pairs === 0) return [0, 0];
  const binomial = randomBinomial.source(randomLcg(SEED));
  const ofB = binomial(pairs, onlyB / pairs);
  const shareOfRest = onlyA === 0 ? 0 : onlyA / (pairs - onlyB);
  return middle95(() => {
    const b = ofB();
    return (b - binomial(pairs - b, shareOfRest)()) / pairs;
  });
}

/**
 * p-values adjusted for being many (Benjamini and Hochberg, 1995): calling those below q
 * significant is wrong in a share q of the calls at most. In the order given.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((i, j) => (pValues[j] ?? 0) - (pValues[i] ?? 0));
  const adjusted = new Array<number>(pValues.length).fill(1);
  let least = 1;
  for (const [fromLargest, index] of order.entries()) {
    const rank = pValues.length - fromLargest;
    least = Math.min(least, ((pValues[index] ?? 1) * pValues.length) / rank);
    adjusted[index] = least;
  }
  return adjusted;
}

function twoSided(z: number): number {
  return Math.min(1, Math.max(0, 1 - errorFunction(Math.abs(z) / Math.SQRT2)));
}

function middle95(draw: () => number): [number, number] {
  const draws = Array.from({ length: RESAMPLES }, draw).sort((x, y) => x - y);
  return [quantileSorted(draws, 0.025), quantileSorted(draws, 0.975)];
}
