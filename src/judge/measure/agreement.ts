import { randomLcg } from 'd3-random';
import { quantileSorted, sampleWithReplacement } from 'simple-statistics';

/** Two names for one example, such as a judge's category and a person's. */
export interface NamePair {
  a: string;
  b: string;
}

export interface Agreement {
  pairs: number;
  /** Share of pairs with the same name, 0 to 1; `null` without pairs. */
  observed: number | null;
  /** Cohen's κ: agreement beyond chance, at most 1; `null` where chance alone would agree always. */
  kappa: number | null;
  /** 95 % interval of κ by bootstrap over the pairs; `null` with fewer than 2 pairs or without κ. */
  interval: [low: number, high: number] | null;
}

export interface Confusion extends NamePair {
  count: number;
}

const RESAMPLES = 1_000;

/** How far two raters agree (Cohen 1960), with a percentile bootstrap that is the same for the same pairs. */
export function agreementOf(pairs: readonly NamePair[]): Agreement {
  const kappa = cohensKappa(pairs);
  return {
    pairs: pairs.length,
    observed: pairs.length === 0 ? null : shareOfEqual(pairs),
    kappa,
    interval: kappa === null || pairs.length < 2 ? null : bootstrap(pairs),
  };
}

/** `null` without pairs, and where both raters use one and the same name for everything. */
export function cohensKappa(pairs: readonly NamePair[]): number | null {
  if (pairs.length === 0) return null;
  const ofA = new Map<string, number>();
  const ofB = new Map<string, number>();
  for (const { a, b } of pairs) {
    ofA.set(a, (ofA.get(a) ?? 0) + 1);
    ofB.set(b, (ofB.get(b) ?? 0) + 1);
  }
  let byChance = 0;
  for (const [name, count] of ofA) byChance += (count * (ofB.get(name) ?? 0)) / pairs.length ** 2;
  return byChance >= 1 ? null : (shareOfEqual(pairs) - byChance) / (1 - byChance);
}

/** What is taken for what, most frequent first. */
export function confusionsOf(pairs: readonly NamePair[]): Confusion[] {
  const counts = new Map<string, Confusion>();
  for (const { a, b } of pairs) {
    if (a === b) continue;
    const id = JSON.stringify([a, b]);
    const known = counts.get(id);
    if (known) known.count += 1;
    else counts.set(id, { a, b, count: 1 });
  }
  return [...counts.values()].sort((x, y) => y.count - x.count || x.a.localeCompare(y.a) || x.b.localeCompare(y.b));
}

function bootstrap(pairs: readonly NamePair[]): [number, number] | null {
  const random = randomLcg(0.5);
  const kappas: number[] = [];
  for (let i = 0; i < RESAMPLES; i++) {
    const kappa = cohensKappa(sampleWithReplacement([...pairs], pairs.length, random));
    // All of one name: nothing contradicts perfect agreement.
    kappas.push(kappa ?? 1);
  }
  kappas.sort((x, y) => x - y);
  return [quantileSorted(kappas, 0.025), quantileSorted(kappas, 0.975)];
}

function shareOfEqual(pairs: readonly NamePair[]): number {
  return pairs.filter(({ a, b }) => a === b).length / pairs.length;
}
