import * as z from 'zod';

/** Whose name a category bears: the paper's, our reconstruction's, or the user's own. */
export const CategorySource = z.enum(['paper', 'reconstructed', 'user']);
export type CategorySource = z.infer<typeof CategorySource>;

export interface Category {
  id: string;
  name: string;
  description: string;
  source?: CategorySource | undefined;
  examples?: string[] | undefined;
  children?: Category[] | undefined;
}

export const Category: z.ZodType<Category> = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens'),
  name: z.string().min(1),
  description: z.string(),
  source: CategorySource.optional(),
  examples: z.array(z.string()).optional(),
  get children() {
    return z.array(Category).optional();
  },
});

/** A named, versioned set of categories; `id@version` is part of what identifies a judgment. */
export const Taxonomy = z.object({
  id: z.string().min(1),
  version: z.string().min(1),
  name: z.string().min(1),
  source: z.string(),
  categories: z.array(Category).min(1),
});
export type Taxonomy = z.infer<typeof Taxonomy>;

/** Outside every taxonomy: an error that can't be told, and one that no category names. */
export const RESIDUAL_CATEGORIES = ['Hard to Analyze', 'Other'] as const;

export function taxonomyRef(taxonomy: Pick<Taxonomy, 'id' | 'version'>): string {
  return `${taxonomy.id}@${taxonomy.version}`;
}
