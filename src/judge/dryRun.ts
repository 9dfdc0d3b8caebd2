import type { ExampleEntry } from '../model/entry';
import type { Example } from '../model/example';
import type { Usage } from '../model/judgment';
import type { ClassifyRequest } from './classify';
import type { Estimate, JudgeContext } from './judge';
import { SharedTurns } from './sharedTurns';

/** What a run would take. Dollars are `null` when the model's price is not known. */
export interface DryRun {
  /** To a model; second tries after a broken reply, which are rare, are not in it. */
  calls: number;
  /** Failing examples that this judge has judged before. */
  cached: number;
  /** Failing examples that can't be read again: their file has changed or is gone. */
  unreadable: number;
  usage: Usage;
  /** How many tokens stand first in every call and are the same in all. */
  sharedTokens: number;
  /** Without any prompt cache. */
  cost: number | null;
  /** When the provider's prompt cache has the shared tokens from the second call on. */
  cachedCost: number | null;
}

export interface DryRunRequest
  extends Pick<
    ClassifyRequest,
    'failing' | 'judge' | 'journal' | 'taxonomy' | 'load' | 'correctPredictions' | 'exemplars' | 'reclassify' | 'signal'
  > {
  onProgress?: (progress: { done: number; total: number }) => void;
}

/** Reads the examples, builds the prompts, and calls nothing. Throws `signal.reason`. */
export async function dryRun(request: DryRunRequest): Promise<DryRun> {
  const { failing, judge, journal, reclassify, signal, onProgress } = request;
  const total: DryRun = {
    calls: 0,
    cached: 0,
    unreadable: 0,
    usage: { promptTokens: 0, completionTokens: 0 },
    sharedTokens: 0,
    cost: 0,
    cachedCost: 0,
  };
  const seen = new Set<string>();
  const turns = new SharedTurns();
  for (const [done, entry] of failing.entries()) {
    if (await turns.take()) onProgress?.({ done, total: failing.length });
    signal?.throwIfAborted();
    if (!reclassify && journal.find(entry.key, judge.identity)) total.cached += 1;
    else if (judge.identity.kind !== 'offline' && !seen.has(entry.key)) {
      seen.add(entry.key);
      const work = await prepare(request, entry).catch(() => undefined);
      if (work) add(total, judge.estimate(...work));
      else total.unreadable += 1;
    }
  }
  return total;
}

async function prepare(
  { taxonomy, load, correctPredictions, exemplars }: DryRunRequest,
  entry: ExampleEntry,
): Promise<[Example, JudgeContext]> {
  const example = await load(entry);
  const context = {
    taxonomy,
    correctPredictions: (await correctPredictions?.(entry)) ?? [],
    exemplars: exemplars?.(example) ?? [],
  };
  return [example, context];
}

function add(total: DryRun, { promptTokens, completionTokens, sharedTokens, cost, cachedCost }: Estimate): void {
  const isFirst = total.calls === 0;
  total.calls += 1;
  total.usage.promptTokens += promptTokens;
  total.usage.completionTokens += completionTokens;
  total.sharedTokens = sharedTokens ?? 0;
  total.cost = sum(total.cost, cost);
  total.cachedCost = sum(total.cachedCost, isFirst || cachedCost === undefined ? cost : cachedCost);
}

function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
