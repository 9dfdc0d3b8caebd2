import { RESIDUAL_CATEGORIES } from '../model/taxonomy';
import { bareName, spellingLikeness } from './words';

/** A name this like a category's is taken for it, when no other is nearly as like. */
const LIKE_ENOUGH = 0.6;
const CLEARLY_MORE = 0.12;

/** The name that is meant, and whether it had to be mended; `undefined` when that can't be told. */
export function resolveName(said: string, names: readonly string[]): { name: string; mended: boolean } | undefined {
  const known = [...names, ...RESIDUAL_CATEGORIES];
  if (known.includes(said)) return { name: said, mended: false };
  const bare = bareName(said);
  const same = known.find((name) => bareName(name) === bare);
  if (same !== undefined) return { name: same, mended: true };
  const ranked = known
    .map((name) => ({ name, likeness: spellingLikeness(said, name) }))
    .sort((a, b) => b.likeness - a.likeness);
  const [best, second] = ranked;
  if (!best || best.likeness < LIKE_ENOUGH || best.likeness - (second?.likeness ?? 0) < CLEARLY_MORE) return undefined;
  return { name: best.name, mended: true };
}
