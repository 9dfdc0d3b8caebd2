import { OTHER } from '../assign';
import { type BuildParameters, NAME_WORDS, roomFor, SMALLEST_DIVIDED } from '../parameters';
import { centroidOf, type TfIdf, type Vector, vectorsInTurns } from '../tfIdf';
import { countOf, shuffled, type TitleGroup } from '../titles';
import { type CategoryNode, isResidual } from '../tree';
import type { Turns } from '../turns';
import { firstWords } from '../words';
import { clustersInTurns, nearest, pick } from './clusters';

export interface WordGrouping {
  parameters: BuildParameters;
  turns: Turns;
  onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
}

/** Titles that are clustered; the others join the nearest cluster. */
const CLUSTERED = 300;
/** Titles whose words are counted. */
const COUNTED = 5_000;
/** How many titles a description shows. */
const SHOWN = 3;

/** Groups titles by their words, level by level, as deep as the parameters say. The event loop has its turns meanwhile. */
export async function groupByWords(work: WordGrouping, groups: readonly TitleGroup[]): Promise<CategoryNode[]> {
  const nodes = await levelByWords(work, groups, roomFor(countOf(groups), work.parameters.maxCategories));
  for (const node of nodes) await divideByWords(work, node, 1);
  return nodes;
}

/** Divides a category on the level `level` (1 is the top), where it has enough titles, and what comes of that. */
export async function divideByWords(work: WordGrouping, node: CategoryNode, level: number): Promise<void> {
  const groups = node.leaves.map(({ group }) => group);
  const { maxCategories, depth } = work.parameters;
  const room = roomFor(groups.length, maxCategories);
  if (level >= depth || isResidual(node) || groups.length <= SMALLEST_DIVIDED || room <= 1) return;
  const children = (await levelByWords(work, groups, room)).filter((child) => !isResidual(child));
  if (children.length <= 1) return;
  const placed = new Set(children.flatMap(({ leaves }) => leaves.map(({ group }) => group)));
  node.children = children;
  node.leaves = node.leaves.filter(({ group }) => !placed.has(group));
  for (const child of children) await divideByWords(work, child, level + 1);
}

/** One level: at most `room` groups, and "Other" for titles that share no telling word with any. Never without a group. */
export async function levelByWords(
  work: WordGrouping,
  groups: readonly TitleGroup[],
  room: number,
): Promise<CategoryNode[]> {
  const { parameters, turns } = work;
  const sample = (await shuffled(groups, parameters.seed, turns)).slice(0, COUNTED);
  const titles = sample.map(({ title }) => title);
  const { tfIdf, vectors } = await vectorsInTurns(titles, turns);
  const clusters = await clustersInTurns(vectors.slice(0, CLUSTERED), room, turns);
  // The clusters' words come from few titles: all that were counted say more.
  const rough = clusters.map((indexes) => centroidOf(pick(vectors, indexes)));
  const centroids = await refined(rough, vectors, turns);
  const nodes = await gathered(work, groups, tfIdf, centroids);
  return nodes.every(isResidual) ? mostFrequent(groups, room) : nodes;
}

/** What a group is described by that nobody has described. */
export function describedByTitles(titles: readonly string[]): string {
  return titles
    .slice(0, SHOWN)
    .map((title) => `"${title}"`)
    .join(', ');
}

async function refined(centroids: readonly Vector[], vectors: readonly Vector[], turns: Turns): Promise<Vector[]> {
  const members = centroids.map((): Vector[] => []);
  for (const vector of vectors) {
    const near = nearest(vector, centroids);
    if (near) members[near.index]?.push(vector);
    if (turns.due) await turns.next();
  }
  return members.map((own, i) => (own.length > 0 ? centroidOf(own) : (centroids[i] ?? new Map())));
}

async function gathered(
  { turns, onProgress }: WordGrouping,
  groups: readonly TitleGroup[],
  tfIdf: TfIdf,
  centroids: readonly Vector[],
): Promise<CategoryNode[]> {
  const members = centroids.map((): Member[] => []);
  const other: TitleGroup[] = [];
  for (const [i, group] of groups.entries()) {
    const vector = tfIdf.vectorOf(group.title);
    const near = nearest(vector, centroids);
    if (near) members[near.index]?.push({ group, likeness: near.likeness });
    else other.push(group);
    if (turns.due) {
      onProgress?.({ done: i, total: groups.length });
      await turns.next();
    }
  }
  const nodes = members.filter((own) => own.length > 0).map(nodeOf);
  return other.length === 0 ? nodes : [...nodes, otherOf(other, 'it shares no telling word with any group')];
}

interface Member {
  group: TitleGroup;
  likeness: number;
}

/** Named by the title that is most of the group: near its middle, and frequent. */
function nodeOf(members: readonly Member[]): CategoryNode {
  const weight = ({ group, likeness }: Member) => likeness * Math.log2(1 + group.keys.length);
  const ordered = members.toSorted((a, b) => weight(b) - weight(a) || (a.group.title < b.group.title ? -1 : 1));
  const [first = '', ...more] = ordered.map(({ group }) => group.title);
  const description =
    more.length === 0 ? 'Titles of these words.' : `Titles of like words, such as ${describedByTitles(more)}.`;
  return { id: '', name: firstWords(first, NAME_WORDS), description, children: [], leaves: leavesOf(members) };
}

/** Where no title has a telling word, each of the most frequent is a group of its own. */
function mostFrequent(groups: readonly TitleGroup[], room: number): CategoryNode[] {
  const ordered = groups.toSorted((a, b) => b.keys.length - a.keys.length || (a.title < b.title ? -1 : 1));
  const rest = ordered.slice(room);
  const nodes = ordered.slice(0, room).map((group) => ({
    id: '',
    name: firstWords(group.title, NAME_WORDS),
    description: 'All bear this title.',
    children: [],
    leaves: [{ group }],
  }));
  return rest.length === 0 ? nodes : [...nodes, otherOf(rest, 'it has no telling word, and others are more frequent')];
}

function otherOf(groups: readonly TitleGroup[], reason: string): CategoryNode {
  return { id: '', name: OTHER, description: '', children: [], leaves: groups.map((group) => ({ group, reason })) };
}

function leavesOf(members: readonly Member[]): CategoryNode['leaves'] {
  return members.map(({ group }) => ({ group }));
}
