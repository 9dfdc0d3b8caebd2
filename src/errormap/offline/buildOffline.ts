import { titledGroups, untitledLeaf } from '../build';
import type { BuildParameters } from '../parameters';
import { type Populated, populatedTaxonomy } from '../populate';
import type { Failure } from '../titles';
import { nameApart } from '../tree';
import { Turns } from '../turns';
import { groupByWords } from './groupByWords';

export interface OfflineRequest {
  failures: readonly Failure[];
  id: string;
  name: string;
  parameters: BuildParameters;
  signal: AbortSignal;
  onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
}

/**
 * Groups titles by their words, without a language model: TF-IDF, agglomerative clusters of a sample, the rest
 * by the nearest centroid. It knows no meaning: "wrong sum" and "faulty addition" stay apart. The taxonomy's
 * `source` says so. Same input, same taxonomy. Throws `BuildImpossible` for too few failures, and `signal.reason`.
 */
export async function buildOffline(request: OfflineRequest): Promise<Populated> {
  const turns = new Turns(request.signal);
  const { groups, untitled } = await titledGroups(request.failures, turns);
  const nodes = await groupByWords({ ...request, turns }, groups);
  nameApart(nodes);
  return populatedTaxonomy({
    id: request.id,
    name: request.name,
    source: `Grouped by like words without a language model (TF-IDF and agglomerative clustering) from ${request.failures.length} failing examples; the names are titles of the groups. A model as judge makes categories by meaning.`,
    nodes,
    unassigned: untitledLeaf(untitled),
    joinings: [],
    calls: 0,
    known: 0,
    usage: { promptTokens: 0, completionTokens: 0 },
    mended: { lists: 0, names: 0, askedAgain: 0 },
  });
}
