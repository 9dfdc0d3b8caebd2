import { type Category, RESIDUAL_CATEGORIES, type Taxonomy } from '../../model/taxonomy';
import { foldedTitle } from '../titles';
import { type EditMark, withDescendants } from './applyEdit';

/** Where an example is under a taxonomy, and the title of its error. */
export interface PlacedTitle {
  category: string;
  subcategory?: string | undefined;
  title: string;
}

/** A place in the taxonomy after the edits. */
export interface CarriedTo {
  /** `null` for a residual category. */
  id: string | null;
  /** Names from the top down. */
  path: string[];
}

/**
 * Finds where examples of a taxonomy are after it was edited. A category that was renamed or moved is known by its
 * id; one that was merged went into another, and titles that were split off went to their new category, as `marks`
 * say. `undefined`: the category is gone, and nobody has said where its examples belong.
 */
export function carrier(
  before: Pick<Taxonomy, 'categories'>,
  after: Pick<Taxonomy, 'categories'>,
  marks: readonly EditMark[],
): (placed: PlacedTitle) => CarriedTo | undefined {
  const paths = pathsById(after.categories);
  const merges = new Map<string, string>();
  const splits = new Map<string, { to: string; titles: ReadonlySet<string> }[]>();
  for (const mark of marks) {
    if (mark.kind === 'merged') merges.set(mark.from, mark.into);
    else if (mark.kind === 'removed') merges.delete(mark.id);
    else {
      const titles = new Set(mark.titles.map(foldedTitle));
      splits.set(mark.from, [{ to: mark.to, titles }, ...(splits.get(mark.from) ?? [])]);
    }
  }
  const isKnown = (id: string) => paths.has(id) || merges.has(id);

  function follow(start: string, title: string): string | undefined {
    const seen = new Set<string>();
    for (let id: string | undefined = start; id !== undefined; ) {
      const part: { to: string } | undefined = seen.has(id)
        ? undefined
        : splits.get(id)?.find(({ to, titles }) => !seen.has(to) && titles.has(title) && isKnown(to));
      if (!part && paths.has(id)) return id;
      // Round in a circle: merged into each other, and then undone.
      if (!part && seen.has(id)) return undefined;
      seen.add(id);
      id = part ? part.to : merges.get(id);
    }
    return undefined;
  }

  return ({ category, subcategory, title }) => {
    if (RESIDUAL_CATEGORIES.some((residual) => residual === category)) return { id: null, path: [category] };
    const node = nodeOf(before.categories, category, subcategory);
    const id = node && follow(node.id, foldedTitle(title));
    const path = id === undefined ? undefined : paths.get(id);
    return id === undefined || !path ? undefined : { id, path: [...path] };
  };
}

function nodeOf(categories: readonly Category[], name: string, below: string | undefined): Category | undefined {
  const node =
    categories.find((category) => category.name === name) ??
    categories.flatMap(withDescendants).find((category) => category.name === name);
  const child = node?.children?.flatMap(withDescendants).find((category) => category.name === below);
  return child ?? node;
}

function pathsById(categories: readonly Category[]): Map<string, readonly string[]> {
  const paths = new Map<string, readonly string[]>();
  const visit = (siblings: readonly Category[], above: readonly string[]) => {
    for (const { id, name, children = [] } of siblings) {
      paths.set(id, [...above, name]);
      visit(children, [...above, name]);
    }
  };
  visit(categories, []);
  return paths;
}
