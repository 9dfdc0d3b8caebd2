import { createHash } from 'node:crypto';

/** A reproducible place in a shuffle: smaller comes first. */
export function seededRank(seed: number, key: string): string {
  return createHash('sha256').update(`${seed}:${key}`).digest('hex');
}
