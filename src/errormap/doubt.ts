import type { Proposal } from './proposal';
import { centroidOf, cosine, type Vector, vectorsInTurns } from './tfIdf';
import type { TitleGroup } from './titles';
import type { Turns } from './turns';

/** A title is doubtful when another category's titles are this much nearer in their words … */
const NEARER = 2;
/** … and near enough for that to mean something. */
const NEAR = 0.25;
/** Categories with fewer titles have no words of their own yet. */
const ENOUGH_TITLES = 8;
/** Second looks are for slips: where more would be doubtful, words are a poor guide here. */
const MOST = 0.15;

/**
 * Titles whose words stand far from the other titles of their category and near to those of another:
 * where a model that sorts fifty at once may have slipped. Most doubtful first come the indexes.
 */
export async function doubtful(
  groups: readonly TitleGroup[],
  assignments: readonly { category?: string | null }[],
  categories: readonly Proposal[],
  turns: Turns,
): Promise<number[]> {
  const titles = groups.map(({ title }) => title);
  const { vectors } = await vectorsInTurns(titles, turns);
  const members = new Map<string, Vector[]>(categories.map(({ name }) => [name, []]));
  for (const [i, { category }] of assignments.entries()) {
    const vector = vectors[i];
    if (category && vector) members.get(category)?.push(vector);
  }
  const centroids = new Map<string, Vector>();
  for (const [name, own] of members) if (own.length >= ENOUGH_TITLES) centroids.set(name, centroidOf(own));

  const found: { i: number; doubt: number }[] = [];
  for (const [i, { category }] of assignments.entries()) {
    if (turns.due) await turns.next();
    const vector = vectors[i];
    const own = category ? centroids.get(category) : undefined;
    if (!own || !vector) continue;
    const likeness = cosine(vector, own);
    let best = 0;
    for (const [name, centroid] of centroids) if (name !== category) best = Math.max(best, cosine(vector, centroid));
    if (best >= NEAR && best >= NEARER * likeness) found.push({ i, doubt: best - likeness });
  }
  if (found.length > MOST * groups.length) return [];
  return found.sort((a, b) => b.doubt - a.doubt || a.i - b.i).map(({ i }) => i);
}
