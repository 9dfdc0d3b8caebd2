import { agnes } from 'ml-hclust';
import { centroidOf, cosine, type Vector } from '../tfIdf';
import type { Turns } from '../turns';

/** Groups farther apart than this, as one minus the cosine, have little in common. */
const APART = 0.85;

/** What is clustered at once: about as long as the event loop may wait, which grows with the cube of this. */
const MOST_AT_ONCE = 150;

/**
 * Agglomerative clusters (average linkage over cosine distances): at most `room`, fewer where the texts fall
 * into fewer. Lists of indexes, biggest first. Memory grows with the square of the number of vectors: hand in a
 * sample. The event loop has its turns; throws the reason of their signal.
 *
 * What is tied by no distance below the one that is cut at can't be in one cluster, since no average of its distances
 * is lower: such parts are clustered one after the other, with the same result as all at once. Of a part that is too
 * big for one go, the first vectors are clustered and the others join the nearest.
 */
export async function clustersInTurns(vectors: readonly Vector[], room: number, turns: Turns): Promise<number[][]> {
  const distances = await distancesOf(vectors, turns);
  const natural: number[][] = [];
  for (const part of partsOf(distances)) {
    natural.push(...(await clustersOfPart(part, distances, vectors, turns)));
    if (turns.due) await turns.next();
  }
  const clusters = natural.length <= room ? natural : await biggestWithNearest(natural, vectors, room, turns);
  return clusters.map((indexes) => indexes.toSorted((a, b) => a - b)).sort(bySize);
}

async function distancesOf(vectors: readonly Vector[], turns: Turns): Promise<Float64Array[]> {
  const distances = vectors.map(() => new Float64Array(vectors.length));
  for (const [i, a] of vectors.entries()) {
    for (const [j, b] of vectors.slice(0, i).entries()) {
      const distance = Math.max(0, 1 - cosine(a, b));
      for (const [row, column] of [
        [i, j],
        [j, i],
      ] as const) {
        const to = distances[row];
        if (to) to[column] = distance;
      }
    }
    if (turns.due) await turns.next();
  }
  return distances;
}

/** Connected parts of the graph whose edges are the distances that are not cut; their order is that of the vectors. */
function partsOf(distances: readonly Float64Array[]): number[][] {
  const seen = new Set<number>();
  return distances.flatMap((_, start) => {
    if (seen.has(start)) return [];
    seen.add(start);
    const part = [start];
    for (const i of part) {
      for (const [j, distance] of (distances[i] ?? []).entries()) {
        if (distance > APART || seen.has(j)) continue;
        seen.add(j);
        part.push(j);
      }
    }
    return [part.sort((a, b) => a - b)];
  });
}

async function clustersOfPart(
  part: readonly number[],
  distances: readonly Float64Array[],
  vectors: readonly Vector[],
  turns: Turns,
): Promise<number[][]> {
  if (part.length <= 1) return [[...part]];
  const first = part.slice(0, MOST_AT_ONCE);
  const matrix = first.map((i) => first.map((j) => distances[i]?.[j] ?? 1));
  const whole = agnes(matrix, { method: 'average', isDistanceMatrix: true });
  const clusters = whole.cut(APART).map((cluster) => pick(first, cluster.indices()));
  return joinNearest(
    clusters,
    part.slice(MOST_AT_ONCE).map((i) => [i]),
    vectors,
    turns,
  );
}

/** Cutting the tree higher up would join what has nothing in common: small clusters go to the nearest big one instead. */
function biggestWithNearest(
  clusters: readonly number[][],
  vectors: readonly Vector[],
  room: number,
  turns: Turns,
): Promise<number[][]> {
  const ordered = clusters.toSorted(bySize);
  return joinNearest(ordered.slice(0, room), ordered.slice(room), vectors, turns);
}

/** Adds each of `further` to the most alike of the clusters; what is like none is left out. */
async function joinNearest(
  clusters: readonly number[][],
  further: readonly number[][],
  vectors: readonly Vector[],
  turns: Turns,
): Promise<number[][]> {
  const joined = clusters.map((indexes) => [...indexes]);
  const centroids = further.length === 0 ? [] : joined.map((indexes) => centroidOf(pick(vectors, indexes)));
  for (const small of further) {
    const near = nearest(centroidOf(pick(vectors, small)), centroids);
    if (near) joined[near.index]?.push(...small);
    if (turns.due) await turns.next();
  }
  return joined;
}

function bySize(a: readonly number[], b: readonly number[]): number {
  return b.length - a.length || Math.min(...a) - Math.min(...b);
}

/** Less than this is a word that all have. */
const LIKE = 0.1;

/** The most alike of the centroids; `undefined` when none has a telling word in common. */
export function nearest(vector: Vector, centroids: readonly Vector[]): { index: number; likeness: number } | undefined {
  let best: { index: number; likeness: number } | undefined;
  for (const [index, centroid] of centroids.entries()) {
    const likeness = cosine(vector, centroid);
    if (likeness > (best?.likeness ?? LIKE)) best = { index, likeness };
  }
  return best;
}

export function pick<T>(items: readonly T[], indexes: readonly number[]): T[] {
  return indexes.flatMap((i) => {
    const item = items[i];
    return item === undefined ? [] : [item];
  });
}
