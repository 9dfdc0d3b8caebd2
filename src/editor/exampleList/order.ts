import { categoryOf } from '../../atlas/label';
import type { ExampleEntry } from '../../model/entry';
import { outcomeOf } from '../../model/example';
import type { ListColumn, ListQuery } from '../../protocol';
import { titleOf } from '../describe';
import type { Listing } from './select';
import { STEPS_BETWEEN, type Steps } from './slices';

/** What a row is sorted by; `null` has nothing to sort by and comes last, whichever way the others go. */
export type SortKey = number | string | null;

const OUTCOMES = ['failing', 'errored', 'unscored', 'passed'];
/** "2" before "10", and "a" beside "A": as people number and name things. */
const collator = new Intl.Collator('en', { numeric: true });

/** The entries by a column; equal ones keep their order. */
export function* ordered(
  entries: readonly ExampleEntry[],
  sort: NonNullable<ListQuery['sort']>,
  listing: Listing,
): Steps<ExampleEntry[]> {
  const rows: Row[] = [];
  for (const entry of entries) {
    if (rows.length % STEPS_BETWEEN === 0) yield;
    rows.push({ entry, key: sortKey(sort.column, entry, listing) });
  }
  const sign = sort.descending ? -1 : 1;
  const sorted = yield* mergeSort(rows, (a, b) => compareKeys(a.key, b.key, sign));
  return sorted.map(({ entry }) => entry);
}

interface Row {
  entry: ExampleEntry;
  key: SortKey;
}

function compareKeys(a: SortKey, b: SortKey, sign: 1 | -1): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * collator.compare(String(a), String(b));
}

function sortKey(column: ListColumn, entry: ExampleEntry, listing: Listing): SortKey {
  switch (column) {
    case 'outcome':
      return OUTCOMES.indexOf(outcomeOf(entry));
    case 'category':
      return categoryOf(listing.labelOf(entry.key));
    case 'title':
      return titleOf(listing.labelOf(entry.key)) || null;
    case 'id':
      // Most ids are numbers, and numbers are compared much faster than texts.
      return /^\d{1,15}$/.test(entry.id) ? Number(entry.id) : entry.id;
    case 'model':
      return entry.model;
    case 'dataset':
      return entry.dataset;
    case 'score':
      return entry.score !== null && Number.isNaN(entry.score) ? null : entry.score;
    case 'finishReason':
      return entry.finishReason ?? null;
    case 'outputLength':
      return listing.outputLengthOf(entry) ?? null;
    case 'preview':
      return entry.preview || null;
  }
}

/** A stable sort that can pause: `Array.sort` of 200,000 rows would hold everything up for half a second. */
export function* mergeSort<T>(items: readonly T[], compare: (a: T, b: T) => number): Steps<T[]> {
  let from: T[] = [];
  for (let start = 0; start < items.length; start += STEPS_BETWEEN) {
    for (const item of items.slice(start, start + STEPS_BETWEEN).sort(compare)) from.push(item);
    yield;
  }
  for (let width = STEPS_BETWEEN; width < items.length; width *= 2) {
    const into: T[] = [];
    for (let start = 0; start < from.length; start += 2 * width) {
      yield* merge(
        from,
        start,
        Math.min(start + width, from.length),
        Math.min(start + 2 * width, from.length),
        into,
        compare,
      );
    }
    from = into;
  }
  return from;
}

function* merge<T>(
  from: readonly T[],
  start: number,
  middle: number,
  end: number,
  into: T[],
  compare: (a: T, b: T) => number,
): Steps<void> {
  let left = start;
  let right = middle;
  for (let steps = 1; left < middle || right < end; steps++) {
    if (steps % STEPS_BETWEEN === 0) yield;
    const fromLeft = right >= end || (left < middle && compare(from[left] as T, from[right] as T) <= 0);
    into.push(from[fromLeft ? left++ : right++] as T);
  }
}
