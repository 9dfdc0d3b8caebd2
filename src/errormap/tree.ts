import { createHash } from 'node:crypto';
import type { BuiltCategory, BuiltTitle } from '../model/builtTaxonomy';
import { RESIDUAL_CATEGORIES } from '../model/taxonomy';
import type { Proposal } from './proposal';
import { countOf, type TitleGroup } from './titles';
import { bareName } from './words';

/** A title group at its place. */
export interface Leaf {
  group: TitleGroup;
  reason?: string | undefined;
}

/** A category with what is in it: the leaves of no child, and the children. */
export interface CategoryNode extends Proposal {
  id: string;
  children: CategoryNode[];
  leaves: Leaf[];
}

/** A node for each category that has titles, in order of counts, the residual ones last. */
export function nodesOf(
  groups: readonly TitleGroup[],
  assignments: readonly { category: string | null; reason?: string }[],
  categories: readonly Proposal[],
): CategoryNode[] {
  const described = new Map(categories.map(({ name, description }) => [name, description]));
  const nodes = new Map<string, CategoryNode>();
  for (const [i, group] of groups.entries()) {
    const { category, reason } = assignments[i] ?? { category: null };
    if (category === null) continue;
    const node = nodes.get(category) ?? {
      id: '',
      name: category,
      description: described.get(category) ?? '',
      children: [],
      leaves: [],
    };
    nodes.set(category, node);
    node.leaves.push({ group, ...(reason !== undefined && { reason }) });
  }
  return [...nodes.values()].sort(byCount);
}

export function isResidual({ name }: Pick<Proposal, 'name'>): boolean {
  return RESIDUAL_CATEGORIES.some((residual) => residual === name);
}

/** Examples in a node and all below it. */
export function sizeOf(node: CategoryNode): number {
  return countOf(node.leaves.map(({ group }) => group)) + node.children.reduce((sum, child) => sum + sizeOf(child), 0);
}

export function byCount(a: CategoryNode, b: CategoryNode): number {
  return Number(isResidual(a)) - Number(isResidual(b)) || sizeOf(b) - sizeOf(a) || (a.name < b.name ? -1 : 1);
}

/**
 * Gives every category an id and a name that no other has, whatever its level: judgments name categories
 * by their names alone. A name that is met again gets its parent's behind it.
 */
export function nameApart(nodes: readonly CategoryNode[]): void {
  const names = new Set(RESIDUAL_CATEGORIES.map(bareName));
  const ids = new Set<string>();
  const levels: [node: CategoryNode, parent: CategoryNode | undefined][] = nodes.map((node) => [node, undefined]);
  for (const [node, parent] of levels) {
    if (!isResidual(node)) {
      if (names.has(bareName(node.name)) && parent) node.name = `${node.name} (${parent.name})`;
      for (let n = 2; names.has(bareName(node.name)); n++) node.name = `${node.name} ${n}`;
      names.add(bareName(node.name));
    }
    node.id = freeId(idOf(node.name), ids);
    ids.add(node.id);
    // Level by level: what stands higher keeps its name.
    levels.push(...node.children.map((child): [CategoryNode, CategoryNode] => [child, node]));
  }
}

/** Lower-case letters, digits and hyphens; a hash for names of other scripts. */
export function idOf(name: string): string {
  const id = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return id || `c-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

function freeId(id: string, taken: ReadonlySet<string>): string {
  if (!taken.has(id)) return id;
  for (let n = 2; ; n++) if (!taken.has(`${id}-${n}`)) return `${id}-${n}`;
}

/** As it leaves the program; shares are of `of` examples. */
export function toBuilt(node: CategoryNode, of: number): BuiltCategory {
  const count = sizeOf(node);
  return {
    id: node.id,
    name: node.name,
    description: node.description,
    count,
    share: of === 0 ? 0 : count / of,
    children: node.children.map((child) => toBuilt(child, of)),
    titles: node.leaves.map(toTitle).sort((a, b) => b.count - a.count || (a.title < b.title ? -1 : 1)),
  };
}

function toTitle({ group, reason }: Leaf): BuiltTitle {
  return { title: group.title, count: group.keys.length, ...(reason !== undefined && { reason }) };
}
