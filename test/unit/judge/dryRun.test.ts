import { describe, expect, it } from 'vitest';
import { type DryRunRequest, dryRun } from '../../../src/judge/dryRun';
import type { Estimate, Judge } from '../../../src/judge/judge';
import type { ExampleEntry } from '../../../src/model/entry';
import type { Example } from '../../../src/model/example';
import { errorAtlas } from '../../../src/model/taxonomies/builtin';
import { entry, judgment } from '../../support/records';

const ESTIMATE: Estimate = {
  promptTokens: 1_500,
  completionTokens: 500,
  sharedTokens: 1_200,
  cost: 0.02,
  cachedCost: 0.01,
};

function judgeOf(estimate: Estimate, kind: 'openai' | 'offline' = 'openai'): Judge {
  return {
    identity: { ...judgment().judge, kind },
    concurrency: 1,
    calls: 0,
    estimate: () => estimate,
    judge: () => Promise.reject(new Error('a dry run has judged')),
  };
}

function request(given: Partial<DryRunRequest> = {}): DryRunRequest {
  return {
    failing: Array.from({ length: 4 }, (_, i) => entry({ key: `k${i}`, id: `${i}` })),
    judge: judgeOf(ESTIMATE),
    taxonomy: errorAtlas,
    journal: { find: () => undefined, append: () => Promise.reject(new Error('a dry run has written')) },
    load: async (which: ExampleEntry): Promise<Example> => ({ ...which, input: 'q', output: 'a', references: [] }),
    ...given,
  };
}

describe('a dry run', () => {
  it('adds up calls, tokens and dollars, and takes the cache to hold from the second call on', async () => {
    expect(await dryRun(request())).toEqual({
      calls: 4,
      cached: 0,
      unreadable: 0,
      usage: { promptTokens: 6_000, completionTokens: 2_000 },
      sharedTokens: 1_200,
      cost: 0.08,
      cachedCost: 0.02 + 3 * 0.01,
    });
  });

  it('counts equal examples once, and what the judge has judged before not at all', async () => {
    const known = judgment({ key: 'k1' });
    const failing = ['k0', 'k0', 'k1', 'k2'].map((key) => entry({ key }));
    const journal = { find: (key: string) => (key === 'k1' ? known : undefined), append: async () => {} };
    expect(await dryRun(request({ failing, journal }))).toMatchObject({ calls: 2, cached: 1 });
    expect(await dryRun(request({ failing, journal, reclassify: true }))).toMatchObject({ calls: 3, cached: 0 });
  });

  it('tells how many examples cannot be read, and counts the others', async () => {
    const { load } = request();
    const report = await dryRun(
      request({ load: (which) => (which.id === '2' ? Promise.reject(new Error('file has changed')) : load(which)) }),
    );
    expect(report).toMatchObject({ calls: 3, unreadable: 1 });
  });

  it('does not know a sum of what is not known', async () => {
    const judge = judgeOf({ promptTokens: 1, completionTokens: 1, cost: null, cachedCost: null });
    expect(await dryRun(request({ judge }))).toMatchObject({ calls: 4, cost: null, cachedCost: null });
  });

  it('without a cheaper cached part costs the same either way', async () => {
    const judge = judgeOf({ promptTokens: 1, completionTokens: 1, cost: 1 });
    expect(await dryRun(request({ judge }))).toMatchObject({ cost: 4, cachedCost: 4, sharedTokens: 0 });
  });

  it('of the offline judge calls nothing and costs nothing', async () => {
    expect(await dryRun(request({ judge: judgeOf(ESTIMATE, 'offline') }))).toMatchObject({ calls: 0, cost: 0 });
  });

  it('ends when it is cancelled', async () => {
    const reason = new Error('stop');
    await expect(dryRun(request({ signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
  });
});
