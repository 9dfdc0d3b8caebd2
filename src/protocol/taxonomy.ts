/** The messages between the extension host and the taxonomy editor; see `src/protocol.ts`. */
import * as z from 'zod';
import { CategoryPlace, TaxonomyEdit } from '../model/taxonomyEdit';

/** A category with what is known of it. */
export interface EditedCategory {
  id: string;
  name: string;
  description: string;
  source?: string | undefined;
  examples: string[];
  /** Failing examples in it and below. */
  count: number;
  /** What is wrong with it. */
  faults: string[];
  children: EditedCategory[];
}

export const EditedCategory: z.ZodType<EditedCategory> = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  source: z.string().optional(),
  examples: z.array(z.string()),
  count: z.number(),
  faults: z.array(z.string()),
  get children() {
    return z.array(EditedCategory);
  },
});

export const HostToTaxonomy = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('taxonomy'),
    /** Of the document; edits name the one they are meant for. */
    document: z.number(),
    id: z.string(),
    version: z.string(),
    name: z.string(),
    source: z.string(),
    categories: z.array(EditedCategory),
    /** Faults of the whole. */
    faults: z.array(z.string()),
    /** Whether judges use it now. */
    isChosen: z.boolean(),
    /** The version whose judgments are counted, and how many failing examples these are. */
    judged: z.object({ version: z.string(), count: z.number() }),
    /** Of these, in "Other" and "Hard to Analyze", and in categories that are gone. */
    residual: z.array(z.object({ name: z.string(), count: z.number() })),
    gone: z.number(),
    /** The version was raised by an edit that is not saved yet. */
    raisedFrom: z.string().nullable(),
  }),
  /** The text is no taxonomy. */
  z.object({
    type: z.literal('broken'),
    faults: z.array(z.object({ message: z.string(), line: z.number(), column: z.number() })),
  }),
  /** The titles in a category itself, most frequent first; `more` are not listed. */
  z.object({
    type: z.literal('titles'),
    id: z.string(),
    titles: z.array(z.object({ title: z.string(), count: z.number() })),
    more: z.number(),
  }),
  /** An edit that can't be made. */
  z.object({ type: z.literal('refused'), message: z.string() }),
]);
export type HostToTaxonomy = z.infer<typeof HostToTaxonomy>;

export const TaxonomyToHost = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('edit'), document: z.number(), edit: TaxonomyEdit }),
  z.object({ type: z.literal('titles'), at: CategoryPlace }),
  /** `line`, `column`: where to put the cursor, from 1. */
  z.object({ type: z.literal('openText'), line: z.number().optional(), column: z.number().optional() }),
  z.object({ type: z.literal('choose') }),
  z.object({ type: z.literal('reclassify') }),
]);
export type TaxonomyToHost = z.infer<typeof TaxonomyToHost>;
