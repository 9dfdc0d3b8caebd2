import * as z from 'zod';

/** What the runs of one day came to. */
export const TrendPoint = z.object({
  /** `YYYY-MM-DD`. */
  date: z.string(),
  /** `name`: told by the files' names; `file`: when the files were last written. */
  dated: z.enum(['name', 'file']),
  runs: z.number().int(),
  scored: z.number().int(),
  failing: z.number().int(),
  classified: z.number().int(),
  models: z.array(z.string()),
  datasets: z.array(z.string()),
  /** Failing examples by category. */
  categories: z.record(z.string(), z.number().int()),
});
export type TrendPoint = z.infer<typeof TrendPoint>;

/** When a run took place, and how that is known. */
export type RunDate = Pick<TrendPoint, 'date' | 'dated'>;
