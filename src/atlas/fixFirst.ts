import type { Priority } from '../model/priority';
import type { Bucket, Group } from './atlasIndex';

/** What one model's scored examples of one dataset came to. */
export interface Cell {
  model: string;
  dataset: string;
  scored: number;
  /** Failing examples by category. */
  categories: Map<string, number>;
}

/** Counts that `fixFirst` compares, by model and dataset. */
export class Cells {
  private readonly byName = new Map<string, Map<string, Cell>>();

  /** @param kept the failing examples that count; the others of the group are scored all the same */
  add({ model, dataset, examples, errored, unscored }: Group, kept: ReadonlyMap<string | null, Bucket>): void {
    const datasets = this.byName.get(model) ?? new Map<string, Cell>();
    this.byName.set(model, datasets);
    const cell = datasets.get(dataset) ?? { model, dataset, scored: 0, categories: new Map() };
    datasets.set(dataset, cell);
    cell.scored += examples - errored - unscored;
    for (const [category, { entries }] of kept) {
      if (category !== null) cell.categories.set(category, (cell.categories.get(category) ?? 0) + entries.length);
    }
  }

  all(): Cell[] {
    return [...this.byName.values()].flatMap((datasets) => [...datasets.values()]);
  }
}

/**
 * In which order to mend categories: by share × how far above the other models.
 *
 * The share (`rate`) is of scored examples, since a share of failures grows when another category shrinks. "How far
 * above" (`lift`) is the ratio of the selection's rate to that of all other models together, on the datasets that both
 * have answered; half an example is added to each count and one to each total, so that a category that the others
 * never fail in has a large lift and not an infinite one. A category that is frequent everywhere keeps a lift near 1:
 * others have not shown yet that it can be avoided.
 *
 * With `chosen` (the models or runs that the user has picked) their examples together are the selection. Without, each
 * model is held against all others, and a category gets the highest score that a model has in it, with that model's
 * name. Where no dataset is shared the lift is 1, and the order that of frequency.
 *
 * @param chosen cells of the selection; `null`: every model of `all` in turn
 * @param all cells of all models
 * @returns highest score first
 */
export function fixFirst(chosen: readonly Cell[] | null, all: readonly Cell[]): Priority[] {
  if (chosen !== null) {
    const models = new Set(chosen.map(({ model }) => model));
    return ranked(
      priorities(
        chosen,
        all.filter(({ model }) => !models.has(model)),
      ),
    );
  }
  const best = new Map<string, Priority>();
  for (const model of new Set(all.map((cell) => cell.model))) {
    const own = all.filter((cell) => cell.model === model);
    const others = all.filter((cell) => cell.model !== model);
    for (const priority of priorities(own, others)) {
      const known = best.get(priority.category);
      if (!known || priority.score > known.score) best.set(priority.category, { ...priority, model });
    }
  }
  return ranked([...best.values()]);
}

function priorities(own: readonly Cell[], others: readonly Cell[]): Priority[] {
  const theirs = new Set(others.map(({ dataset }) => dataset));
  const ours = new Set(own.map(({ dataset }) => dataset));
  const all = sum(own);
  const mine = sum(own.filter(({ dataset }) => theirs.has(dataset)));
  const rest = sum(others.filter(({ dataset }) => ours.has(dataset)));
  return [...all.categories].map(([category, count]) => {
    const rate = count / all.scored;
    const other = rest.categories.get(category) ?? 0;
    const lift =
      rest.scored === 0 ? 1 : smoothed(mine.categories.get(category) ?? 0, mine.scored) / smoothed(other, rest.scored);
    return { category, rate, lift, others: rest.scored === 0 ? 0 : other / rest.scored, score: rate * lift };
  });
}

function smoothed(count: number, of: number): number {
  return (count + 0.5) / (of + 1);
}

function sum(cells: readonly Cell[]): { scored: number; categories: Map<string, number> } {
  const categories = new Map<string, number>();
  let scored = 0;
  for (const cell of cells) {
    scored += cell.scored;
    for (const [name, count] of cell.categories) categories.set(name, (categories.get(name) ?? 0) + count);
  }
  return { scored, categories };
}

function ranked(list: Priority[]): Priority[] {
  return list.sort((a, b) => b.score - a.score || a.category.localeCompare(b.category));
}
