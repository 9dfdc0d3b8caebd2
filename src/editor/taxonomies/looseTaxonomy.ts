import { Taxonomy } from '../../model/taxonomy';

/** A taxonomy that has all its fields, whether or not ids and names are used twice in it; `undefined` for other texts. */
export function looseTaxonomy(text: string): Taxonomy | undefined {
  try {
    const json: unknown = JSON.parse(text);
    // As it stands in the file: what we don't know of stays when the file is written.
    return Taxonomy.safeParse(json).success ? (json as Taxonomy) : undefined;
  } catch {
    return undefined;
  }
}
