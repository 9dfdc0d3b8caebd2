import * as z from 'zod';

/** Where a category stands: the index on each level, from the top. */
export const CategoryPlace = z.array(z.number().int().nonnegative()).min(1);
export type CategoryPlace = z.infer<typeof CategoryPlace>;

/** One change of a taxonomy by a person. Places are those before the change. */
export const TaxonomyEdit = z.discriminatedUnion('kind', [
  /** The name and origin of the whole. */
  z.object({ kind: z.literal('about'), name: z.string().optional(), source: z.string().optional() }),
  z.object({
    kind: z.literal('describe'),
    at: CategoryPlace,
    name: z.string().optional(),
    description: z.string().optional(),
  }),
  /** Behind all others; without a parent on the top level. */
  z.object({ kind: z.literal('add'), parent: CategoryPlace.nullable(), name: z.string() }),
  z.object({ kind: z.literal('remove'), at: z.array(CategoryPlace).min(1) }),
  /** All of these become the category at `into`, which is one of them. */
  z.object({ kind: z.literal('merge'), at: z.array(CategoryPlace).min(2), into: CategoryPlace }),
  /** Titles of a category become a new one beside it. */
  z.object({ kind: z.literal('split'), at: CategoryPlace, titles: z.array(z.string()).min(1), name: z.string() }),
  /** Before the parent's child at `index`; at the end when there is none. */
  z.object({
    kind: z.literal('move'),
    at: z.array(CategoryPlace).min(1),
    parent: CategoryPlace.nullable(),
    index: z.number().int().nonnegative(),
  }),
]);
export type TaxonomyEdit = z.infer<typeof TaxonomyEdit>;
