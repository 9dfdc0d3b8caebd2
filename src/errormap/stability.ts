import type { BuiltTaxonomy } from '../model/builtTaxonomy';
import type { Populated } from './populate';
import { isResidual } from './tree';

/** How alike two partitions of the same examples are. */
export interface Agreement {
  /** Adjusted Rand index (Hubert & Arabie 1985): 1 when equal, about 0 when by chance. */
  adjustedRandIndex: number;
  /** Of the pairs of examples that the second puts together, how many the first does too. */
  precision: number;
  /** Of the pairs that the first puts together, how many the second does too. */
  recall: number;
}

/** Compares two partitions, given as a label for each item; items that only one of them has are left out. */
export function agreement(first: ReadonlyMap<string, string>, second: ReadonlyMap<string, string>): Agreement {
  const cells = new Map<string, Map<string, number>>();
  const rows = new Map<string, number>();
  const columns = new Map<string, number>();
  let total = 0;
  for (const [item, a] of first) {
    const b = second.get(item);
    if (b === undefined) continue;
    const row = cells.get(a) ?? new Map<string, number>();
    cells.set(a, row);
    row.set(b, (row.get(b) ?? 0) + 1);
    rows.set(a, (rows.get(a) ?? 0) + 1);
    columns.set(b, (columns.get(b) ?? 0) + 1);
    total += 1;
  }
  let together = 0;
  for (const row of cells.values()) together += pairsIn(row.values());
  const inFirst = pairsIn(rows.values());
  const inSecond = pairsIn(columns.values());
  const all = (total * (total - 1)) / 2;
  const expected = all === 0 ? 0 : (inFirst * inSecond) / all;
  const most = (inFirst + inSecond) / 2;
  return {
    // Both all apart, or both all together: equal.
    adjustedRandIndex: most === expected ? 1 : (together - expected) / (most - expected),
    precision: inSecond === 0 ? 1 : together / inSecond,
    recall: inFirst === 0 ? 1 : together / inFirst,
  };
}

function pairsIn(counts: Iterable<number>): number {
  let pairs = 0;
  for (const count of counts) pairs += (count * (count - 1)) / 2;
  return pairs;
}

export interface Stability {
  seeds: [number, number];
  /** Over the categories of the top level, and over the deepest ones. */
  top: Agreement;
  deepest: Agreement;
  /** Categories of the top level that the other build has too: over half of the examples of both are the same. */
  matched: { first: number; second: number; precision: number; recall: number };
}

/** What of a taxonomy depends on the seed: two builds of the same failures side by side. */
export function stabilityOf(first: Populated, second: Populated, seeds: [number, number]): Stability {
  const [a, b] = [topLabels(first), topLabels(second)];
  const matched = matchedCategories(a, b);
  const [ofFirst, ofSecond] = [realCategories(first.built), realCategories(second.built)];
  return {
    seeds,
    top: agreement(a, b),
    deepest: agreement(pathLabels(first), pathLabels(second)),
    matched: {
      first: ofFirst,
      second: ofSecond,
      precision: ofSecond === 0 ? 0 : matched / ofSecond,
      recall: ofFirst === 0 ? 0 : matched / ofFirst,
    },
  };
}

const SAME = 0.5;

function matchedCategories(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): number {
  const overlaps = new Map<string, Map<string, number>>();
  const sizes = (labels: ReadonlyMap<string, string>) => {
    const counts = new Map<string, number>();
    for (const label of labels.values()) counts.set(label, (counts.get(label) ?? 0) + 1);
    return counts;
  };
  const [sizesA, sizesB] = [sizes(a), sizes(b)];
  for (const [key, label] of a) {
    const other = b.get(key);
    if (other === undefined) continue;
    const row = overlaps.get(label) ?? new Map<string, number>();
    overlaps.set(label, row);
    row.set(other, (row.get(other) ?? 0) + 1);
  }
  let matched = 0;
  for (const [label, row] of overlaps) {
    if (isResidual({ name: label })) continue;
    for (const [other, shared] of row) {
      const union = (sizesA.get(label) ?? 0) + (sizesB.get(other) ?? 0) - shared;
      // Above one half, no category can match two others.
      if (!isResidual({ name: other }) && shared / union > SAME) matched += 1;
    }
  }
  return matched;
}

function topLabels({ places }: Populated): Map<string, string> {
  return new Map([...places].map(([key, path]) => [key, path[0] ?? '']));
}

function pathLabels({ places }: Populated): Map<string, string> {
  return new Map([...places].map(([key, path]) => [key, JSON.stringify(path)]));
}

function realCategories({ categories }: BuiltTaxonomy): number {
  return categories.filter(({ name }) => !isResidual({ name })).length;
}
