import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Log } from 'sarif';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Atlas } from '../../../src/model/atlas';
import { runCli, temporaryFolder } from '../../support/cli';

let folder: string;
let remove: () => Promise<void>;
let store: string;
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
  store = join(folder, 'store');
  await runCli(['classify', 'examples', '--store', store, '--json']);
});
afterAll(() => remove());

describe('atlas writes files', () => {
  it('several at once, which say what the counts say', async () => {
    const files = { csv: join(folder, 'f.csv'), sarif: join(folder, 'f.sarif'), markdown: join(folder, 'r.md') };
    const options = Object.entries(files).flatMap(([kind, file]) => [`--${kind}`, file]);
    const { code, json } = await runCli<Atlas>(['atlas', 'examples', '--store', store, '--json', ...options]);
    expect(code).toBe(0);
    const counts = Object.fromEntries(json.categories.map(({ name, count }) => [name, count]));

    const rows = parse(await readFile(files.csv, 'utf8'), { columns: true, bom: true }) as { category: string }[];
    expect(rows).toHaveLength(json.totals.failing);
    expect(tally(rows.map(({ category }) => category))).toEqual(counts);

    const { runs } = JSON.parse(await readFile(files.sarif, 'utf8')) as Log;
    const rules = runs[0]?.tool.driver.rules ?? [];
    const names = runs[0]?.results?.map(({ ruleIndex = -1 }) => rules[ruleIndex]?.name ?? '') ?? [];
    expect(tally(names.filter((name) => name !== 'Unclassified'))).toEqual(counts);
    const places = runs[0]?.results?.map(
      ({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '',
    );
    expect(places?.every((uri) => uri.startsWith('examples/'))).toBe(true);

    const markdown = await readFile(files.markdown, 'utf8');
    for (const [name, count] of Object.entries(counts)) expect(markdown).toContain(`| ${name} | ${count} |`);
  });

  it('leaves nothing behind where it cannot write', async () => {
    const nowhere = await runCli(['atlas', 'examples', '--store', store, '--csv', join(folder, 'missing', 'f.csv')]);
    expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining("can't be written") });
    const taken = await runCli(['atlas', 'examples', '--store', store, '--csv', store]);
    expect(taken.code).toBe(2);
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) if (name !== '') counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
