import { estimateTokens } from '../judge/openai/tokens';
import type { Usage } from '../model/judgment';
import type { Taxonomy } from '../model/taxonomy';
import { type BuildParameters, roomFor, SMALLEST_DIVIDED } from './parameters';
import { classifyPrompt } from './prompts';
import { batchesOf, countOf, type TitleGroup } from './titles';

/** About how much a build or a sorting will take. */
export interface WorkEstimate {
  calls: number;
  usage: Usage;
}

/** Tokens of the instructions, of one category with its description, and of one line of a reply. */
const INSTRUCTIONS = 450;
const CATEGORY = 35;
const ASSIGNMENT = 14;

/** Before a build: the top level is known, below it is taken that every title is sorted once more. */
export function estimateBuild(groups: readonly TitleGroup[], parameters: BuildParameters): WorkEstimate {
  const { maxCategories, depth, batch, classifyBatch, passes } = parameters;
  const room = roomFor(countOf(groups), maxCategories);
  const titleTokens = groups.reduce((sum, { title }) => sum + estimateTokens(title) + 4, 0);
  const batches = Math.ceil(groups.length / batch);
  const updates = batches > 1 ? Math.max(passes, batches - 1) : 0;
  const list = room * CATEGORY;
  const rounds = updates + 1;
  const total: WorkEstimate = { calls: 0, usage: { promptTokens: 0, completionTokens: 0 } };
  const add = (calls: number, promptTokens: number, completionTokens: number) => {
    total.calls += calls;
    total.usage.promptTokens += Math.ceil(promptTokens);
    total.usage.completionTokens += Math.ceil(completionTokens);
  };
  const perBatch = titleTokens / Math.max(1, batches);
  if (groups.length > 1) add(rounds + 1, (rounds + 1) * (INSTRUCTIONS + list) + rounds * perBatch, (rounds + 1) * list);
  for (let level = 1; level <= depth; level++) {
    const nodes = level === 1 ? 1 : room ** (level - 1);
    const perNode = groups.length / nodes;
    if (level > 1) {
      if (perNode <= SMALLEST_DIVIDED || roomFor(perNode, maxCategories) <= 1) break;
      const below = roomFor(perNode, maxCategories) * CATEGORY;
      add(nodes, nodes * (INSTRUCTIONS + below) + titleTokens, nodes * below);
    }
    const calls = nodes * Math.ceil(perNode / classifyBatch);
    add(calls, calls * (INSTRUCTIONS + list) + titleTokens, groups.length * ASSIGNMENT);
  }
  return total;
}

/** Before sorting under a taxonomy: the prompts as they will be, second looks and children aside. */
export function estimateApply(
  groups: readonly TitleGroup[],
  { categories }: Taxonomy,
  { classifyBatch }: BuildParameters,
): WorkEstimate {
  const batches = batchesOf(groups, classifyBatch);
  const prompts = batches.map((batch) => classifyPrompt(categories, batch));
  const promptTokens = prompts.reduce(
    (sum, { system, user }) => sum + estimateTokens(system) + estimateTokens(user),
    0,
  );
  return { calls: batches.length, usage: { promptTokens, completionTokens: groups.length * ASSIGNMENT } };
}
