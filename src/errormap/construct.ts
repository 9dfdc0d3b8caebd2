import type { Prompt } from '../judge/languageModel';
import { problemsOf, tidied, withoutResidual } from './checks';
import { type Desk, isUnusable } from './desk';
import { generatePrompt, repairPrompt, reviewPrompt, updatePrompt } from './prompts';
import type { Proposal } from './proposal';
import { categoriesForm } from './replies';
import { batchesOf, shuffled, type TitleGroup } from './titles';
import { bareName } from './words';

export interface ConstructInput {
  groups: readonly TitleGroup[];
  room: number;
  parent?: Proposal | undefined;
  /** Names that stand elsewhere in the taxonomy already. */
  taken: readonly string[];
}

/**
 * Makes categories for titles (the paper's Stage 2a): generated from the first batch of a seeded shuffle and
 * updated with each further batch. On the top level further updates follow, by anew shuffled batches, until there
 * were as many as configured or one changes nothing, and a review of the whole. Each list is checked strictly and
 * repaired once. Where all titles fit into one batch there is nothing to update with.
 */
export async function constructCategories(desk: Desk, input: ConstructInput): Promise<Proposal[]> {
  const { groups, room, parent } = input;
  const { seed, batch: size, passes } = desk.parameters;
  const [first = [], ...further] = batchesOf(await shuffled(groups, seed, desk.turns), size);
  let categories = await checkedCategories(desk, generatePrompt(first, room, parent), input);
  let updates = 0;
  let isSettled = further.length === 0;
  const update = async (batch: readonly TitleGroup[]) => {
    const before = namesOf(categories);
    categories = await checkedCategories(desk, updatePrompt(categories, batch, room, parent), input, categories);
    isSettled = namesOf(categories) === before;
    updates += 1;
  };
  for (const batch of further) await update(batch);
  if (parent !== undefined) return categories;
  for (let pass = 1; updates < passes && !isSettled; pass++) {
    for (const batch of batchesOf(await shuffled(groups, seed, desk.turns, pass), size)) {
      if (updates < passes && !isSettled) await update(batch);
    }
  }
  return checkedCategories(desk, reviewPrompt(categories, room, parent), input, categories);
}

function namesOf(categories: readonly Proposal[]): string {
  return categories
    .map(({ name }) => bareName(name))
    .sort()
    .join('\n');
}

/** A list that keeps the rules, with one repair call where it doesn't; `otherwise` when no usable one comes. */
async function checkedCategories(
  desk: Desk,
  prompt: Prompt,
  { room, parent, taken }: ConstructInput,
  otherwise: Proposal[] = [],
): Promise<Proposal[]> {
  try {
    const proposed = withoutResidual((await desk.ask(() => prompt, categoriesForm)).categories);
    const problems = problemsOf(proposed, room, taken);
    if (problems.length === 0) return proposed;
    desk.repairs += 1;
    const mended = await mendedCategories(desk, proposed, problems, room, parent);
    const better = problemsOf(mended, room, taken).length <= problems.length ? mended : proposed;
    const tidy = tidied(better, room, taken);
    if (tidy.length > 0) return tidy;
    desk.lastFailure = problems.slice(0, 3).join(' ');
    return otherwise;
  } catch (error) {
    if (!isUnusable(error)) throw error;
    desk.lastFailure = error.message;
    return otherwise;
  }
}

async function mendedCategories(
  desk: Desk,
  proposed: readonly Proposal[],
  problems: readonly string[],
  room: number,
  parent: Proposal | undefined,
): Promise<Proposal[]> {
  try {
    const reply = await desk.ask(() => repairPrompt(proposed, problems, room, parent), categoriesForm);
    return withoutResidual(reply.categories);
  } catch (error) {
    if (!isUnusable(error)) throw error;
    return [...proposed];
  }
}
