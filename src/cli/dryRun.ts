import type { ClassifyRequest } from '../judge/classify';
import type { Usage } from '../model/judgment';

export interface DryRun {
  calls: number;
  /** Failing examples that this judge has judged before. */
  cached: number;
  usage: Usage;
  /** US dollars, `null` when the model's price is not known. */
  cost: number | null;
}

/** What a run would take at most: it reads the examples, builds the prompts, and calls nothing. */
export async function dryRun(request: Omit<ClassifyRequest, 'onProgress'>): Promise<DryRun> {
  const { failing, judge, journal, taxonomy, load, correctPredictions, reclassify, signal } = request;
  const total: DryRun = { calls: 0, cached: 0, usage: { promptTokens: 0, completionTokens: 0 }, cost: 0 };
  const seen = new Set<string>();
  for (const entry of failing) {
    signal?.throwIfAborted();
    if (!reclassify && journal.find(entry.key, judge.identity)) {
      total.cached += 1;
      continue;
    }
    if (judge.identity.kind === 'offline' || seen.has(entry.key)) continue;
    seen.add(entry.key);
    const estimate = judge.estimate(await load(entry), {
      taxonomy,
      correctPredictions: (await correctPredictions?.(entry)) ?? [],
      exemplars: [],
    });
    total.calls += 1;
    total.usage.promptTokens += estimate.promptTokens;
    total.usage.completionTokens += estimate.completionTokens;
    total.cost = total.cost === null || estimate.cost === null ? null : total.cost + estimate.cost;
  }
  return total;
}
