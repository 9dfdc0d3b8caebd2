import { expect, it } from 'vitest';
import { buildTaxonomy } from '../../../src/errormap/build';
import { BuildParameters } from '../../../src/errormap/parameters';
import { ReplyFolder } from '../../../src/errormap/replyCache';
import { withinBudget } from '../../../src/errormap/withinBudget';
import { createOpenAiModel } from '../../../src/judge/openai/openAiModel';
import { startJudgeServer } from '../../support/judgeServer';
import { plantedAnswers, plantedTree } from '../../support/plantedTree';
import { tempFolder } from '../../support/tempFolder';

it('a build keeps to its budget, and goes on with another', async () => {
  const tree = plantedTree(400);
  const server = await startJudgeServer({ answer: plantedAnswers(tree) });
  const { path } = await tempFolder({});
  const price = { input: 100, output: 100 };
  const build = (limit: number) =>
    buildTaxonomy({
      failures: tree.failures,
      id: 'b',
      name: 'B',
      model: withinBudget(
        createOpenAiModel({ baseUrl: server.url, model: 'planted', apiKey: undefined }),
        limit,
        price,
      ),
      parameters: BuildParameters.parse({}),
      cache: new ReplyFolder(path),
      signal: new AbortController().signal,
    });
  await expect(build(1.5)).rejects.toThrow('Stopped before the budget of $1.5 would be exceeded.');
  const paid = server.requests.length;
  expect(paid).toBeGreaterThan(1);
  const { built } = await build(100);
  // What was under way when the budget ended came in, and is not asked for again.
  expect(built.known).toBe(paid);
  expect(built.calls).toBe(server.requests.length - paid);
  expect(built.unassigned).toBe(0);
  await server.close();
});
