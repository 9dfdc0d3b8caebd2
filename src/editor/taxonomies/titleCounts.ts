import type { CarriedTo, PlacedTitle } from '../../errormap/edit/carry';
import { foldedTitle } from '../../errormap/titles';

/** Titles of one category with their number of failing examples. */
export interface TitleCount extends PlacedTitle {
  count: number;
}

/** How many failing examples have which title in which category. */
export function titleCounts(headers: Iterable<PlacedTitle>): TitleCount[] {
  const groups = new Map<string, TitleCount>();
  for (const { category, subcategory, title } of headers) {
    const key = JSON.stringify([category, subcategory, foldedTitle(title)]);
    const known = groups.get(key);
    if (known) known.count += 1;
    else groups.set(key, { category, subcategory, title, count: 1 });
  }
  return [...groups.values()];
}

export interface CountedCategories {
  /** Of the category itself, without its children. */
  byId: ReadonlyMap<string, readonly TitleCount[]>;
  /** "Other" and "Hard to Analyze". */
  residual: ReadonlyMap<string, number>;
  /** In categories that are gone. */
  gone: number;
  all: number;
}

/** The counts after edits: each title where `carry` puts it. */
export function countedCategories(
  groups: readonly TitleCount[],
  carry: (placed: PlacedTitle) => CarriedTo | undefined,
): CountedCategories {
  const byId = new Map<string, TitleCount[]>();
  const residual = new Map<string, number>();
  let [gone, all] = [0, 0];
  for (const group of groups) {
    all += group.count;
    const to = carry(group);
    if (!to) gone += group.count;
    else if (to.id === null) residual.set(to.path[0] ?? '', (residual.get(to.path[0] ?? '') ?? 0) + group.count);
    else byId.set(to.id, [...(byId.get(to.id) ?? []), group]);
  }
  return { byId, residual, gone, all };
}
