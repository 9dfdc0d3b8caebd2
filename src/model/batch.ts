import * as z from 'zod';
import { JudgeIdentity } from './judgment';

/** How many requests a provider has done; its own count. */
export const BatchCounts = z.object({
  total: z.number().int().nonnegative(),
  completed: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative(),
});
export type BatchCounts = z.infer<typeof BatchCounts>;

/**
 * What is known of one batch at a provider, so that it survives restarts. Holds no key and no texts.
 * `prepared`: perhaps not submitted, the process ended meanwhile; `open`: submitted, results are to be
 * collected; `closed`: nothing more will come of it, and `problem` says why when that is less than all.
 */
export const BatchRecord = z.object({
  /** Ours: the name of the record's file. */
  id: z.string().regex(/^[\w-]+$/),
  createdAt: z.iso.datetime(),
  /** As the user set it, with its query. */
  baseUrl: z.string(),
  judge: JudgeIdentity,
  /** US dollars per million tokens as given by the user, before the batch's discount. */
  price: z.object({ input: z.number(), cached: z.number().optional(), output: z.number() }).optional(),
  /** Of the examples; a request's `custom_id` is the key. */
  keys: z.array(z.string()),
  /** The provider's names of the request file and the batch. */
  inputFile: z.string().optional(),
  batch: z.string().optional(),
  state: z.enum(['prepared', 'open', 'closed']),
  /** The provider's last word: `validating`, `in_progress`, `completed`, … */
  status: z.string().optional(),
  counts: BatchCounts.optional(),
  checkedAt: z.iso.datetime().optional(),
  problem: z.string().optional(),
});
export type BatchRecord = z.infer<typeof BatchRecord>;
