import type { Desk } from './desk';
import { doubtful } from './doubt';
import type { Proposal } from './proposal';
import { resolveName } from './resolveName';
import { type Said, sortTitles } from './sort';
import type { TitleGroup } from './titles';

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
  const first = await sortTitles(desk, groups, categories, false);
  const assignments = first.map((said) => settled(said, names));
  // A model that could sort nothing at all will not do better when it is asked the same again.
  const isHopeless = groups.length > 0 && first.every(({ isRefused }) => isRefused);
  const again = isHopeless ? [] : groups.flatMap((_, i) => (needsSecondLook(assignments[i]) ? [i] : []));
  again.push(...(await doubtful(groups, assignments, categories, desk.turns)));
  const second = await sortTitles(desk, at(groups, again), categories, true);
  for (const [k, i] of again.entries()) {
    const before = assignments[i];
    const after = settled(second[k] ?? {}, names);
    if (before) assignments[i] = better(before, after);
  }
  const ended = assignments.map(final);
  desk.ledger.add('classifying', 'unassigned', ended.filter(({ category }) => category === null).length);
  return {
    assignments: ended,
    mended: assignments.filter(({ mended }) => mended).length,
    askedAgain: again.length,
  };
}

interface Settled {
  category?: string;
  mended?: boolean;
  /** A name that is none of the list. */
  unknown?: string;
  failure?: string;
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
