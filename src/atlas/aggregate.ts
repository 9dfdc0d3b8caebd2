import type { Atlas, CategoryTally, Signature, Tally, Totals } from '../model/atlas';
import type { ExampleEntry } from '../model/entry';
import { outcomeOf } from '../model/example';
import { type Taxonomy, taxonomyRef } from '../model/taxonomy';
import { describeRule, type VerdictRules } from '../model/verdict';
import type { Label } from '../store/judgmentStore';
import { proportionInterval } from './compare/significance';
import { categoryOf, isCorrected } from './label';

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
  const totals = emptyTotals(repeated);
  const categories = new Map<string, { count: number; corrected: number }>();
  const models = new Map<string, Group>();
  const datasets = new Map<string, Group>();
  const verdicts = new Map<string, string>();

  for (const entry of entries) {
    const groups = [groupOf(models, entry.model), groupOf(datasets, entry.dataset)];
    totals.examples += 1;
    for (const group of groups) group.examples += 1;
    if (!verdicts.has(entry.dataset)) verdicts.set(entry.dataset, describeRule(rules.ruleFor(entry)));

    const outcome = outcomeOf(entry);
    if (outcome === 'errored') {
      totals.errored += 1;
      for (const group of groups) group.errored += 1;
    } else if (outcome === 'unscored') totals.unscored += 1;
    if (outcome !== 'failing') continue;

    totals.failing += 1;
    for (const group of groups) group.failing += 1;
    const label = labelOf(entry.key);
    const category = categoryOf(label);
    if (category === null) {
      totals[unclassifiedAs(label)] += 1;
      continue;
    }
    const tally = categories.get(category) ?? { count: 0, corrected: 0 };
    tally.count += 1;
    totals.classified += 1;
    if (isCorrected(label)) {
      tally.corrected += 1;
      totals.corrected += 1;
    }
    categories.set(category, tally);
    for (const group of groups) {
      group.classified += 1;
      group.categories.set(category, (group.categories.get(category) ?? 0) + 1);
    }
  }

  return {
    taxonomy: taxonomyRef(taxonomy),
    totals,
    categories: [...categories]
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
    models: signatures(models),
    datasets: signatures(datasets),
    rules: [...verdicts].map(([dataset, rule]) => ({ dataset, rule })),
  };
}

interface Group {
  examples: number;
  failing: number;
  errored: number;
  classified: number;
  categories: Map<string, number>;
}

function groupOf(groups: Map<string, Group>, name: string): Group {
  let group = groups.get(name);
  if (!group) {
    group = { examples: 0, failing: 0, errored: 0, classified: 0, categories: new Map() };
    groups.set(name, group);
  }
  return group;
}

function unclassifiedAs(label: Label | undefined): 'abstained' | 'judgeErrors' | 'unjudged' {
  if (!label?.judgment) return 'unjudged';
  return label.judgment.status === 'abstained' ? 'abstained' : 'judgeErrors';
}

function signatures(groups: Map<string, Group>): Signature[] {
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

function emptyTotals(repeated: number): Totals {
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
    repeated,
  };
}
