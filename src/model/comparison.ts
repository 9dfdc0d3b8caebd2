import * as z from 'zod';

/** A category's failing examples on one side: how many, and their share of the side's scored examples, 0..1. */
export const SideTally = z.object({
  count: z.number().int().nonnegative(),
  share: z.number().min(0).max(1),
});
export type SideTally = z.infer<typeof SideTally>;

/** How a share differs between the sides, and whether chance alone would explain it. */
export const ShareDifference = z.object({
  a: SideTally,
  b: SideTally,
  /** Share of B less share of A, -1..1: above 0 means that B fails so more often. */
  difference: z.number(),
  /** 95 % bootstrap interval of the difference. */
  interval: z.tuple([z.number(), z.number()]),
  pValue: z.number().min(0).max(1),
});
export type ShareDifference = z.infer<typeof ShareDifference>;

/** One category's difference; `adjustedPValue` is after Benjamini and Hochberg over all categories. */
export const CategoryDifference = ShareDifference.extend({
  name: z.string(),
  adjustedPValue: z.number().min(0).max(1),
  /** Whether `adjustedPValue` is below 0.05. */
  significant: z.boolean(),
});
export type CategoryDifference = z.infer<typeof CategoryDifference>;

/** What became of an example from A to B. */
export const Change = z.enum(['fixed', 'broken', 'still failing', 'failure changed kind']);
export type Change = z.infer<typeof Change>;

/** An example of both sides that fails on at least one of them; a category is null where nothing has named it. */
export const ChangedExample = z.object({
  dataset: z.string(),
  id: z.string(),
  change: Change,
  a: z.object({ key: z.string(), category: z.string().nullable() }),
  b: z.object({ key: z.string(), category: z.string().nullable() }),
});
export type ChangedExample = z.infer<typeof ChangedExample>;

export const ComparedSide = z.object({
  name: z.string(),
  models: z.array(z.string()),
  /** Examples with a verdict; the crashed and the unscored are in neither side's shares. */
  scored: z.number().int(),
  failing: z.number().int(),
  /** Failing with a category. */
  classified: z.number().int(),
  /** Scored examples that the other side has no counterpart of; 0 where nothing was paired. */
  unpaired: z.number().int(),
});
export type ComparedSide = z.infer<typeof ComparedSide>;

/**
 * Two models or runs next to each other. `paired`: by (dataset, id), and all figures are of the
 * pairs; otherwise of all scored examples of each side, and there are no changed examples.
 */
export const Comparison = z.object({
  a: ComparedSide,
  b: ComparedSide,
  paired: z.boolean(),
  pairs: z.number().int(),
  /** Of all failures, whatever their category. */
  failing: ShareDifference,
  /** The largest difference first. */
  categories: z.array(CategoryDifference),
  changes: z.record(Change, z.number().int()),
  examples: z.array(ChangedExample),
  /** The gist in plain words. */
  sentence: z.string(),
});
export type Comparison = z.infer<typeof Comparison>;
