import type { ExampleEntry } from '../model/entry';
import { outcomeOf } from '../model/example';
import type { RunDate, TrendPoint } from '../model/trend';
import type { Label } from '../store/judgmentStore';
import { categoryOf } from './label';

/** Days that are shown, the latest; a chart of years would show nothing of this week. */
const DAYS = 30;
/** Names told of a day. */
const NAMES = 20;

interface Day extends Omit<TrendPoint, 'models' | 'datasets' | 'categories'> {
  models: Set<string>;
  datasets: Set<string>;
  categories: Map<string, number>;
  /** How often each key counts: as often as the file of the day that has it most often, as everywhere. */
  counted: Map<string, number>;
}

/** Counts runs by the day on which they took place. */
export class TrendCount {
  private readonly days = new Map<string, Day>();

  /** Returns what counts an example of this file; the same example in another file of the day counts once. */
  file({ date, dated }: RunDate): (entry: ExampleEntry, label: Label | undefined) => void {
    const day = this.days.get(date) ?? newDay(date, dated);
    this.days.set(date, day);
    // One file without a date in its name makes the day one that file times tell.
    if (dated === 'file') day.dated = 'file';
    let isFirst = true;
    const inFile = new Map<string, number>();
    return (entry, label) => {
      const occurrence = (inFile.get(entry.key) ?? 0) + 1;
      inFile.set(entry.key, occurrence);
      if (isFirst) day.runs += 1;
      isFirst = false;
      if (occurrence <= (day.counted.get(entry.key) ?? 0)) return;
      day.counted.set(entry.key, occurrence);
      count(day, entry, label);
    };
  }

  /** Oldest first. */
  points(): TrendPoint[] {
    return [...this.days.values()]
      .filter(({ scored }) => scored > 0)
      .sort((a, b) => (a.date < b.date ? -1 : 1))
      .slice(-DAYS)
      .map(({ counted: _, ...day }) => ({
        ...day,
        models: [...day.models].sort().slice(0, NAMES),
        datasets: [...day.datasets].sort().slice(0, NAMES),
        categories: Object.fromEntries(day.categories),
      }));
  }
}

function count(day: Day, entry: ExampleEntry, label: Label | undefined): void {
  if (entry.passed === null) return;
  day.scored += 1;
  day.models.add(entry.model);
  day.datasets.add(entry.dataset);
  if (outcomeOf(entry) !== 'failing') return;
  day.failing += 1;
  const category = categoryOf(label);
  if (category === null) return;
  day.classified += 1;
  day.categories.set(category, (day.categories.get(category) ?? 0) + 1);
}

function newDay(date: string, dated: RunDate['dated']): Day {
  return {
    ...{ date, dated, runs: 0, scored: 0, failing: 0, classified: 0 },
    ...{ models: new Set(), datasets: new Set(), categories: new Map(), counted: new Map() },
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
