import { afterAll, describe, expect, it } from 'vitest';
import { type BuildRequest, buildTaxonomy } from '../../../src/errormap/build';
import { BuildParameters } from '../../../src/errormap/parameters';
import type { Populated } from '../../../src/errormap/populate';
import { agreement } from '../../../src/errormap/stability';
import { createOpenAiModel } from '../../../src/judge/openai/openAiModel';
import { type JudgeServer, startJudgeServer } from '../../support/judgeServer';
import { type PlantedOptions, type PlantedTree, plantedAnswers, plantedTree } from '../../support/plantedTree';

const servers: JudgeServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

async function build(tree: PlantedTree, options: PlantedOptions, more: Partial<BuildRequest> = {}) {
  const server = await startJudgeServer({ answer: plantedAnswers(tree, options) });
  servers.push(server);
  const populated = await buildTaxonomy({
    failures: tree.failures,
    id: 'planted',
    name: 'Planted',
    model: createOpenAiModel({ baseUrl: server.url, model: 'planted', apiKey: undefined, concurrency: 8 }),
    parameters: BuildParameters.parse({}),
    signal: new AbortController().signal,
    ...more,
  });
  return { ...populated, server };
}

/** How well the hidden tree is recovered: adjusted Rand index of the top level and of the deepest one. */
function recovered({ places }: Populated, { failures, truth }: PlantedTree) {
  const labels = (depth: 1 | 2) =>
    new Map(failures.map(({ key, title }) => [key, JSON.stringify(truth.get(title)?.slice(0, depth))]));
  const found = (depth: 1 | 2) =>
    new Map([...places].map(([key, path]) => [key, JSON.stringify(path.slice(0, depth))]));
  return {
    top: agreement(labels(1), found(1)).adjustedRandIndex,
    deepest: agreement(labels(2), found(2)).adjustedRandIndex,
  };
}

describe('a server that answers from a hidden tree', () => {
  it('without noise the tree is recovered as it is', async () => {
    const tree = plantedTree(1500);
    const { built, ...populated } = await build(tree, {});
    expect(recovered({ built, ...populated }, tree)).toEqual({ top: 1, deepest: 1 });
    expect(built).toMatchObject({ failing: 1500, unassigned: 0, coverage: { other: 0, named: 1 } });
  });

  it.each([{ noise: 0.1 }, { noise: 0.1, onlyWrong: true }])(
    'with %j: ARI at least 0.9, "Other" at most 3 %',
    async (options) => {
      const tree = plantedTree(3000);
      const { built, places } = await build(tree, options);
      const { top, deepest } = recovered({ built, places }, tree);
      expect(top).toBeGreaterThanOrEqual(0.9);
      expect(deepest).toBeGreaterThanOrEqual(0.9);
      expect(built.coverage.other).toBeLessThanOrEqual(0.03);
      expect(built.coverage.unassigned).toBeLessThanOrEqual(0.01);
    },
  );
});
