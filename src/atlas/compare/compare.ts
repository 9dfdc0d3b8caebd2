import type {
  CategoryDifference,
  Change,
  ChangedExample,
  ComparedSide,
  Comparison,
  ShareDifference,
} from '../../model/comparison';
import type { ExampleEntry } from '../../model/entry';
import type { Label } from '../../store/judgmentStore';
import { categoryOf } from '../label';
import { type Pair, pairUp } from './pairs';
import { sentenceOf } from './sentence';
import {
  benjaminiHochberg,
  differenceInterval,
  pairedDifferenceInterval,
  pairedProportionTest,
  twoProportionTest,
} from './significance';

/** A model, a run, or anything else that has examples. */
export interface Side {
  name: string;
  /** Each example once (see `distinctExamples`). */
  entries: readonly ExampleEntry[];
}

type CategoryOf = (entry: ExampleEntry) => string | null;

/** Benjamini and Hochberg's q: of the differences called significant, so many may be chance. */
export const FALSE_DISCOVERY_RATE = 0.05;

/**
 * What fails more and what fails less on side B than on side A. Shares are of a side's scored
 * examples (not of its failures: there a category grows merely because another shrinks).
 */
export function compare(a: Side, b: Side, labelOf: (key: string) => Label | undefined): Comparison {
  const category: CategoryOf = (entry) => (entry.passed === false ? categoryOf(labelOf(entry.key)) : null);
  const scored = { a: a.entries.filter(isScored), b: b.entries.filter(isScored) };
  const pairs = pairUp(scored.a, scored.b);
  const counted = pairs ? { a: pairs.map((pair) => pair.a), b: pairs.map((pair) => pair.b) } : scored;
  const differ = (counts: (entry: ExampleEntry) => boolean) =>
    pairs ? pairedDifference(pairs, counts) : plainDifference(counted.a, counted.b, counts);

  const examples = pairs ? changedExamples(pairs, category) : [];
  const comparison = {
    a: sideOf(a.name, counted.a, scored.a, category),
    b: sideOf(b.name, counted.b, scored.b, category),
    paired: pairs !== null,
    pairs: pairs?.length ?? 0,
    failing: differ(({ passed }) => passed === false),
    categories: adjusted(
      categoriesOf([...counted.a, ...counted.b], category).map((name) => ({
        name,
        ...differ((entry) => category(entry) === name),
      })),
    ),
    changes: countChanges(examples),
    examples,
  };
  return { ...comparison, sentence: sentenceOf(comparison) };
}

function isScored({ passed }: ExampleEntry): boolean {
  return passed !== null;
}

function sideOf(
  name: string,
  counted: readonly ExampleEntry[],
  scored: readonly ExampleEntry[],
  category: CategoryOf,
): ComparedSide {
  return {
    name,
    models: [...new Set(counted.map(({ model }) => model))].sort(),
    scored: counted.length,
    failing: counted.filter(({ passed }) => passed === false).length,
    classified: counted.filter((entry) => category(entry) !== null).length,
    unpaired: scored.length - counted.length,
  };
}

function categoriesOf(entries: readonly ExampleEntry[], category: CategoryOf): string[] {
  return [...new Set(entries.map(category).filter((name) => name !== null))];
}

function plainDifference(
  a: readonly ExampleEntry[],
  b: readonly ExampleEntry[],
  counts: (entry: ExampleEntry) => boolean,
): ShareDifference {
  const ofA = { count: a.filter(counts).length, of: a.length };
  const ofB = { count: b.filter(counts).length, of: b.length };
  return {
    ...tallies(ofA.count, ofA.of, ofB.count, ofB.of),
    interval: differenceInterval(ofA, ofB),
    pValue: twoProportionTest(ofA, ofB),
  };
}

function pairedDifference(pairs: readonly Pair[], counts: (entry: ExampleEntry) => boolean): ShareDifference {
  let both = 0;
  let onlyA = 0;
  let onlyB = 0;
  for (const { a, b } of pairs) {
    const inA = counts(a);
    const inB = counts(b);
    if (inA && inB) both += 1;
    else if (inA) onlyA += 1;
    else if (inB) onlyB += 1;
  }
  return {
    ...tallies(both + onlyA, pairs.length, both + onlyB, pairs.length),
    interval: pairedDifferenceInterval(onlyA, onlyB, pairs.length),
    pValue: pairedProportionTest(onlyA, onlyB),
  };
}

function tallies(countA: number, ofA: number, countB: number, ofB: number) {
  const a = { count: countA, share: ofA === 0 ? 0 : countA / ofA };
  const b = { count: countB, share: ofB === 0 ? 0 : countB / ofB };
  return { a, b, difference: b.share - a.share };
}

function adjusted(differences: readonly (ShareDifference & { name: string })[]): CategoryDifference[] {
  const pValues = benjaminiHochberg(differences.map(({ pValue }) => pValue));
  return differences
    .map((difference, i) => {
      const adjustedPValue = pValues[i] ?? 1;
      return { ...difference, adjustedPValue, significant: adjustedPValue < FALSE_DISCOVERY_RATE };
    })
    .sort((x, y) => Math.abs(y.difference) - Math.abs(x.difference) || x.name.localeCompare(y.name));
}

function changedExamples(pairs: readonly Pair[], category: CategoryOf): ChangedExample[] {
  const changed: ChangedExample[] = [];
  for (const { a, b } of pairs) {
    const before = category(a);
    const after = category(b);
    const change = changeOf(a, b, before, after);
    if (!change) continue;
    changed.push({
      dataset: b.dataset,
      id: b.id,
      change,
      a: { key: a.key, category: before },
      b: { key: b.key, category: after },
    });
  }
  return changed;
}

/** A kind can only have changed where both sides have one. */
function changeOf(a: ExampleEntry, b: ExampleEntry, before: string | null, after: string | null): Change | undefined {
  if (a.passed) return b.passed ? undefined : 'broken';
  if (b.passed) return 'fixed';
  return before !== null && after !== null && before !== after ? 'failure changed kind' : 'still failing';
}

function countChanges(examples: readonly ChangedExample[]): Comparison['changes'] {
  const changes = { fixed: 0, broken: 0, 'still failing': 0, 'failure changed kind': 0 };
  for (const { change } of examples) changes[change] += 1;
  return changes;
}
