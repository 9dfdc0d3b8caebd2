import type { Atlas, CategoryTally, Signature, Tally, Totals } from '../model/atlas';
import type { ExampleEntry } from '../model/entry';
import { outcomeOf } from '../model/example';
import { proportionInterval } from '../model/proportion';
import { type Taxonomy, taxonomyRef } from '../model/taxonomy';
import { describeRule, type VerdictRules } from '../model/verdict';
import type { Label } from '../store/judgmentStore';
import { Bucket, type Group, Names } from './atlasIndex';
import { categoryOf } from './label';

export interface AtlasInput {
  /** Each example once (see `distinctExamples`). */
  entries: Iterable<ExampleEntry>;
  repeated: number;
  labelOf: (key: string) => Label | undefined;
  taxonomy: Taxonomy;
  rules: VerdictRules;
}

/**
 * Counts categories over failing examples: in all, and as the failure signature of each model and
 * the profile of each dataset. Shares are of the classified failing examples of the same group, so
 * that what no judge has seen yet does not dilute them; `totals` says how many those are.
 */
export function aggregate({ entries, repeated, labelOf, taxonomy, rules }: AtlasInput): Atlas {
  const count = new AtlasCount(taxonomy, rules);
  for (const entry of entries) count.add(entry, outcomeOf(entry) === 'failing' ? labelOf(entry.key) : undefined);
  return count.atlas(repeated);
}

/** The same, an example at a time. */
export class AtlasCount {
  private readonly names = new Names();
  private readonly totals = emptyTotals();
  private readonly categories = new Map<string, { count: number; corrected: number }>();
  private readonly models = new Map<string, Tallies>();
  private readonly datasets = new Map<string, Tallies>();
  private readonly verdicts = new Map<string, string>();

  constructor(
    private readonly taxonomy: Taxonomy,
    private readonly rules: VerdictRules,
  ) {}

  /** Each example once (see `distinctExamples`); the label is looked at where it fails. */
  add(entry: ExampleEntry, label: Label | undefined): void {
    const { totals } = this;
    const groups = [groupOf(this.models, entry.model), groupOf(this.datasets, entry.dataset)];
    totals.examples += 1;
    for (const group of groups) group.examples += 1;
    if (!this.verdicts.has(entry.dataset)) {
      this.verdicts.set(entry.dataset, describeRule(this.rules.ruleFor(entry)));
    }

    const outcome = outcomeOf(entry);
    if (outcome === 'errored') {
      totals.errored += 1;
      for (const group of groups) group.errored += 1;
    } else if (outcome === 'unscored') totals.unscored += 1;
    if (outcome !== 'failing') return;

    const bucket = new Bucket(this.names);
    bucket.add(entry, label);
    this.addFailing(groups, categoryOf(label), bucket);
  }

  /**
   * The same for all examples of a group at once.
   * @param others examples of the group that don't fail
   * @param kept the failing examples that count
   */
  addGroup(group: Group, others: number, kept: ReadonlyMap<string | null, Bucket>): void {
    const { totals } = this;
    const { model, dataset, sample, errored, unscored } = group;
    const groups = [groupOf(this.models, model), groupOf(this.datasets, dataset)];
    if (!this.verdicts.has(dataset)) this.verdicts.set(dataset, describeRule(this.rules.ruleFor(sample)));
    let examples = others;
    for (const { entries } of kept.values()) examples += entries.length;
    totals.examples += examples;
    totals.errored += errored;
    totals.unscored += unscored;
    for (const one of groups) {
      one.examples += examples;
      one.errored += errored;
    }
    for (const [category, bucket] of kept) this.addFailing(groups, category, bucket);
  }

  private addFailing(groups: readonly Tallies[], category: string | null, { entries, counts }: Bucket): void {
    const { totals } = this;
    const count = entries.length;
    totals.failing += count;
    for (const group of groups) group.failing += count;
    if (category === null) {
      totals.abstained += counts.abstained;
      totals.judgeErrors += counts.judgeErrors;
      totals.unjudged += counts.unjudged;
      return;
    }
    const tally = this.categories.get(category) ?? { count: 0, corrected: 0 };
    tally.count += count;
    tally.corrected += counts.corrected;
    totals.classified += count;
    totals.corrected += counts.corrected;
    this.categories.set(category, tally);
    for (const group of groups) {
      group.classified += count;
      group.categories.set(category, (group.categories.get(category) ?? 0) + count);
    }
  }

  /** @param repeated examples that were met again and not counted */
  atlas(repeated: number): Atlas {
    const { taxonomy, totals } = this;
    return {
      taxonomy: taxonomyRef(taxonomy),
      totals: { ...totals, repeated },
      categories: [...this.categories]
        .map(([name, { count, corrected }]): CategoryTally => {
          const known = taxonomy.categories.find((category) => category.name === name);
          return {
            name,
            ...tallyOf(count, totals.classified),
            corrected,
            interval: proportionInterval({ count, of: totals.classified }),
            ...(known && { description: known.description }),
            ...(known?.source && { source: known.source }),
          };
        })
        .sort(byCountThenName),
      models: signatures(this.models),
      datasets: signatures(this.datasets),
      rules: [...this.verdicts].map(([dataset, rule]) => ({ dataset, rule })),
    };
  }
}

interface Tallies {
  examples: number;
  failing: number;
  errored: number;
  classified: number;
  categories: Map<string, number>;
}

function groupOf(groups: Map<string, Tallies>, name: string): Tallies {
  let group = groups.get(name);
  if (!group) {
    group = { examples: 0, failing: 0, errored: 0, classified: 0, categories: new Map() };
    groups.set(name, group);
  }
  return group;
}

function signatures(groups: Map<string, Tallies>): Signature[] {
  return [...groups]
    .map(([name, { categories, ...counts }]) => ({
      name,
      ...counts,
      categories: Object.fromEntries(
        [...categories]
          .map(([category, count]) => ({ name: category, ...tallyOf(count, counts.classified) }))
          .sort(byCountThenName)
          .map(({ name: category, ...tally }) => [category, tally]),
      ),
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function tallyOf(count: number, of: number): Tally {
  return { count, share: of === 0 ? 0 : count / of };
}

function byCountThenName(a: { count: number; name: string }, b: { count: number; name: string }): number {
  return b.count - a.count || a.name.localeCompare(b.name);
}

function emptyTotals(): Omit<Totals, 'repeated'> {
  return {
    examples: 0,
    failing: 0,
    errored: 0,
    unscored: 0,
    classified: 0,
    corrected: 0,
    abstained: 0,
    judgeErrors: 0,
    unjudged: 0,
  };
}
