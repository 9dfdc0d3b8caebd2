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

export const Category: z.ZodType<Category> = z
  .object({
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens')
      .describe('Lower-case letters, digits and hyphens; no other category of the taxonomy has it.'),
    name: z
      .string()
      .min(1)
      .describe('What judges answer and people see: up to 5 words for the skill that was lacking. Not used twice.'),
    description: z.string().describe('What belongs here and what does not, in up to 30 words. Judges decide by it.'),
    source: CategorySource.optional().describe(
      "Whose name it is: the paper's, a reconstruction of one that is not public, or yours.",
    ),
    examples: z.array(z.string()).optional().describe('Titles of errors that belong here.'),
    get children() {
      return z.array(Category).optional().describe('Sub-categories.');
    },
  })
  .meta({ id: 'category', description: 'A kind of error.' });

/** A named, versioned set of categories; `id@version` is part of what identifies a judgment. */
export const Taxonomy = z
  .object({
    $schema: z.string().optional().describe('Where the schema of this file lies; editors look for it.'),
    id: z.string().min(1).describe('By this it is chosen. Judgments are kept under id and version.'),
    version: z
      .string()
      .min(1)
      .describe('Raise it when categories change: judgments under another version do not count for this one.'),
    name: z.string().min(1).describe('For people.'),
    source: z.string().describe('Where the categories come from, for people.'),
    categories: z
      .array(Category)
      .min(1)
      .describe('"Other" and "Hard to Analyze" are part of every taxonomy and are not listed.'),
  })
  .meta({ description: 'A taxonomy of errors for ErrorAtlas.' });
export type Taxonomy = z.infer<typeof Taxonomy>;

/** Outside every taxonomy: an error that can't be told, and one that no category names. */
export const RESIDUAL_CATEGORIES = ['Hard to Analyze', 'Other'] as const;

export function taxonomyRef(taxonomy: Pick<Taxonomy, 'id' | 'version'>): string {
  return `${taxonomy.id}@${taxonomy.version}`;
}
