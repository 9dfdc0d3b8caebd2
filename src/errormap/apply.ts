import type { JudgeIdentity, Judgment } from '../model/judgment';
import { type Taxonomy, taxonomyRef } from '../model/taxonomy';
import { assignTitles } from './assign';
import { Desk, type DeskOptions } from './desk';
import { BUILD_PROMPT_VERSION } from './prompts';
import { type Failure, groupByTitle, type TitleGroup } from './titles';

export interface ApplyRequest extends DeskOptions {
  failures: readonly Failure[];
  taxonomy: Taxonomy;
}

export interface Applied {
  /** The categories of an example from the top down. */
  places: ReadonlyMap<string, readonly string[]>;
  /** By title, why it is in "Other" or nowhere. */
  reasons: ReadonlyMap<string, string>;
  calls: number;
  known: number;
  usage: Desk['usage'];
}

/**
 * Puts failures that have titles into the categories of another taxonomy (the paper's Stage 2b alone): no example
 * is analysed again, a call sorts fifty titles. Where a category has children, its titles are sorted into these too.
 * Throws `JudgeUnavailable` and `signal.reason`.
 */
export async function applyTaxonomy(request: ApplyRequest): Promise<Applied> {
  const desk = new Desk(request);
  const { groups } = await groupByTitle(request.failures, desk.turns);
  const places = new Map<string, readonly string[]>();
  const reasons = new Map<string, string>();

  async function sort(members: readonly TitleGroup[], categories: Taxonomy['categories'], above: readonly string[]) {
    if (members.length === 0) return;
    desk.at('classifying', above.at(-1));
    const { assignments } = await assignTitles(desk, members, categories);
    const within = new Map<string, TitleGroup[]>(categories.map(({ name }) => [name, []]));
    for (const [i, group] of members.entries()) {
      const { category, reason } = assignments[i] ?? { category: null };
      const own = category === null ? undefined : within.get(category);
      own?.push(group);
      // Below the top a title without a place of its own stays with the parent.
      const isPlaced = own !== undefined || (category !== null && above.length === 0);
      if (category !== null && isPlaced) for (const key of group.keys) places.set(key, [...above, category]);
      if (reason !== undefined && above.length === 0) reasons.set(group.title, reason);
    }
    await Promise.all(
      categories.map(({ name, children = [] }) =>
        children.length === 0 ? undefined : sort(within.get(name) ?? [], children, [...above, name]),
      ),
    );
  }

  await desk.run(() => sort(groups, request.taxonomy.categories, []));
  return { places, reasons, calls: desk.calls, known: desk.known, usage: desk.usage };
}

/** Who speaks in a judgment whose title is one judge's and whose category was sorted by titles alone. */
export function titleJudge(sorter: Pick<JudgeIdentity, 'kind' | 'model'>, taxonomy: Taxonomy): JudgeIdentity {
  const { kind, model } = sorter;
  return { kind, model, promptVersion: `titles-${BUILD_PROMPT_VERSION}`, taxonomy: taxonomyRef(taxonomy) };
}

/** An earlier judgment under other categories: its analysis stays, the bill does not count twice. */
export function underCategories(
  { usage: _usage, cost: _cost, subcategory: _subcategory, ...judgment }: Judgment,
  path: readonly string[],
  judge: JudgeIdentity,
  createdAt: string,
): Judgment {
  const [category = '', subcategory] = path;
  return { ...judgment, category, ...(subcategory !== undefined && { subcategory }), judge, createdAt };
}
