import * as z from 'zod';

/** How much there is to gain from mending a category; see `fixFirst` for what the figures are of. */
export const Priority = z.object({
  category: z.string(),
  /** `rate` × `lift`: the order of "Fix first". */
  score: z.number().nonnegative(),
  /** Failing examples of this category, as a share of the scored ones, 0..1. */
  rate: z.number().nonnegative(),
  /** The same of the other models, on the same datasets. */
  others: z.number().nonnegative(),
  /** How many times as often as the other models; 1 where there is none to compare with. */
  lift: z.number().positive(),
  /** Whose figures these are, where no model was chosen. */
  model: z.string().optional(),
});
export type Priority = z.infer<typeof Priority>;
