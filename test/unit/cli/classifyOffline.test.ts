import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli, storedJudgments, temporaryFolder } from '../../support/cli';
import { type ClassifyDocument, type DryRunDocument, FAILING } from './documents';

let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterAll(() => remove());

const classify = (store: string, ...options: string[]) =>
  runCli<ClassifyDocument>(['classify', 'examples', '--judge', 'offline', '--store', store, '--json', ...options]);

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, count) => total + count, 0);

const keysOf = async (store: string) => (await storedJudgments(store)).map(({ key }) => key).sort();

describe.concurrent('classify with the offline judge', () => {
  it('judges each failing example once, and takes it from the store the next time', async () => {
    const store = join(folder, 'twice');
    const first = await classify(store);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    const { failing, judged, abstained, errors, cached, left, calls, cost, usage } = first.json;
    expect(failing).toBe(FAILING);
    expect(judged + abstained).toBe(FAILING);
    expect(judged).toBeGreaterThan(0);
    expect({ errors, cached, left, calls, cost, usage }).toEqual({
      errors: 0,
      cached: 0,
      left: 0,
      calls: 0,
      cost: 0,
      usage: { promptTokens: 0, completionTokens: 0 },
    });
    expect(sum(first.json.byCategory)).toBe(judged);
    const stored = await keysOf(store);
    expect(stored).toHaveLength(FAILING);

    const second = await classify(store);
    expect(second.code).toBe(0);
    expect(second.json).toEqual({ ...first.json, judged: 0, abstained: 0, cached: judged + abstained });
    expect(await keysOf(store)).toEqual(stored);
  });

  it('judges again with --reclassify', async () => {
    const store = join(folder, 'again');
    const first = await classify(store);
    const again = await classify(store, '--reclassify');
    expect(again.json).toEqual(first.json);
    expect(await storedJudgments(store)).toHaveLength(2 * FAILING);
    const third = await classify(store);
    expect(third.json).toMatchObject({ cached: FAILING, byCategory: first.json.byCategory });
  });

  it('stops at --limit, and goes on where it stopped', async () => {
    const store = join(folder, 'limit');
    const first = await classify(store, '--limit', '7');
    expect(first.json.failing).toBe(7);
    expect(first.json.judged + first.json.abstained).toBe(7);
    expect(await storedJudgments(store)).toHaveLength(7);
    const rest = await classify(store);
    expect(rest.json.cached).toBe(7);
    expect(await storedJudgments(store)).toHaveLength(FAILING);
  });

  it('draws the same share for the same seed', async () => {
    const drawn = async (name: string, seed: string) => {
      const { json } = await classify(join(folder, name), '--ratio', '0.3', '--seed', seed);
      const keys = await keysOf(join(folder, name));
      expect(keys).toHaveLength(json.failing);
      expect(json.failing).toBeLessThan(FAILING / 2);
      return keys;
    };
    const first = await drawn('seed-1', '1');
    expect(await drawn('seed-1-again', '1')).toEqual(first);
    expect(await drawn('seed-2', '2')).not.toEqual(first);
  });

  it('prints the categories for people, and what is left for another judge', async () => {
    const store = join(folder, 'people');
    const { json } = await classify(store);
    const { code, stdout, stderr } = await runCli(['classify', 'examples', '--store', store]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^category +failing +share\n/);
    for (const [category, count] of Object.entries(json.byCategory)) {
      expect(stdout).toMatch(new RegExp(`^${category} +${count} +\\d+\\.\\d %$`, 'm'));
    }
    expect(stdout).toContain(
      `${json.judged} of 94 failing examples classified, ${json.abstained} need a judge (94 known from before).`,
    );
  });

  it('calls nobody in a dry run and writes nothing', async () => {
    const store = join(folder, 'dry');
    const { code, json } = await runCli<DryRunDocument>([
      ...['classify', 'examples', '--store', store, '--dry-run', '--json'],
    ]);
    expect(code).toBe(0);
    expect(json).toEqual({
      ...{ calls: 0, cached: 0, unreadable: 0, sharedTokens: 0, cost: 0, cachedCost: 0 },
      usage: { promptTokens: 0, completionTokens: 0 },
    });
    expect(await storedJudgments(store)).toEqual([]);
  });
});
