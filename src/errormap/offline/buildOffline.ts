import { OTHER } from '../assign';
import { titledGroups, untitledLeaf } from '../build';
import { type BuildParameters, NAME_WORDS, roomFor, SMALLEST_DIVIDED } from '../parameters';
import { type Populated, populatedTaxonomy } from '../populate';
import { centroidOf, type TfIdf, type Vector, vectorsInTurns } from '../tfIdf';
import { type Failure, shuffled, type TitleGroup } from '../titles';
import { type CategoryNode, isResidual, nameApart } from '../tree';
import { Turns } from '../turns';
import { firstWords } from '../words';
import { clustersOf, nearest, pick } from './clusters';

export interface OfflineRequest {
  failures: readonly Failure[];
  id: string;
  name: string;
  parameters: BuildParameters;
  signal: AbortSignal;
  onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
}

/** Titles that are clustered; the others join the nearest cluster. */
const CLUSTERED = 300;
/** Titles whose words are counted. */
const COUNTED = 5_000;

/**
 * Groups titles by their words, without a language model: TF-IDF, agglomerative clusters of a sample, the rest
 * by the nearest centroid. It knows no meaning: "wrong sum" and "faulty addition" stay apart. The taxonomy's
 * `source` says so. Same input, same taxonomy. Throws `BuildImpossible` for too few failures, and `signal.reason`.
 */
export async function buildOffline(request: OfflineRequest): Promise<Populated> {
  const turns = new Turns(request.signal);
  const { groups, untitled } = await titledGroups(request.failures, turns);
  const nodes = await divided({ ...request, turns }, groups, undefined);
  nameApart(nodes);
  return populatedTaxonomy({
    id: request.id,
    name: request.name,
    source: `Grouped by like words without a language model (TF-IDF and agglomerative clustering) from ${request.failures.length} failing examples; the names are titles of the groups. A model as judge makes categories by meaning.`,
    nodes,
    unassigned: untitledLeaf(untitled),
    joinings: [],
    calls: 0,
    known: 0,
    usage: { promptTokens: 0, completionTokens: 0 },
    mended: { lists: 0, names: 0, askedAgain: 0 },
  });
}

interface Work extends OfflineRequest {
  turns: Turns;
}

async function divided(
  request: Work,
  groups: readonly TitleGroup[],
  parent: CategoryNode | undefined,
): Promise<CategoryNode[]> {
  const { seed, maxCategories, depth } = request.parameters;
  const count = parent ? groups.length : groups.reduce((sum, { keys }) => sum + keys.length, 0);
  const sample = (await shuffled(groups, seed, request.turns)).slice(0, COUNTED);
  const titles = sample.map(({ title }) => title);
  const { tfIdf, vectors } = await vectorsInTurns(titles, request.turns);
  const clusters = clustersOf(vectors.slice(0, CLUSTERED), roomFor(count, maxCategories));
  // The clusters' words come from few titles: all that were counted say more.
  const rough = clusters.map((indexes) => centroidOf(pick(vectors, indexes)));
  const centroids = refined(rough, vectors);
  const nodes = await gathered(request, groups, tfIdf, centroids);
  if (parent === undefined && depth > 1) {
    for (const node of nodes) await divideNode(request, node, 1);
  }
  return nodes;
}

async function divideNode(request: Work, node: CategoryNode, level: number): Promise<void> {
  const groups = node.leaves.map(({ group }) => group);
  const { maxCategories, depth } = request.parameters;
  if (level >= depth || isResidual(node)) return;
  if (groups.length <= SMALLEST_DIVIDED || roomFor(groups.length, maxCategories) <= 1) return;
  const children = (await divided(request, groups, node)).filter((child) => !isResidual(child));
  if (children.length <= 1) return;
  const placed = new Set(children.flatMap(({ leaves }) => leaves.map(({ group }) => group)));
  node.children = children;
  node.leaves = node.leaves.filter(({ group }) => !placed.has(group));
  for (const child of children) await divideNode(request, child, level + 1);
}

function refined(centroids: readonly Vector[], vectors: readonly Vector[]): Vector[] {
  const members = centroids.map((): Vector[] => []);
  for (const vector of vectors) {
    const near = nearest(vector, centroids);
    if (near) members[near.index]?.push(vector);
  }
  return members.map((own, i) => (own.length > 0 ? centroidOf(own) : (centroids[i] ?? new Map())));
}

async function gathered(
  { turns, onProgress }: Work,
  groups: readonly TitleGroup[],
  tfIdf: TfIdf,
  centroids: readonly Vector[],
): Promise<CategoryNode[]> {
  const members = centroids.map((): { group: TitleGroup; likeness: number }[] => []);
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
  const reason = 'it shares no telling word with any group';
  if (other.length > 0) {
    nodes.push({
      id: '',
      name: OTHER,
      description: '',
      children: [],
      leaves: other.map((group) => ({ group, reason })),
    });
  }
  return nodes;
}

/** Named by the title that is most of the group: near its middle, and frequent. */
function nodeOf(members: readonly { group: TitleGroup; likeness: number }[]): CategoryNode {
  const weight = ({ group, likeness }: (typeof members)[number]) => likeness * Math.log2(1 + group.keys.length);
  const ordered = members.toSorted((a, b) => weight(b) - weight(a) || (a.group.title < b.group.title ? -1 : 1));
  const [first, ...more] = ordered.map(({ group }) => group.title);
  const others = more.slice(0, 3).map((title) => `"${title}"`);
  return {
    id: '',
    name: firstWords(first ?? '', NAME_WORDS),
    description: others.length === 0 ? 'Titles of these words.' : `Titles of like words, such as ${others.join(', ')}.`,
    children: [],
    leaves: members.map(({ group }) => ({ group })),
  };
}
