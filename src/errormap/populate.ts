import { createHash } from 'node:crypto';
import type { BuiltCategory, BuiltTaxonomy } from '../model/builtTaxonomy';
import type { Category, Taxonomy } from '../model/taxonomy';
import { byCount, type CategoryNode, isResidual, type Leaf, sizeOf, toBuilt } from './tree';

/** A built taxonomy, and where each example went. */
export interface Populated {
  built: BuiltTaxonomy;
  /** The categories of an example from the top down; absent for unassigned ones. */
  places: ReadonlyMap<string, readonly string[]>;
}

export interface PopulateInput
  extends Pick<
    BuiltTaxonomy,
    'id' | 'name' | 'source' | 'joinings' | 'calls' | 'known' | 'usage' | 'mended' | 'needs'
  > {
  nodes: readonly CategoryNode[];
  unassigned: readonly (Leaf & { reason: string })[];
}

/** Counts every example exactly once (Stage 2c): in the category of its title, or as unassigned. */
export function populatedTaxonomy({ nodes, unassigned, ...facts }: PopulateInput): Populated {
  const tops = nodes.toSorted(byCount);
  const assigned = tops.reduce((sum, node) => sum + sizeOf(node), 0);
  const left = unassigned.reduce((sum, { group }) => sum + group.keys.length, 0);
  const failing = assigned + left;
  const shareOf = (name: string) =>
    tops.filter((node) => node.name === name).reduce((n, node) => n + sizeOf(node), 0) / failing;
  const [other, hardToAnalyze] = [shareOf('Other'), shareOf('Hard to Analyze')];
  const categories = tops.map((node) => toBuilt(node, assigned));
  const places = new Map<string, readonly string[]>();
  for (const node of tops) place(node, [], places);
  return {
    built: {
      ...facts,
      version: versionOf(categories),
      categories,
      failing,
      unassigned: left,
      unassignedTitles: unassigned.map(({ group, reason }) => ({
        title: group.title,
        count: group.keys.length,
        reason,
      })),
      coverage: {
        named: assigned / failing - other - hardToAnalyze,
        other,
        hardToAnalyze,
        unassigned: left / failing,
      },
    },
    places,
  };
}

/** The categories alone, to be used on other failures. */
export function taxonomyOf({ id, version, name, source, categories }: BuiltTaxonomy): Taxonomy {
  return { id, version, name, source, categories: categories.filter((node) => !isResidual(node)).map(categoryOf) };
}

/** How many titles go with a category as examples of it. */
const EXAMPLES = 3;

function categoryOf({ id, name, description, children, titles }: BuiltCategory): Category {
  const examples = titles.slice(0, EXAMPLES).map(({ title }) => title);
  return {
    id,
    name,
    description,
    source: 'user',
    ...(examples.length > 0 && { examples }),
    ...(children.length > 0 && { children: children.map(categoryOf) }),
  };
}

/** The same categories are the same version, wherever they were built. */
export function versionOf(categories: readonly BuiltCategory[]): string {
  const told = (category: BuiltCategory): unknown => [
    category.name,
    category.description,
    category.children.map(told).toSorted(byText),
  ];
  const text = JSON.stringify(categories.map(told).toSorted(byText));
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

function place(node: CategoryNode, above: readonly string[], places: Map<string, readonly string[]>): void {
  const path = [...above, node.name];
  for (const { group } of node.leaves) for (const key of group.keys) places.set(key, path);
  for (const child of node.children) place(child, path, places);
}
