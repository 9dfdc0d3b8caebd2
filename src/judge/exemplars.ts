import { createHash } from 'node:crypto';
import type { Example } from '../model/example';
import type { Correction } from '../model/judgment';
import type { Taxonomy } from '../model/taxonomy';
import { categoryNames, exemplarReason, MAX_EXEMPLARS } from './openai/prompt';

/**
 * People's corrections as examples for a judge. Which of them exist is part of who judges: with other
 * exemplars the same model is another judge, and what it has said before is not taken for its word.
 */
export class Exemplars {
  /** Behind the prompt's version; empty when there is nothing to show. */
  readonly version: string;
  /** Those that say why, newest first. */
  private readonly usable: readonly Correction[];
  private readonly perDataset = new Map<string, readonly Correction[]>();
  private readonly count: number;

  /** `count`: how many a judge gets to see with each example, at most 8. */
  constructor(corrections: Iterable<Correction>, taxonomy: Taxonomy, count: number) {
    const known = new Set(categoryNames(taxonomy));
    this.count = Math.min(count, MAX_EXEMPLARS);
    this.usable = [...corrections]
      .filter((one) => !one.retracted && known.has(one.category) && exemplarReason(one) !== undefined)
      .sort((a, b) => b.createdAt.localeCompare(a.createdAt) || a.key.localeCompare(b.key));
    this.version = this.count === 0 || this.usable.length === 0 ? '' : `+x${this.count}-${this.fingerprint()}`;
  }

  /**
   * Those of the same dataset first, then the others; in both each category once before any comes again.
   * Never the example's own. The same for all of a dataset but those that are exemplars themselves, so that
   * providers cache them.
   */
  for({ key, dataset }: Pick<Example, 'key' | 'dataset'>): Correction[] {
    if (this.version === '') return [];
    const nearest = this.perDataset.get(dataset) ?? this.nearestTo(dataset);
    this.perDataset.set(dataset, nearest);
    return nearest.filter((one) => one.key !== key).slice(0, this.count);
  }

  private nearestTo(dataset: string): Correction[] {
    const isNear = (one: Correction) => one.dataset === dataset;
    const near = oneOfEachFirst(this.usable.filter(isNear));
    const far = oneOfEachFirst(this.usable.filter((one) => !isNear(one)));
    return [...near, ...far];
  }

  private fingerprint(): string {
    const said = this.usable.map((one) => [one.key, one.category, one.dataset ?? '', exemplarReason(one)]);
    return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 8);
  }
}

/** Keeps the order within a category. */
function oneOfEachFirst(corrections: readonly Correction[]): Correction[] {
  const met = new Map<string, number>();
  return corrections
    .map((correction) => {
      const round = met.get(correction.category) ?? 0;
      met.set(correction.category, round + 1);
      return { correction, round };
    })
    .sort((a, b) => a.round - b.round)
    .map(({ correction }) => correction);
}
