import type { Comparison } from '../../model/comparison';

/**
 * What a continuous integration run must not exceed: `Computation Error>+5pp` (risen by more than
 * five percentage points from A to B), `Computation Error>10%` (of B's scored examples),
 * `failing>+2pp` (all failures).
 */
export interface Limit {
  /** As it was written. */
  text: string;
  /** A category's name, or `failing` for all failures. */
  of: string;
  kind: 'rise' | 'share';
  /** A share, 0..1. */
  above: number;
}

/** A limit that was exceeded, with the share or rise that did, 0..1. */
export interface Exceeded {
  limit: Limit;
  value: number;
}

const LIMIT = /^\s*(?<of>.+?)\s*>\s*(?:\+\s*(?<rise>\d+(?:\.\d+)?)\s*pp|(?<share>\d+(?:\.\d+)?)\s*%)\s*$/;
export const ALL_FAILURES = 'failing';

/** Throws an `Error` that says how a limit is written. */
export function parseLimit(text: string): Limit {
  const groups = LIMIT.exec(text)?.groups;
  if (!groups?.of) {
    throw new Error(
      `"${text}" is no limit; write "Computation Error>+5pp", "Computation Error>10%" or "failing>+2pp".`,
    );
  }
  const rise = groups.rise !== undefined;
  return { text, of: groups.of, kind: rise ? 'rise' : 'share', above: Number(groups.rise ?? groups.share) / 100 };
}

/** The limits that a comparison exceeds. A category that nobody fails in has the share 0. */
export function exceeded(comparison: Comparison, limits: readonly Limit[]): Exceeded[] {
  return limits
    .map((limit) => ({ limit, value: measured(comparison, limit) }))
    .filter(({ limit, value }) => value > limit.above + Number.EPSILON);
}

function measured(comparison: Comparison, { of, kind }: Limit): number {
  const found =
    of.toLowerCase() === ALL_FAILURES
      ? comparison.failing
      : comparison.categories.find(({ name }) => name.toLowerCase() === of.toLowerCase());
  if (!found) return 0;
  return kind === 'rise' ? found.difference : found.b.share;
}
