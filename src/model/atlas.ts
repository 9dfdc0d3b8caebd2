import * as z from 'zod';
import { CategorySource } from './taxonomy';

/** A count and its share of the classified failing examples of the same group, 0..1. */
export const Tally = z.object({ count: z.number().int().nonnegative(), share: z.number().min(0).max(1) });
export type Tally = z.infer<typeof Tally>;

/** How many examples of a group went which way; `failing` = `classified` + `abstained` + `judgeErrors` + `unjudged`. */
export const Totals = z.object({
  examples: z.number().int(),
  failing: z.number().int(),
  errored: z.number().int(),
  unscored: z.number().int(),
  /** Failing with a category, a judge's or a person's. */
  classified: z.number().int(),
  /** Of those, the ones that bear a person's word. */
  corrected: z.number().int(),
  abstained: z.number().int(),
  judgeErrors: z.number().int(),
  unjudged: z.number().int(),
  /** The same example met again in another file (a re-export, a retried run): counted once. */
  repeated: z.number().int(),
});
export type Totals = z.infer<typeof Totals>;

export const CategoryTally = Tally.extend({
  name: z.string(),
  description: z.string().optional(),
  source: CategorySource.optional(),
  corrected: z.number().int(),
  /** 95 % interval of the share (Wilson). */
  interval: z.tuple([z.number(), z.number()]),
});
export type CategoryTally = z.infer<typeof CategoryTally>;

/** The failure signature of a model (or the profile of a dataset): its categories' counts and shares. */
export const Signature = z.object({
  name: z.string(),
  examples: z.number().int(),
  failing: z.number().int(),
  errored: z.number().int(),
  classified: z.number().int(),
  categories: z.record(z.string(), Tally),
});
export type Signature = z.infer<typeof Signature>;

/** Everything that the atlas shows in numbers: categories most frequent first. */
export const Atlas = z.object({
  taxonomy: z.string(),
  totals: Totals,
  categories: z.array(CategoryTally),
  models: z.array(Signature),
  datasets: z.array(Signature),
  /** Per dataset, why its examples count as failing. */
  rules: z.array(z.object({ dataset: z.string(), rule: z.string() })),
});
export type Atlas = z.infer<typeof Atlas>;
