import * as z from 'zod';

/** How a taxonomy is built; the defaults are the paper's (Stage 2), but for `depth`: see there. */
export const BuildParameters = z.object({
  seed: z.number().int().nonnegative().default(0),
  /** At most this many categories on each level (and at most a tenth of the failing examples). */
  maxCategories: z.number().int().min(1).default(25),
  /** Levels of categories: 2 is categories and sub-categories. */
  depth: z.number().int().min(1).default(2),
  /** Titles shown at once while categories are made. */
  batch: z.number().int().min(1).default(500),
  /** Titles put into categories at once. */
  classifyBatch: z.number().int().min(1).default(50),
  /** At least this many updates of the top level where its titles do not fit into one batch, unless one changes nothing. */
  passes: z.number().int().min(0).default(10),
  /** Categories with a smaller share of their level fold into "Other", 0..1. */
  rare: z.number().min(0).max(1).default(0),
  /** Whether categories that mean the same are joined when all is done. */
  merge: z.boolean().default(true),
});
export type BuildParameters = z.infer<typeof BuildParameters>;

/** The form that categories must have (the paper's prompts). */
export const NAME_WORDS = 5;
export const DESCRIPTION_WORDS = 30;

/** Fewer failures than these make no taxonomy. */
export const FEWEST_FAILURES = 5;

/** A category with no more distinct titles than this is not divided. */
export const SMALLEST_DIVIDED = 5;

const SHARE_OF_ITEMS = 0.1;

/** The paper's limit: min(25, ⌈0.1 × items⌉). */
export function roomFor(items: number, maxCategories: number): number {
  return Math.min(maxCategories, Math.ceil(SHARE_OF_ITEMS * items));
}
