import type { ExampleEntry } from '../../model/entry';
import { itemOf } from '../../model/item';

/** The same item of a dataset, answered on both sides. */
export interface Pair {
  a: ExampleEntry;
  b: ExampleEntry;
}

/** Below this share of the smaller side, pairs would speak for too few of the examples. */
const ENOUGH = 0.5;

/**
 * Pairs examples by (dataset, id), several answers to one item (epochs) in their order.
 * `null` when less than half of the smaller side has a counterpart: the sides are then compared as they are.
 */
export function pairUp(a: readonly ExampleEntry[], b: readonly ExampleEntry[]): Pair[] | null {
  const waiting = new Map<string, ExampleEntry[]>();
  for (const entry of a) {
    const item = itemOf(entry);
    const known = waiting.get(item);
    if (known) known.push(entry);
    else waiting.set(item, [entry]);
  }
  const taken = new Map<string, number>();
  const pairs: Pair[] = [];
  for (const entry of b) {
    const item = itemOf(entry);
    const turn = taken.get(item) ?? 0;
    const partner = waiting.get(item)?.[turn];
    if (!partner) continue;
    taken.set(item, turn + 1);
    pairs.push({ a: partner, b: entry });
  }
  return pairs.length > 0 && pairs.length >= ENOUGH * Math.min(a.length, b.length) ? pairs : null;
}
