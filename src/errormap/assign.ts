import type { Desk } from './desk';
import { isUnusable } from './desk';
import { doubtful } from './doubt';
import { classifyPrompt } from './prompts';
import type { Proposal } from './proposal';
import { assignedForm } from './replies';
import { resolveName } from './resolveName';
import { batchesOf, type TitleGroup } from './titles';

export const OTHER = 'Other';

/** Where a title went, and why if that needs a word. */
export interface Assignment {
  /** A category, a residual one, or `null`: unassigned. */
  category: string | null;
  reason?: string;
}

export interface Assigned {
  /** As many as groups, in their order. */
  assignments: Assignment[];
  /** Titles whose category's name was mended by the nearest one. */
  mended: number;
  /** Titles that were asked for a second time. */
  askedAgain: number;
}

/**
 * Puts each title into exactly one category (the paper's Stage 2b). A name that is not on the list is mended
 * by the nearest one. A title is asked for a second time when its name is unknown, when the model left it out
 * or said "Other", or when it stands among titles of quite another kind. Then it is "Other" if the model has
 * named something, else unassigned: with the reason.
 */
export async function assignTitles(
  desk: Desk,
  groups: readonly TitleGroup[],
  categories: readonly Proposal[],
): Promise<Assigned> {
  const names = categories.map(({ name }) => name);
  const first = await classified(desk, groups, categories, false);
  const assignments = first.map((said) => settled(said, names));
  const again = groups.flatMap((_, i) => (needsSecondLook(assignments[i]) ? [i] : []));
  again.push(...(await doubtful(groups, assignments, categories, desk.turns)));
  const second = await classified(desk, at(groups, again), categories, true);
  for (const [k, i] of again.entries()) {
    const before = assignments[i];
    const after = settled(second[k] ?? {}, names);
    if (before) assignments[i] = better(before, after);
  }
  return {
    assignments: assignments.map(final),
    mended: assignments.filter(({ mended }) => mended).length,
    askedAgain: again.length,
  };
}

/** What the model said of a title: a name, or why there is none. */
interface Said {
  name?: string;
  failure?: string;
}

interface Settled {
  category?: string;
  mended?: boolean;
  /** A name that is none of the list. */
  unknown?: string;
  failure?: string;
}

async function classified(
  desk: Desk,
  groups: readonly TitleGroup[],
  categories: readonly Proposal[],
  again: boolean,
): Promise<Said[]> {
  const form = assignedForm(categories.map(({ name }) => name));
  const batches = batchesOf(groups, desk.parameters.classifyBatch);
  const said = await Promise.all(
    batches.map(async (batch): Promise<Said[]> => {
      try {
        const { assigned } = await desk.ask(() => classifyPrompt(categories, batch, again), form);
        // The first word on a number counts: a model that repeats itself tends to run on.
        const byNumber = new Map(assigned.toReversed().map(({ n, category }) => [n, category.trim()]));
        return batch.map((_, i) => {
          const name = byNumber.get(i + 1);
          return name ? { name } : { failure: 'the model left the title out' };
        });
      } catch (error) {
        if (!isUnusable(error)) throw error;
        return batch.map(() => ({ failure: error.message }));
      }
    }),
  );
  return said.flat();
}

function settled({ name, failure }: Said, names: readonly string[]): Settled {
  if (name === undefined) return { failure: failure ?? 'the model said nothing' };
  const resolved = resolveName(name, names);
  return resolved ? { category: resolved.name, mended: resolved.mended } : { unknown: name };
}

function needsSecondLook(settled: Settled | undefined): boolean {
  return settled?.category === undefined || settled.category === OTHER;
}

/** The second word counts if it is one. */
function better(before: Settled, after: Settled): Settled {
  if (after.category !== undefined) return after;
  if (before.category !== undefined) return before;
  return after.unknown !== undefined || before.unknown === undefined ? after : before;
}

function final({ category, unknown, failure }: Settled): Assignment {
  if (category === OTHER) return { category, reason: 'no category fits, says the model' };
  if (category !== undefined) return { category };
  if (unknown !== undefined) return { category: OTHER, reason: `the model named "${unknown}", which is no category` };
  return { category: null, reason: failure ?? 'the model said nothing' };
}

function at<T>(items: readonly T[], indexes: readonly number[]): T[] {
  return indexes.flatMap((i) => {
    const item = items[i];
    return item === undefined ? [] : [item];
  });
}
