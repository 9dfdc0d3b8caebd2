import { describe, expect, it } from 'vitest';
import { buildOffline } from '../../../src/errormap/offline/buildOffline';
import { BuildParameters } from '../../../src/errormap/parameters';
import { agreement } from '../../../src/errormap/stability';
import type { Failure } from '../../../src/errormap/titles';
import { plantedTree } from '../../support/plantedTree';

function build(failures: readonly Failure[], signal = new AbortController().signal, maxCategories = 25) {
  const parameters = BuildParameters.parse({ maxCategories });
  return buildOffline({ failures, id: 'words', name: 'Words', parameters, signal });
}

describe('grouping titles without a model', () => {
  it('says plainly what it is', async () => {
    const { built } = await build(plantedTree(200).failures);
    expect(built.source).toMatch(/like words without a language model \(TF-IDF and agglomerative clustering\)/);
    expect(built).toMatchObject({ calls: 0, usage: { promptTokens: 0, completionTokens: 0 } });
  });

  it('finds groups of like titles, and counts every example once', async () => {
    const tree = plantedTree(1200);
    const truth = new Map(tree.failures.map(({ key, title }) => [key, tree.truth.get(title)?.[1] ?? '']));
    const all = await build(tree.failures, undefined, 40);
    const found = new Map([...all.places].map(([key, [top = '']]) => [key, top]));
    expect(agreement(truth, found).adjustedRandIndex).toBeGreaterThan(0.95);
    // With less room than there are groups, what fits nowhere is "Other".
    const { categories, unassigned } = (await build(tree.failures)).built;
    expect(categories.reduce((sum, { count }) => sum + count, 0) + unassigned).toBe(1200);
    expect(categories.length).toBe(26);
    expect(categories.at(-1)).toMatchObject({ name: 'Other', share: expect.closeTo(0.15, 1) });
  });

  it('is the same for the same failures in another order', async () => {
    const { failures } = plantedTree(300);
    expect((await build(failures.toReversed())).built).toEqual((await build(failures)).built);
  });

  it('puts titles without a telling word into "Other", with the reason', async () => {
    const failures = [...plantedTree(100).failures, { key: 'x', title: 'the of', summary: '' }];
    const { built } = await build(failures);
    expect(built.categories.find(({ name }) => name === 'Other')?.titles).toContainEqual({
      title: 'the of',
      count: 1,
      reason: 'it shares no telling word with any group',
    });
  });

  it('works in scripts without spaces', async () => {
    const kinds = ['计算错误发生在加法', '阅读理解遗漏条件', '格式不符合要求'];
    const failures = kinds.flatMap((kind, k) =>
      Array.from({ length: 20 }, (_, i) => ({ key: `${k}-${i}`, title: `${kind} ${i}`, summary: '' })),
    );
    const { places } = await build(failures);
    const truth = new Map(failures.map(({ key }) => [key, key.split('-')[0] ?? '']));
    const found = new Map([...places].map(([key, [top = '']]) => [key, top]));
    expect(agreement(truth, found).adjustedRandIndex).toBe(1);
  });

  it('gives the event loop its turns, also when all titles are alike', async () => {
    const failures = Array.from({ length: 600 }, (_, i) => ({
      key: `${i}`,
      title: `${['sum', 'unit', 'date', 'table'][i % 4]} slip ${String.fromCharCode(97 + (i % 23))}${i % 29}x in some step`,
      summary: '',
    }));
    let turns = 0;
    let isOver = false;
    const tick = () => {
      turns += 1;
      if (!isOver) setImmediate(tick);
    };
    setImmediate(tick);
    const started = performance.now();
    await build(failures);
    isOver = true;
    // Slices are of 8 ms; the longest piece that can't be cut is a few of them.
    expect(turns).toBeGreaterThan((performance.now() - started) / 60);
  });

  it('all titles equal, and too few', async () => {
    const same = Array.from({ length: 9 }, (_, i) => ({ key: `${i}`, title: 'Empty output', summary: '' }));
    expect((await build(same)).built.categories).toMatchObject([{ name: 'Empty output', count: 9 }]);
    await expect(build(same.slice(0, 4))).rejects.toThrow(/at least 5/);
  });

  it('groups 100,000 distinct titles without an n² matrix, and can be cancelled meanwhile', async () => {
    const { failures } = plantedTree(100_000);
    const before = process.memoryUsage().rss;
    const started = performance.now();
    const { built } = await build(failures);
    expect(built.categories.reduce((sum, { count }) => sum + count, 0)).toBe(100_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(600e6);
    // A square matrix of 100,000 rows would take days; this is a matter of seconds.
    expect(performance.now() - started).toBeLessThan(60_000);
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('enough')), 50);
    await expect(build(failures, stop.signal)).rejects.toThrow('enough');
  }, 90_000);
});
