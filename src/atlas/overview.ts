import type { Atlas } from '../model/atlas';
import { type AtlasFilter, asksForLabels, isFiltered } from '../model/atlasFilter';
import type { JudgeIdentity } from '../model/judgment';
import type { Priority } from '../model/priority';
import type { Taxonomy } from '../model/taxonomy';
import type { TrendPoint } from '../model/trend';
import type { VerdictRules } from '../model/verdict';
import { AtlasCount } from './aggregate';
import { type AtlasIndex, Bucket, type Day, type Group, type Names } from './atlasIndex';
import { FilterTest, ofAllModels } from './filter';
import { Cells, fixFirst } from './fixFirst';
import { trendPoint } from './trend';

export interface OverviewInput {
  index: AtlasIndex;
  filter: AtlasFilter;
  /** How the filter names the file of a path. */
  nameOf: (path: string) => string;
  taxonomy: Taxonomy;
  rules: VerdictRules;
}

/** All that the atlas panel draws from, under one filter. */
export interface Overview {
  /** Of failing examples, only those that the filter keeps; of the others, all from where it looks. */
  atlas: Atlas;
  /** From where the filter looks, whatever was said of them. */
  scope: { examples: number; failing: number };
  priorities: Priority[];
  trend: TrendPoint[];
  /** Whatever the filter: who has judged, and which categories there are. */
  judges: JudgeIdentity[];
  categories: (string | null)[];
  /** The failing examples that the filter keeps. */
  failing: ReadonlyMap<string | null, readonly Bucket[]>;
  /** What the numbers in the buckets stand for. */
  names: Names;
}

/** Days that are shown, the latest; a chart of years would show nothing of this week. */
const DAYS = 30;
/** Examples between two chances for other work. */
const STEP = 128;

/** Counts in small steps, so that whoever runs it can do other things in between. */
export function* overviewOf({
  index,
  filter,
  nameOf,
  taxonomy,
  rules,
}: OverviewInput): Generator<void, Overview, void> {
  const test = new FilterTest(filter, nameOf);
  const ofAll = new FilterTest(ofAllModels(filter), nameOf);
  const keep = asksForLabels(filter) ? (group: Group) => keptOf(group, test, index.names) : wholeOf;
  const count = new AtlasCount(taxonomy, rules);
  const scope = { examples: 0, failing: 0 };
  const [chosen, all] = [new Cells(), new Cells()];
  const failing = new Map<string | null, Bucket[]>();

  for (const group of index.groups) {
    const { model, dataset, path } = group;
    const isChosen = test.looksAt(model, dataset, path);
    if (!isChosen && !ofAll.looksAt(model, dataset, path)) continue;
    const kept = yield* keep(group);
    if (ofAll.looksAt(model, dataset, path)) all.add(group, kept);
    if (!isChosen) continue;
    chosen.add(group, kept);
    const fails = sizeOf(group.failing);
    scope.failing += fails;
    scope.examples += group.examples;
    count.addGroup(group, group.examples - fails, kept);
    for (const [category, bucket] of kept) {
      const buckets = failing.get(category) ?? [];
      failing.set(category, buckets);
      buckets.push(bucket);
    }
  }
  const picked = filter.models.length + filter.files.length > 0;
  const trend: TrendPoint[] = [];
  for (const day of index.days) {
    const point = trendPoint(yield* dayUnder(day, test, keep));
    if (point.scored > 0) trend.push(point);
  }
  return {
    atlas: count.atlas(isFiltered(filter) ? 0 : index.repeated),
    scope,
    priorities: fixFirst(picked ? chosen.all() : null, all.all()),
    trend: trend.slice(-DAYS),
    judges: index.judges,
    categories: index.categories,
    failing,
    names: index.names,
  };
}

type Kept = ReadonlyMap<string | null, Bucket>;
type Keep = (group: Group) => Generator<void, Kept, void>;

/** A group as far as a filter keeps it. */
export interface KeptGroup {
  group: Group;
  kept: Kept;
}

// biome-ignore lint/correctness/useYield: the same shape as where every example is looked at
function* wholeOf({ failing }: Group): Generator<void, Kept, void> {
  return failing;
}

function* keptOf({ failing }: Group, test: FilterTest, names: Names): Generator<void, Kept, void> {
  const kept = new Map<string | null, Bucket>();
  let steps = 0;
  for (const [category, { entries, labels }] of failing) {
    const bucket = new Bucket(names);
    for (const [i, entry] of entries.entries()) {
      if (++steps % STEP === 0) yield;
      const label = labels[i];
      if (test.keepsLabel(entry, label)) bucket.add(entry, label);
    }
    if (bucket.entries.length > 0) kept.set(category, bucket);
  }
  return kept;
}

function* dayUnder(day: Day, test: FilterTest, keep: Keep): Generator<void, Day & { kept: KeptGroup[] }, void> {
  const kept: KeptGroup[] = [];
  for (const group of day.groups) {
    if (test.looksAt(group.model, group.dataset, group.path)) kept.push({ group, kept: yield* keep(group) });
  }
  return { ...day, kept };
}

function sizeOf(failing: Kept): number {
  let size = 0;
  for (const { entries } of failing.values()) size += entries.length;
  return size;
}
