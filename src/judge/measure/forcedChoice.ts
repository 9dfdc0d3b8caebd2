import type { Example } from '../../model/example';
import type { Judgment } from '../../model/judgment';
import { seededRank } from '../../model/seededRank';
import type { Category, Taxonomy } from '../../model/taxonomy';

/** Two categories in an order that says nothing about which of them was assigned. */
export interface Choice {
  example: Example;
  judgment: Judgment;
  options: readonly [Category, Category];
}

/**
 * Says which of two categories names an example's error better, 0 or 1; `null` when neither does or it can't tell.
 * Throws `ReplyUnusable` where it gets no usable reply: the choice then counts as undecided.
 */
export type Picker = (choice: Choice, signal: AbortSignal) => Promise<0 | 1 | null>;

export interface ForcedChoice {
  choices: number;
  /** The assigned category was picked, the random one was, neither was. */
  assigned: number;
  random: number;
  undecided: number;
  /** Assigned of decided, 0 to 1; chance is one half. `null` when nothing was decided. */
  accuracy: number | null;
}

/**
 * The assigned category against a random other one of the taxonomy, in random order, both drawn by seed
 * (the paper's test of its categories; it reports 92 %). `undefined` where no category of the taxonomy was assigned.
 */
export function choiceFor(example: Example, judgment: Judgment, taxonomy: Taxonomy, seed = 0): Choice | undefined {
  const assigned = taxonomy.categories.find(({ name }) => judgment.status === 'judged' && name === judgment.category);
  const [random] = taxonomy.categories
    .filter((category) => category !== assigned)
    .toSorted((a, b) => (rank(seed, a, example) < rank(seed, b, example) ? -1 : 1));
  if (!assigned || !random) return undefined;
  const first = Number.parseInt(seededRank(seed, `order ${example.key}`).slice(0, 2), 16) % 2 === 0;
  return { example, judgment, options: first ? [assigned, random] : [random, assigned] };
}

/** Puts all choices to a picker, one after the other in order. Throws `JudgeUnavailable` as the picker does, and `signal.reason`. */
export async function forcedChoice(
  choices: readonly Choice[],
  pick: Picker,
  signal: AbortSignal = new AbortController().signal,
): Promise<ForcedChoice> {
  const result: ForcedChoice = { choices: choices.length, assigned: 0, random: 0, undecided: 0, accuracy: null };
  for (const choice of choices) {
    signal.throwIfAborted();
    const picked = await pick(choice, signal).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'ReplyUnusable') return null;
      throw error;
    });
    if (picked === null) result.undecided += 1;
    else if (choice.options[picked].name === choice.judgment.category) result.assigned += 1;
    else result.random += 1;
  }
  const decided = result.assigned + result.random;
  return { ...result, accuracy: decided === 0 ? null : result.assigned / decided };
}

function rank(seed: number, category: Category, { key }: Example): string {
  return seededRank(seed, `${key} ${category.id}`);
}
