import type { ExampleEntry } from '../model/entry';
import { seededRank } from '../model/seededRank';

export interface Sampling {
  /** Share of each (model, dataset) pair's failures, 0 < ratio ≤ 1, at least one of each (the paper took about 0.1). */
  ratio?: number;
  seed?: number;
  /** At most this many in all, in file order. */
  limit?: number;
}

/**
 * The failing examples to judge, in their order. Seeded by content: the same examples are drawn
 * whatever the order of files, and a greater ratio keeps what a smaller one drew.
 */
export function sampleFailures<E extends Pick<ExampleEntry, 'key' | 'model' | 'dataset'>>(
  failing: readonly E[],
  { ratio = 1, seed = 0, limit = Number.POSITIVE_INFINITY }: Sampling,
): E[] {
  if (ratio >= 1) return failing.slice(0, limit);
  const pairs = new Map<string, E[]>();
  for (const entry of failing) {
    const pair = JSON.stringify([entry.model, entry.dataset]);
    const entries = pairs.get(pair);
    if (entries) entries.push(entry);
    else pairs.set(pair, [entry]);
  }
  const drawn = new Set<E>();
  for (const entries of pairs.values()) {
    const shuffled = entries
      .map((entry) => ({ entry, rank: seededRank(seed, entry.key) }))
      .sort((a, b) => (a.rank < b.rank ? -1 : 1));
    for (const { entry } of shuffled.slice(0, Math.max(1, Math.round(ratio * entries.length)))) drawn.add(entry);
  }
  return failing.filter((entry) => drawn.has(entry)).slice(0, limit);
}
