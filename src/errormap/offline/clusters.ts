import { agnes } from 'ml-hclust';
import { centroidOf, cosine, type Vector } from '../tfIdf';

/** Groups farther apart than this, as one minus the cosine, have little in common. */
const APART = 0.85;

/**
 * Agglomerative clusters (average linkage over cosine distances): at most `room`, fewer where the texts fall
 * into fewer. Lists of indexes, biggest first. Time grows with the cube of the number of vectors, memory with
 * its square: hand in a sample.
 */
export function clustersOf(vectors: readonly Vector[], room: number): number[][] {
  if (vectors.length <= 1) return vectors.map((_, i) => [i]);
  const distances = vectors.map((a) => vectors.map((b) => Math.max(0, 1 - cosine(a, b))));
  const whole = agnes(distances, { method: 'average', isDistanceMatrix: true });
  const natural = whole.cut(APART).map((cluster) => cluster.indices());
  const clusters = natural.length <= room ? natural : biggestWithNearest(natural, vectors, room);
  return clusters
    .map((indexes) => indexes.sort((a, b) => a - b))
    .sort((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0));
}

/** Cutting the tree higher up would join what has nothing in common: small clusters go to the nearest big one instead. */
function biggestWithNearest(clusters: readonly number[][], vectors: readonly Vector[], room: number): number[][] {
  const ordered = clusters.toSorted((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0));
  const big = ordered.slice(0, room).map((indexes) => [...indexes]);
  const centroids = big.map((indexes) => centroidOf(pick(vectors, indexes)));
  for (const small of ordered.slice(room)) {
    const near = nearest(centroidOf(pick(vectors, small)), centroids);
    if (near) big[near.index]?.push(...small);
  }
  return big;
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
