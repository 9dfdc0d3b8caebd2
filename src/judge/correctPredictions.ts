import type { ExampleEntry } from '../model/entry';
import { itemOf } from '../model/item';
import { seededRank } from '../model/seededRank';

/** The paper's choice: up to three informative correct predictions go with a failing example. */
export const MAX_CORRECT_PREDICTIONS = 3;

/**
 * Finds other models' passing outputs of the same example (the paper's informative correct
 * predictions), over all files that were read. Dataset, id and the beginning of the question name the
 * example: files without ids number their rows, and row 1 of another file of that name asks something else.
 */
export class CorrectPredictionIndex {
  private readonly passing = new Map<string, ExampleEntry[]>();

  constructor(entries: Iterable<ExampleEntry> = []) {
    for (const entry of entries) this.add(entry);
  }

  /** For who must not take in all of them at one go. */
  add(entry: ExampleEntry): void {
    // Nothing can be learned from an empty answer, whatever its score.
    if (entry.passed !== true || entry.outputLength === 0) return;
    const item = askedItem(entry);
    const known = this.passing.get(item);
    if (known) known.push(entry);
    else this.passing.set(item, [entry]);
  }

  /** At most `count`, one a model, drawn by seed: the same for the same examples in whatever order. */
  pick(failing: ExampleEntry, count = MAX_CORRECT_PREDICTIONS, seed = 0): ExampleEntry[] {
    const drawn = (this.passing.get(askedItem(failing)) ?? [])
      .filter(({ model }) => model !== failing.model)
      .map((entry) => ({ entry, rank: seededRank(seed, entry.key) }))
      .sort((a, b) => (a.rank < b.rank ? -1 : 1));
    const byModel = new Map<string, ExampleEntry>();
    for (const { entry } of drawn) if (!byModel.has(entry.model)) byModel.set(entry.model, entry);
    return [...byModel.values()].slice(0, count);
  }
}

function askedItem(entry: ExampleEntry): string {
  return JSON.stringify([itemOf(entry), entry.preview]);
}
