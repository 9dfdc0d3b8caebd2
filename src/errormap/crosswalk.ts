/** How the categories of one taxonomy fall into those of another, over the same examples. */
export interface Crosswalk {
  /** Examples that have a category under both. */
  examples: number;
  rows: CrosswalkRow[];
}

export interface CrosswalkRow {
  category: string;
  count: number;
  /** Most frequent first; `share` is of the row. */
  to: { category: string; count: number; share: number }[];
}

/** Counts pairs of categories, one pair an example. */
export function crosswalk(pairs: Iterable<readonly [from: string, to: string]>): Crosswalk {
  const counts = new Map<string, Map<string, number>>();
  let examples = 0;
  for (const [from, to] of pairs) {
    const row = counts.get(from) ?? new Map<string, number>();
    counts.set(from, row);
    row.set(to, (row.get(to) ?? 0) + 1);
    examples += 1;
  }
  const rows = [...counts].map(([category, row]): CrosswalkRow => {
    const count = [...row.values()].reduce((sum, own) => sum + own, 0);
    const to = [...row].map(([name, own]) => ({ category: name, count: own, share: own / count }));
    return { category, count, to: to.sort(byCountThenName) };
  });
  return { examples, rows: rows.sort(byCountThenName) };
}

function byCountThenName(a: { category: string; count: number }, b: { category: string; count: number }): number {
  return b.count - a.count || (a.category < b.category ? -1 : 1);
}
