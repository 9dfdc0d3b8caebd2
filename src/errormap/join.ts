import type { Joining } from '../model/builtTaxonomy';
import type { Desk } from './desk';
import { synonymsPrompt } from './prompts';
import { synonymsForm } from './replies';
import { cosine, vectorsOf } from './tfIdf';
import { byCount, type CategoryNode, isResidual, sizeOf, toBuilt } from './tree';
import { isUnusable } from './unusable';
import { spellingLikeness } from './words';

/** Pairs below this are not worth a question. */
const ALIKE = 0.5;
const MOST_PAIRS = 40;

type Siblings = CategoryNode[];

/**
 * Joins categories of one parent that mean the same (the agent study had to do this by hand). Likely pairs are
 * found by their words; the model says which of them are one category, in one call for the whole tree.
 * Each joining is recorded with what was there before, so that it can be undone.
 */
export async function joinSynonyms(desk: Desk, tops: Siblings): Promise<Joining[]> {
  const pairs = likelyPairs(tops);
  if (pairs.length === 0) return [];
  desk.at('joining');
  let same: Set<number>;
  try {
    const reply = await desk.ask('joining', () => synonymsPrompt(pairs.map(({ a, b }) => [a, b])), synonymsForm);
    same = new Set(reply.same);
  } catch (error) {
    if (!isUnusable(error)) throw error;
    desk.ledger.refuse('joining', error.message);
    desk.ledger.add('joining', 'fallbacks');
    return [];
  }
  const joinings: Joining[] = [];
  const gone = new Set<CategoryNode>();
  const total = tops.reduce((sum, node) => sum + sizeOf(node), 0);
  for (const [i, { a, b, siblings, likeness }] of pairs.entries()) {
    if (!same.has(i + 1) || gone.has(a) || gone.has(b)) continue;
    const [kept, joined] = byCount(a, b) <= 0 ? [a, b] : [b, a];
    joinings.push({
      kept: kept.id,
      joined: joined.id,
      reason: `the model takes "${kept.name}" and "${joined.name}" for one category (likeness ${likeness.toFixed(2)})`,
      before: [toBuilt(kept, total), toBuilt(joined, total)],
    });
    kept.leaves.push(...joined.leaves);
    kept.children.push(...joined.children);
    siblings.splice(siblings.indexOf(joined), 1);
    gone.add(joined);
  }
  sortAll(tops);
  return joinings;
}

function likelyPairs(tops: Siblings): { a: CategoryNode; b: CategoryNode; siblings: Siblings; likeness: number }[] {
  const families: Siblings[] = [tops];
  for (const family of families) {
    for (const { children } of family) if (children.length > 0) families.push(children);
  }
  const pairs = families.flatMap((siblings) => {
    const own = siblings.filter((node) => !isResidual(node));
    const vectors = vectorsOf(own.map(({ name, description }) => `${name} ${name} ${description}`));
    return own.flatMap((a, i) =>
      own.slice(i + 1).map((b, k) => {
        const [first, second] = [vectors[i], vectors[i + 1 + k]];
        const words = first && second ? cosine(first, second) : 0;
        return { a, b, siblings, likeness: Math.max(words, spellingLikeness(a.name, b.name)) };
      }),
    );
  });
  return pairs
    .filter(({ likeness }) => likeness >= ALIKE)
    .sort((p, q) => q.likeness - p.likeness || (p.a.id + p.b.id < q.a.id + q.b.id ? -1 : 1))
    .slice(0, MOST_PAIRS);
}

function sortAll(siblings: Siblings): void {
  siblings.sort(byCount);
  for (const { children } of siblings) sortAll(children);
}
