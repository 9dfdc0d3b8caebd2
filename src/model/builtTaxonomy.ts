import * as z from 'zod';
import { Usage } from './judgment';

/** A title of errors in a built taxonomy, and how many failing examples bear it. */
export const BuiltTitle = z.object({
  title: z.string(),
  count: z.number().int().positive(),
  /** Why it is where it is, when that needs a word. */
  reason: z.string().optional(),
});
export type BuiltTitle = z.infer<typeof BuiltTitle>;

/** `count` includes the children's; `share` is of all failing examples that have a category, 0..1. */
export interface BuiltCategory {
  id: string;
  name: string;
  description: string;
  count: number;
  share: number;
  children: BuiltCategory[];
  /** Those of no child, most frequent first. */
  titles: BuiltTitle[];
}

export const BuiltCategory: z.ZodType<BuiltCategory> = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  count: z.number().int().nonnegative(),
  share: z.number().min(0).max(1),
  get children() {
    return z.array(BuiltCategory);
  },
  titles: z.array(BuiltTitle),
});

/** Two categories that were joined because they mean the same; `before` is what undoing brings back. */
export const Joining = z.object({
  kept: z.string(),
  joined: z.string(),
  reason: z.string(),
  before: z.tuple([BuiltCategory, BuiltCategory]),
});
export type Joining = z.infer<typeof Joining>;

/** How much of the failing examples a taxonomy names, in shares of them, 0..1. */
export const Coverage = z.object({
  named: z.number(),
  other: z.number(),
  hardToAnalyze: z.number(),
  unassigned: z.number(),
});
export type Coverage = z.infer<typeof Coverage>;

/** What one step of a build needed, over all levels. */
export const StepNeeds = z.object({
  step: z.enum(['constructing', 'updating', 'reviewing', 'classifying', 'joining']),
  /** Replies of the model; what was known from before is not among them. */
  calls: z.number().int(),
  /** Lists of categories that were sent back once, because they broke the rules. */
  repairs: z.number().int(),
  /** Questions that got nothing usable, by reason, most frequent first. */
  refused: z.array(z.object({ reason: z.string(), count: z.number().int() })),
  /** Batches that were asked again in smaller ones. */
  smaller: z.number().int(),
  /** How often the step went on without the model: with the categories so far, undivided, by like words, or with titles unassigned. */
  fallbacks: z.number().int(),
  /** Titles that the step left without a category. */
  unassigned: z.number().int(),
});
export type StepNeeds = z.infer<typeof StepNeeds>;

/** What a build needed of its model, and where it had to do without. */
export const BuildNeeds = z.object({
  /** Steps that asked nothing are left out. */
  steps: z.array(StepNeeds),
  /** Whether the titles were grouped by like words, since nothing of the model's could be used: then no category is its. */
  byWords: z.boolean(),
});
export type BuildNeeds = z.infer<typeof BuildNeeds>;

/** A taxonomy made from one's own failures: counts of `categories` and `unassigned` sum to `failing`. */
export const BuiltTaxonomy = z.object({
  id: z.string(),
  version: z.string(),
  name: z.string(),
  /** Who made it and how, for people. */
  source: z.string(),
  categories: z.array(BuiltCategory),
  failing: z.number().int(),
  unassigned: z.number().int(),
  unassignedTitles: z.array(BuiltTitle.extend({ reason: z.string() })),
  coverage: Coverage,
  joinings: z.array(Joining),
  /** Replies of a model, and those that were known from an earlier, interrupted build. */
  calls: z.number().int(),
  known: z.number().int(),
  usage: Usage,
  /** What had to be put right: lists of categories, spelled-wrong names, titles asked for twice. */
  mended: z.object({ lists: z.number().int(), names: z.number().int(), askedAgain: z.number().int() }),
  /** Absent where no model was asked. */
  needs: BuildNeeds.optional(),
});
export type BuiltTaxonomy = z.infer<typeof BuiltTaxonomy>;
