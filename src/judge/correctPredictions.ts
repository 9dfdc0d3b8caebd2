import type { ExampleEntry } from '../model/entry';
import { seededRank } from './sample';

/** The paper's choice: up to three informative correct predictions go with a failing example. */
export const MAX_CORRECT_PREDICTIONS = 3;

/**
 * Finds other models' passing outputs of the same example (the paper's informative correct
 * predictions), over all files that were read: dataset and id name the example.
 */
export class CorrectPredictionIndex {
  private readonly passing = new Map<string, ExampleEntry[]>();

  constructor(entries: Iterable<ExampleEntry>) {
    for (const entry of entries) {
      if (entry.passed !== true) continue;
      const item = itemOf(entry);
      const known = this.passing.get(item);
      if (known) known.push(entry);
      else this.passing.set(item, [entry]);
    }
  }

  /** At most `count`, one a model, drawn by seed: the same for the same inputs. */
  pick(failing: ExampleEntry, count = MAX_CORRECT_PREDICTIONS, seed = 0): ExampleEntry[] {
    const byModel = new Map<string, ExampleEntry>();
    for (const entry of this.passing.get(itemOf(failing)) ?? []) {
      if (entry.model !== failing.model && !byModel.has(entry.model)) byModel.set(entry.model, entry);
    }
    return [...byModel.values()]
      .map((entry) => ({ entry, rank: seededRank(seed, entry.key) }))
      .sort((a, b) => (a.rank < b.rank ? -1 : 1))
      .slice(0, count)
      .map(({ entry }) => entry);
  }
}

function itemOf(entry: Pick<ExampleEntry, 'dataset' | 'id'>): string {
  return JSON.stringify([entry.dataset, entry.id]);
}
