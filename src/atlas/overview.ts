import type { Atlas } from '../model/atlas';
import { type AtlasFilter, isFiltered } from '../model/atlasFilter';
import type { ExampleEntry } from '../model/entry';
import { outcomeOf } from '../model/example';
import { type JudgeIdentity, judgeId } from '../model/judgment';
import type { Priority } from '../model/priority';
import type { Taxonomy } from '../model/taxonomy';
import type { RunDate, TrendPoint } from '../model/trend';
import type { VerdictRules } from '../model/verdict';
import type { Label } from '../store/judgmentStore';
import { AtlasCount } from './aggregate';
import { FilterTest, ofAllModels } from './filter';
import { Cells, fixFirst } from './fixFirst';
import { categoryOf } from './label';
import { TrendCount } from './trend';

export interface OverviewInput {
  files: readonly { path: string; entries: readonly ExampleEntry[] }[];
  /** The examples of all files, each once (see `distinctExamples`). */
  distinct: readonly ExampleEntry[];
  repeated: number;
  filter: AtlasFilter;
  /** How the filter names the file of a path. */
  nameOf: (path: string) => string;
  labelOf: (key: string) => Label | undefined;
  dateOf: (path: string) => RunDate | undefined;
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
  failing: ReadonlyMap<string | null, readonly ExampleEntry[]>;
}

/** Examples between two chances for other work. */
const STEP = 128;

/** Counts everything in small steps, so that whoever runs it can do other things in between. */
export function* overviewOf(input: OverviewInput): Generator<void, Overview, void> {
  const { filter, nameOf, labelOf } = input;
  const test = new FilterTest(filter, nameOf);
  const ofAll = new FilterTest(ofAllModels(filter), nameOf);
  const count = new AtlasCount(input.taxonomy, input.rules);
  const scope = { examples: 0, failing: 0 };
  const [chosen, all] = [new Cells(), new Cells()];
  const judges = new Map<JudgeIdentity, string>();
  const categories = new Set<string | null>();
  const failing = new Map<string | null, ExampleEntry[]>();

  let steps = 0;
  for (const entry of input.distinct) {
    if (++steps % STEP === 0) yield;
    const fails = outcomeOf(entry) === 'failing';
    const label = fails ? labelOf(entry.key) : undefined;
    const category = fails ? categoryOf(label) : null;
    const kept = !fails || test.keepsLabel(entry, label);
    if (fails) {
      categories.add(category);
      const judge = label?.judgment?.judge;
      if (judge && !judges.has(judge)) judges.set(judge, judgeId(judge));
    }
    const { model, dataset } = entry;
    const named = fails && kept ? category : null;
    if (entry.passed !== null && ofAll.looksAt(entry)) all.add(model, dataset, named);
    if (!test.looksAt(entry)) continue;
    if (entry.passed !== null) chosen.add(model, dataset, named);
    scope.examples += 1;
    if (fails) scope.failing += 1;
    if (!kept) continue;
    count.add(entry, label);
    if (!fails) continue;
    const sameCategory = failing.get(category);
    if (sameCategory) sameCategory.push(entry);
    else failing.set(category, [entry]);
  }
  const picked = filter.models.length + filter.files.length > 0;
  return {
    atlas: count.atlas(isFiltered(filter) ? 0 : input.repeated),
    scope,
    priorities: fixFirst(picked ? chosen.all() : null, all.all()),
    trend: yield* trendOf(input, test),
    judges: [...new Map([...judges].map(([judge, id]) => [id, judge])).values()],
    categories: [...categories].sort(byName),
    failing,
  };
}

function* trendOf({ files, labelOf, dateOf }: OverviewInput, test: FilterTest): Generator<void, TrendPoint[], void> {
  const trend = new TrendCount();
  let steps = 0;
  for (const { path, entries } of files) {
    const date = dateOf(path);
    if (!date) continue;
    const count = trend.file(date);
    for (const entry of entries) {
      if (++steps % STEP === 0) yield;
      if (!test.looksAt(entry)) continue;
      const label = entry.passed === false ? labelOf(entry.key) : undefined;
      if (entry.passed !== false || test.keepsLabel(entry, label)) count(entry, label);
    }
  }
  return trend.points();
}

/** What has no category comes last. */
function byName(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a.localeCompare(b);
}
