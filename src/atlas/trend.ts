import type { TrendPoint } from '../model/trend';
import type { Day } from './atlasIndex';
import type { KeptGroup } from './overview';

/** Names told of a day. */
const NAMES = 20;

/** What the groups of a day come to that a filter keeps. */
export function trendPoint({
  date,
  dated,
  kept,
}: Pick<Day, 'date' | 'dated'> & { kept: readonly KeptGroup[] }): TrendPoint {
  const categories = new Map<string, number>();
  let [scored, failing, classified] = [0, 0, 0];
  for (const { group, kept: buckets } of kept) {
    scored += group.examples - group.errored - group.unscored;
    for (const [category, { entries }] of buckets) {
      failing += entries.length;
      if (category === null) continue;
      classified += entries.length;
      categories.set(category, (categories.get(category) ?? 0) + entries.length);
    }
  }
  const names = (of: 'model' | 'dataset') => [...new Set(kept.map(({ group }) => group[of]))].sort().slice(0, NAMES);
  return {
    ...{ date, dated, scored, failing, classified },
    runs: new Set(kept.map(({ group }) => group.path)).size,
    models: names('model'),
    datasets: names('dataset'),
    categories: Object.fromEntries(categories),
  };
}

/**
 * The day in the name of a file or folder, where a time follows it, as lm-evaluation-harness, Inspect and OpenCompass
 * write it: a day alone may be the version of a model. The last one counts.
 */
export function dateInName(path: string): string | undefined {
  const found = [...path.matchAll(/(?<!\d)(20\d\d)-?([01]\d)-?([0-3]\d)(?:T\d\d|_\d{6})/g)].at(-1);
  if (!found) return undefined;
  const [, year, month, day] = found;
  const date = `${year}-${month}-${day}`;
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(date) ? undefined : date;
}
