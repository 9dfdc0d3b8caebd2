import { type Category, RESIDUAL_CATEGORIES, type Taxonomy } from '../../model/taxonomy';
import type { CategoryPlace, TaxonomyEdit } from '../../model/taxonomyEdit';
import { idOf } from '../tree';
import { bareName, oneLine } from '../words';

/** The change can't be made; the message says why, for people. */
export class EditRefused extends Error {
  override readonly name = 'EditRefused';
}

/** What of an edit can't be told from the taxonomies before and after it: where the examples of a category go. */
export type EditMark =
  | { kind: 'merged'; from: string; into: string }
  | { kind: 'split'; from: string; to: string; titles: readonly string[] }
  | { kind: 'removed'; id: string };

export interface Edited {
  taxonomy: Taxonomy;
  marks: EditMark[];
}

/** How many titles go with a new category as examples of it. */
const EXAMPLES = 3;

/** The taxonomy after one change; the given one stays as it is. The version is the caller's. Throws `EditRefused`. */
export function applyEdit(before: Taxonomy, edit: TaxonomyEdit): Edited {
  const taxonomy = structuredClone(before);
  const { categories } = taxonomy;
  const marks: EditMark[] = [];
  switch (edit.kind) {
    case 'about':
      if (edit.name !== undefined) taxonomy.name = filled(edit.name, 'A taxonomy');
      if (edit.source !== undefined) taxonomy.source = edit.source.trim();
      break;
    case 'describe': {
      const category = at(categories, edit.at);
      if (edit.name !== undefined) category.name = freeName(categories, edit.name, category);
      if (edit.description !== undefined) category.description = edit.description.trim();
      break;
    }
    case 'add':
      childrenOf(categories, edit.parent).push(newCategory(categories, edit.name));
      break;
    case 'remove':
      for (const category of edit.at.map((place) => at(categories, place))) {
        take(categories, category);
        for (const { id } of withDescendants(category)) marks.push({ kind: 'removed', id });
      }
      break;
    case 'merge':
      merge(categories, edit, marks);
      break;
    case 'split':
      split(categories, edit, marks);
      break;
    case 'move':
      move(categories, edit);
      break;
  }
  if (categories.length === 0) throw new EditRefused('A taxonomy needs at least one category.');
  dropEmptyLists(categories);
  return { taxonomy, marks };
}

function merge(categories: Category[], edit: { at: CategoryPlace[]; into: CategoryPlace }, marks: EditMark[]): void {
  const kept = at(categories, edit.into);
  const chosen = new Set(edit.at.map((place) => at(categories, place)));
  const joined = [...chosen].filter((category) => category !== kept);
  if (joined.some((category) => withDescendants(category).includes(kept))) {
    throw new EditRefused(`"${kept.name}" is part of a category that would become part of it.`);
  }
  for (const category of joined) {
    take(categories, category);
    kept.children = [...(kept.children ?? []), ...(category.children ?? [])];
    const examples = [...new Set([...(kept.examples ?? []), ...(category.examples ?? [])])];
    if (examples.length > 0) kept.examples = examples;
    marks.push({ kind: 'merged', from: category.id, into: kept.id });
  }
}

function split(
  categories: Category[],
  edit: { at: CategoryPlace; titles: string[]; name: string },
  marks: EditMark[],
): void {
  const source = at(categories, edit.at);
  const part = { ...newCategory(categories, edit.name), examples: edit.titles.slice(0, EXAMPLES) };
  const siblings = childrenOf(categories, parentOf(edit.at));
  siblings.splice(siblings.indexOf(source) + 1, 0, part);
  if (source.examples) source.examples = source.examples.filter((example) => !edit.titles.includes(example));
  marks.push({ kind: 'split', from: source.id, to: part.id, titles: edit.titles });
}

function move(
  categories: Category[],
  edit: { at: CategoryPlace[]; parent: CategoryPlace | null; index: number },
): void {
  const moved = [...new Set(edit.at.map((place) => at(categories, place)))];
  const parent = edit.parent && at(categories, edit.parent);
  if (parent && moved.some((category) => withDescendants(category).includes(parent))) {
    throw new EditRefused('A category can’t become part of itself.');
  }
  const siblings = childrenOf(categories, edit.parent);
  // What is moved itself is no place to move to.
  const anchor = siblings.slice(edit.index).find((category) => !moved.includes(category));
  for (const category of moved) take(categories, category);
  siblings.splice(anchor ? siblings.indexOf(anchor) : siblings.length, 0, ...moved);
}

/** The category at a place. Throws `EditRefused` when there is none any more. */
export function at(categories: readonly Category[], place: CategoryPlace): Category {
  let siblings: readonly Category[] = categories;
  let found: Category | undefined;
  for (const index of place) {
    found = siblings[index];
    siblings = found?.children ?? [];
  }
  if (!found) throw new EditRefused('That category is not there any more.');
  return found;
}

/** A category and all below it. */
export function withDescendants(category: Category): Category[] {
  return [category, ...(category.children ?? []).flatMap(withDescendants)];
}

function parentOf(place: CategoryPlace): CategoryPlace | null {
  return place.length === 1 ? null : place.slice(0, -1);
}

function childrenOf(categories: Category[], place: CategoryPlace | null): Category[] {
  if (place === null) return categories;
  const parent = at(categories, place);
  parent.children ??= [];
  return parent.children;
}

/** Takes a category out, wherever it is; one that went with its parent is gone already. */
function take(siblings: Category[], category: Category): boolean {
  const index = siblings.indexOf(category);
  if (index >= 0) siblings.splice(index, 1);
  return index >= 0 || siblings.some(({ children }) => children !== undefined && take(children, category));
}

function newCategory(categories: readonly Category[], given: string): Category {
  const name = freeName(categories, given);
  const ids = new Set(categories.flatMap(withDescendants).map(({ id }) => id));
  const id = idOf(name);
  let free = id;
  for (let n = 2; ids.has(free); n++) free = `${id}-${n}`;
  return { id: free, name, description: '', source: 'user' };
}

/** Judgments name categories by their names alone, whatever their level. */
function freeName(categories: readonly Category[], given: string, own?: Category): string {
  const name = filled(given, 'A category');
  const bare = bareName(name);
  if (RESIDUAL_CATEGORIES.some((residual) => bareName(residual) === bare)) {
    throw new EditRefused(`"${name}" is part of every taxonomy already.`);
  }
  const other = categories.flatMap(withDescendants).find((one) => one !== own && bareName(one.name) === bare);
  if (other) throw new EditRefused(`There is a category "${other.name}" already.`);
  return name;
}

function filled(given: string, what: string): string {
  const name = oneLine(given);
  if (name === '') throw new EditRefused(`${what} needs a name.`);
  return name;
}

function dropEmptyLists(categories: readonly Category[]): void {
  for (const category of categories.flatMap(withDescendants)) {
    if (category.children?.length === 0) delete category.children;
    if (category.examples?.length === 0) delete category.examples;
  }
}
