import * as z from 'zod';
import type { Category, Taxonomy } from '../../model/taxonomy';
import { RESIDUAL_CATEGORIES } from '../../model/taxonomy';
import { type CategoryNode, idOf, nameApart } from '../tree';

/** A node of the tree JSON of the paper's reference code. */
interface IbmNode {
  id: string;
  name: string;
  info: Record<string, unknown>;
  children: IbmNode[];
}

const IbmNode: z.ZodType<IbmNode> = z.object({
  id: z.string().default(''),
  name: z.string(),
  info: z.record(z.string(), z.unknown()).default({}),
  get children() {
    return z.array(IbmNode).default([]);
  },
});

/** Fields that only leaves have: a leaf is a failing example. */
const LEAF_FIELDS = ['example_id', 'judge_response', 'output_text', 'error_title'];

/** Whether a parsed file is such a tree. */
export function isIbmTree(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'children' in json && 'name' in json && !('categories' in json);
}

/**
 * The categories of a tree that the paper's reference code has written; its leaves, the failing examples, are not
 * part of a taxonomy. Throws an `Error` that says what is wrong with the tree.
 */
export function taxonomyOfIbmTree(json: unknown, id: string): Taxonomy {
  const parsed = IbmNode.safeParse(json);
  if (!parsed.success) throw new Error(`This is no tree of ErrorMap's: ${z.prettifyError(parsed.error)}`);
  refuseCycles(parsed.data, new Set());
  return namedTaxonomy(
    parsed.data.children.filter(isCategory).map(toNode),
    id,
    "the tree of ErrorMap's reference code",
  );
}

/** A category of a path of names, from a results table. */
export interface ImportedCategory {
  name: string;
  description: string;
}

/** The categories of a results table: `paths` from the top down, without the root. */
export function taxonomyOfPaths(paths: Iterable<readonly ImportedCategory[]>, id: string): Taxonomy {
  const tops: CategoryNode[] = [];
  for (const path of paths) {
    let siblings = tops;
    for (const { name, description } of path) {
      let node = siblings.find((known) => known.name === name);
      if (!node) {
        node = { id: '', name, description, children: [], leaves: [] };
        siblings.push(node);
      }
      siblings = node.children;
    }
  }
  return namedTaxonomy(tops, id, "a results table of ErrorMap's reference code");
}

function namedTaxonomy(nodes: CategoryNode[], id: string, origin: string): Taxonomy {
  const tops = nodes.map(withoutResidual).filter((node) => node !== undefined);
  if (tops.length === 0) throw new Error('There is no category in it.');
  nameApart(tops);
  return { id: idOf(id), version: '1', name: id, source: `Imported from ${origin}.`, categories: tops.map(toCategory) };
}

/** "Other" is part of every taxonomy already, on each level. */
function withoutResidual(node: CategoryNode): CategoryNode | undefined {
  if (RESIDUAL_CATEGORIES.some((name) => name === node.name) || node.name === '') return undefined;
  return { ...node, children: node.children.map(withoutResidual).filter((child) => child !== undefined) };
}

function isCategory({ children, info }: IbmNode): boolean {
  return children.length > 0 || !LEAF_FIELDS.some((field) => field in info);
}

function toNode({ name, info, children }: IbmNode): CategoryNode {
  const description = typeof info.description === 'string' ? info.description : '';
  return { id: '', name, description, children: children.filter(isCategory).map(toNode), leaves: [] };
}

function toCategory({ id, name, description, children }: CategoryNode): Category {
  return { id, name, description, source: 'user', ...(children.length > 0 && { children: children.map(toCategory) }) };
}

function refuseCycles({ id, name, children }: IbmNode, above: ReadonlySet<string>): void {
  if (id !== '' && above.has(id)) throw new Error(`The node "${name}" stands inside itself (id "${id}").`);
  for (const child of children) refuseCycles(child, new Set([...above, id]));
}
