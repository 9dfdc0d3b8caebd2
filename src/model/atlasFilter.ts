import * as z from 'zod';

/** How sure a judge is, in the three steps in which people think of it. */
export const ConfidenceLevel = z.enum(['low', 'medium', 'high']);
export type ConfidenceLevel = z.infer<typeof ConfidenceLevel>;

/** Of a confidence 0..1. */
export function confidenceLevelOf(confidence: number): ConfidenceLevel {
  if (confidence >= 0.8) return 'high';
  return confidence >= 0.5 ? 'medium' : 'low';
}

const names = z.array(z.string()).default([]);

/** Which failing examples to look at. An empty list asks for all, and so does what is left out. */
export const AtlasFilter = z.object({
  models: names,
  datasets: names,
  /** Evaluation files (runs), as the editor names them in the workspace. */
  files: names,
  /** As `judgeId` writes them. */
  judges: names,
  /** `null`: those without a category. */
  categories: z.array(z.string().nullable()).default([]),
  confidences: z.array(ConfidenceLevel).default([]),
  /** Only those that bear a person's word. */
  corrected: z.boolean().default(false),
  /** Only those whose reference, task or grader the judge suspects. */
  labelNoise: z.boolean().default(false),
  /** Looked for in titles, inputs and ids, without regard to case. */
  search: z.string().max(500).default(''),
});
export type AtlasFilter = z.infer<typeof AtlasFilter>;

export const NO_FILTER: Readonly<AtlasFilter> = AtlasFilter.parse({});

/** Whether the filter chooses among examples by what was said of them, and not only by where they come from. */
export function asksForLabels(filter: AtlasFilter): boolean {
  const { judges, categories, confidences, corrected, labelNoise, search } = filter;
  return judges.length + categories.length + confidences.length > 0 || corrected || labelNoise || search.trim() !== '';
}

export function isFiltered(filter: AtlasFilter): boolean {
  return filter.models.length + filter.datasets.length + filter.files.length > 0 || asksForLabels(filter);
}
