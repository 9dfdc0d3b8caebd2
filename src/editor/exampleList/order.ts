import { categoryOf } from '../../atlas/label';
import type { ExampleEntry } from '../../model/entry';
import { outcomeOf } from '../../model/example';
import type { ListColumn, ListQuery } from '../../protocol';
import { titleOf } from '../describe';
import { STEPS_BETWEEN, type Steps } from '../search/slices';
import type { Listing } from './select';

/**
 * What a row is sorted by; `null` has nothing to sort by and comes last, whichever way the others go.
 * A name that ends in a number is taken apart: most ids are such, and comparing them as texts takes long.
 */
type SortKey = number | string | { name: string; number: number } | null;

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
  if (typeof a === 'object' && typeof b === 'object') {
    return sign * (a.name === b.name ? a.number - b.number : collator.compare(a.name, b.name) || a.number - b.number);
  }
  return sign * collator.compare(String(a), String(b));
}

function idKey(id: string): SortKey {
  const [, name = id, digits] = /^(.*?)(\d{1,15})$/s.exec(id) ?? [];
  return { name, number: digits === undefined ? -1 : Number(digits) };
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
      return idKey(entry.id);
    case 'model':
      return entry.model;
    case 'dataset':
      return entry.dataset;
    case 'score':
      return entry.score !== null && Number.isNaN(entry.score) ? null : entry.score;
    case 'finishReason':
      return entry.finishReason ?? null;
    case 'outputLength':
      return entry.outputLength;
    case 'preview':
      return entry.preview || null;
  }
}

/** A stable sort that can pause: `Array.sort` of 200,000 rows would hold everything up for half a second. */
export function* mergeSort<T>(items: readonly T[], compare: (a: T, b: T) => number): Steps<T[]> {
  let from = items.slice();
  for (let start = 0; start < from.length; start += STEPS_BETWEEN) {
    const sorted = from.slice(start, start + STEPS_BETWEEN).sort(compare);
    for (let i = 0; i < sorted.length; i++) from[start + i] = sorted[i] as T;
    yield;
  }
  let into = from.slice();
  for (let width = STEPS_BETWEEN; width < from.length; width *= 2) {
    for (let start = 0; start < from.length; start += 2 * width) {
      const middle = Math.min(start + width, from.length);
      yield* merge(from, { start, middle, end: Math.min(middle + width, from.length) }, into, compare);
    }
    [from, into] = [into, from];
  }
  return from;
}

/** Of two runs that follow on one another, each sorted. */
function* merge<T>(
  from: readonly T[],
  { start, middle, end }: { start: number; middle: number; end: number },
  into: T[],
  compare: (a: T, b: T) => number,
): Steps<void> {
  let left = start;
  let right = middle;
  for (let at = start; at < end; at++) {
    if (at % STEPS_BETWEEN === 0) yield;
    const isLeft = right >= end || (left < middle && compare(from[left] as T, from[right] as T) <= 0);
    into[at] = from[isLeft ? left++ : right++] as T;
  }
}
