import * as z from 'zod';
import type { CategoryPlace, TaxonomyEdit } from '../../src/model/taxonomyEdit';
import { type EditedCategory, HostToTaxonomy, type TaxonomyToHost } from '../../src/protocol/taxonomy';
import { Host } from '../host';

/** What survives a reload of the page: ids of categories. */
const Saved = z.object({ selected: z.array(z.string()), closed: z.array(z.string()) });
type Saved = z.infer<typeof Saved>;

export type TaxonomyMessage = Extract<HostToTaxonomy, { type: 'taxonomy' }>;
export type BrokenMessage = Extract<HostToTaxonomy, { type: 'broken' }>;
export type TitlesMessage = Extract<HostToTaxonomy, { type: 'titles' }>;
export type TaxonomyHost = Host<HostToTaxonomy, TaxonomyToHost, Saved>;
export type SendEdit = (edit: TaxonomyEdit) => void;

export function connect(): TaxonomyHost {
  return new Host<HostToTaxonomy, TaxonomyToHost, Saved>(HostToTaxonomy, Saved, { selected: [], closed: [] });
}

/** A category where it stands. */
export interface Row {
  category: EditedCategory;
  place: CategoryPlace;
  parent: EditedCategory | undefined;
  /** Of its siblings, itself included. */
  siblings: number;
}

/** All categories from the top down; what is below `closed` ones is left out. */
export function rowsOf(categories: readonly EditedCategory[], closed: readonly string[] = []): Row[] {
  const visit = (siblings: readonly EditedCategory[], above: CategoryPlace, parent?: EditedCategory): Row[] =>
    siblings.flatMap((category, i) => {
      const place = [...above, i];
      const row = { category, place, parent, siblings: siblings.length };
      return closed.includes(category.id) ? [row] : [row, ...visit(category.children, place, category)];
    });
  return visit(categories, []);
}

export function isWithin(place: CategoryPlace, above: CategoryPlace): boolean {
  return above.every((index, level) => place[level] === index);
}
