import type { BuildNeeds, BuiltTaxonomy } from '../model/builtTaxonomy';
import { assignTitles, OTHER } from './assign';
import { constructCategories } from './construct';
import { Desk, type DeskOptions } from './desk';
import { joinSynonyms } from './join';
import { describedByTitles, divideByWords, levelByWords } from './offline/groupByWords';
import { FEWEST_FAILURES, roomFor, SMALLEST_DIVIDED } from './parameters';
import { type Populated, populatedTaxonomy } from './populate';
import type { Proposal } from './proposal';
import { type Failure, groupByTitle, type TitleGroup } from './titles';
import { type CategoryNode, isResidual, nameApart, nodesOf, sizeOf } from './tree';
import type { Turns } from './turns';

export interface BuildRequest extends DeskOptions {
  failures: readonly Failure[];
  /** The built taxonomy's. */
  id: string;
  name: string;
}

/** Too few failures, or a model that answers nothing at all: the message says what to do. */
export class BuildImpossible extends Error {
  override readonly name = 'BuildImpossible';
}

/**
 * Builds a taxonomy from failures with a language model (ErrorMap, the paper's Stage 2): categories are made
 * from the titles, each title is put into one, and each category with enough distinct titles is divided in turn.
 *
 * Every failing example ends in a category or is listed as unassigned. The same failures, parameters and replies
 * make the same taxonomy, in whatever order replies arrive. Every reply is kept in `cache` as soon as it is there:
 * a build that was cut short goes on where it was. Where a model's replies are of no use, also to simpler questions,
 * the build goes on with what is known: the categories so far, groups of like words, or titles unassigned; `needs` and
 * `source` of the result say so. Throws `BuildImpossible`, `JudgeUnavailable` when the model can't be reached any more,
 * and `signal.reason`.
 */
export async function buildTaxonomy(request: BuildRequest): Promise<Populated> {
  const desk = new Desk(request);
  return desk.run(() => built(desk, request));
}

async function built(desk: Desk, request: BuildRequest): Promise<Populated> {
  const { groups, untitled } = await titledGroups(request.failures, desk.turns);
  const mended = { names: 0, askedAgain: 0 };
  const top = groups.length === 1 ? named(groups) : await divide(desk, groups, undefined, [], mended);
  if (desk.ledger.byWords) for (const node of top.nodes) await divideByWords(desk, node, 1);
  else await divideFurther(desk, top.nodes, 1, mended);
  nameApart(top.nodes);
  const joinings = desk.parameters.merge && !desk.ledger.byWords ? await joinSynonyms(desk, top.nodes) : [];
  const needs = desk.ledger.needs();
  return populatedTaxonomy({
    id: request.id,
    name: request.name,
    source: sourceOf(request, needs),
    nodes: top.nodes,
    unassigned: [...top.unassigned, ...untitledLeaf(untitled)],
    joinings,
    calls: desk.calls,
    known: desk.known,
    usage: desk.usage,
    mended: { lists: desk.repairs, ...mended },
    needs,
  });
}

/** What people read first: it has to say when the categories are not the model's. */
function sourceOf({ failures, model, parameters }: BuildRequest, { byWords }: BuildNeeds): string {
  const [from, seed] = [`from ${failures.length} failing examples`, `(seed ${parameters.seed})`];
  return byWords
    ? `Grouped by like words (TF-IDF and agglomerative clustering) ${from}, since no categories of ${model.model} could be used ${seed}; the names are titles of the groups. A stronger model makes categories by meaning.`
    : `Built by ErrorMap's method ${from} with ${model.model} ${seed}.`;
}

function unanswered(reason: string | undefined): BuildImpossible {
  const why = reason === undefined ? '' : ` (${reason.replace(/\.$/, '')})`;
  return new BuildImpossible(
    `The model answered none of the questions${why}. Try another model, or use ErrorAtlas: \`classify --taxonomy erroratlas\`. Without --judge openai the titles are grouped by like words.`,
  );
}

/** The failures by title. Throws `BuildImpossible` for too few. */
export async function titledGroups(
  failures: readonly Failure[],
  turns: Turns,
): Promise<{ groups: TitleGroup[]; untitled: string[] }> {
  const { groups, untitled } = await groupByTitle(failures, turns);
  const titled = failures.length - untitled.length;
  if (titled < FEWEST_FAILURES) {
    const without =
      untitled.length > 0 ? ` ${untitled.length} more bear no title: no judge has named their error.` : '';
    throw new BuildImpossible(
      `A taxonomy needs at least ${FEWEST_FAILURES} failing examples whose error has a title; there are ${titled}.${without} For so few, use ErrorAtlas: \`classify --taxonomy erroratlas\`.`,
    );
  }
  return { groups, untitled };
}

export function untitledLeaf(untitled: readonly string[]) {
  const group: TitleGroup = { title: '', summary: '', keys: [...untitled] };
  return untitled.length === 0 ? [] : [{ group, reason: 'no judge has named its error' }];
}

/** Where all errors are one and the same, there is nothing to ask. */
function named(groups: readonly TitleGroup[]): Level {
  const nodes = groups.map(({ title }, i) => ({
    id: '',
    name: title,
    description: 'All failures bear this title.',
    children: [],
    leaves: groups.slice(i, i + 1).map((group) => ({ group })),
  }));
  return { nodes, unassigned: [] };
}

interface Level {
  nodes: CategoryNode[];
  unassigned: { group: TitleGroup; reason: string }[];
}

type Mended = Pick<BuiltTaxonomy['mended'], 'names' | 'askedAgain'>;

/** One level: categories for these titles, and each title in one. There are none when the model is of no use within a category. */
async function divide(
  desk: Desk,
  groups: readonly TitleGroup[],
  parent: Proposal | undefined,
  taken: readonly string[],
  mended: Mended,
): Promise<Level> {
  const count = groups.reduce((sum, { keys }) => sum + keys.length, 0);
  const room = roomFor(count, desk.parameters.maxCategories);
  desk.at('constructing', parent?.name);
  const categories = await constructCategories(desk, { groups, room, parent, taken });
  if (categories.length === 0) return parent ? { nodes: [], unassigned: [] } : byWords(desk, groups, room);
  desk.at('classifying', parent?.name);
  const assigned = await assignTitles(desk, groups, categories);
  mended.names += assigned.mended;
  mended.askedAgain += assigned.askedAgain;
  const found = nodesOf(groups, assigned.assignments, categories).map(withDescription);
  if (parent === undefined && found.every(isResidual)) {
    desk.ledger.add('classifying', 'fallbacks');
    return byWords(desk, groups, room);
  }
  const nodes = withoutRare(found, desk.parameters.rare);
  const unassigned = groups.flatMap((group, i) => {
    const { category, reason = '' } = assigned.assignments[i] ?? { category: null };
    return category === null ? [{ group, reason }] : [];
  });
  return { nodes, unassigned };
}

/** What is known of titles without a model. */
async function byWords(desk: Desk, groups: readonly TitleGroup[], room: number): Promise<Level> {
  if (desk.calls + desk.known === 0) throw unanswered(desk.ledger.mainRefusal);
  desk.ledger.byWords = true;
  return { nodes: await levelByWords(desk, groups, room), unassigned: [] };
}

/** A model that gave names alone has described nothing: then the titles do. */
function withDescription(node: CategoryNode): CategoryNode {
  if (isResidual(node) || node.description !== '') return node;
  return { ...node, description: `Titles such as ${describedByTitles(node.leaves.map(({ group }) => group.title))}.` };
}

/** Divides each category that has room for sub-categories, all at the same time. */
async function divideFurther(desk: Desk, nodes: readonly CategoryNode[], depth: number, mended: Mended): Promise<void> {
  if (depth >= desk.parameters.depth) return;
  const taken = nodes.map(({ name }) => name);
  await Promise.all(
    nodes.map(async (node) => {
      const groups = node.leaves.map(({ group }) => group);
      const room = roomFor(groups.length, desk.parameters.maxCategories);
      if (isResidual(node) || groups.length <= SMALLEST_DIVIDED || room <= 1) return;
      const level = await divide(desk, groups, node, taken, mended);
      const children = level.nodes.filter((child) => !isResidual(child));
      // A single child would say the same as its parent.
      if (children.length <= 1) return;
      const placed = new Set(children.flatMap(({ leaves }) => leaves.map(({ group }) => group)));
      node.children = children;
      node.leaves = node.leaves.filter(({ group }) => !placed.has(group));
      await divideFurther(desk, children, depth + 1, mended);
    }),
  );
}

/** Categories below a share of their level fold into "Other", each title with the reason. */
function withoutRare(nodes: CategoryNode[], rare: number): CategoryNode[] {
  const total = nodes.reduce((sum, node) => sum + sizeOf(node), 0);
  const isRare = (node: CategoryNode) => !isResidual(node) && sizeOf(node) < rare * total;
  const folded = nodes.filter(isRare);
  if (folded.length === 0 || folded.length === nodes.length) return nodes;
  const other = nodes.find(({ name }) => name === OTHER) ?? {
    id: '',
    name: OTHER,
    description: '',
    children: [],
    leaves: [],
  };
  for (const { name, leaves } of folded) {
    other.leaves.push(...leaves.map(({ group }) => ({ group, reason: `"${name}" is too rare` })));
  }
  return [...nodes.filter((node) => !isRare(node) && node !== other), other];
}
