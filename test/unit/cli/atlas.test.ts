import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Atlas } from '../../../src/model/atlas';
import { runCli, temporaryFolder } from '../../support/cli';
import type { ClassifyDocument } from './documents';

let folder: string;
let remove: () => Promise<void>;
let store: string;
let classified: ClassifyDocument;
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
  store = join(folder, 'store');
  classified = (await runCli<ClassifyDocument>(['classify', 'examples', '--store', store, '--json'])).json;
});
afterAll(() => remove());

const total = (tallies: Iterable<{ count: number }>) => [...tallies].reduce((sum, { count }) => sum + count, 0);

describe('atlas', () => {
  it('is the document of the contract, and its sums add up', async () => {
    const { code, json, stderr } = await runCli<Atlas>(['atlas', 'examples', '--store', store, '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(Atlas.strict().parse(json)).toEqual(json);
    const { totals, categories, models, datasets } = json;
    expect(total(categories)).toBe(totals.classified);
    expect(totals.classified + totals.abstained + totals.judgeErrors + totals.unjudged).toBe(totals.failing);
    for (const groups of [models, datasets]) {
      for (const count of ['examples', 'failing', 'errored', 'classified'] as const) {
        expect(groups.reduce((sum, group) => sum + group[count], 0)).toBe(totals[count]);
      }
      for (const group of groups) expect(total(Object.values(group.categories))).toBe(group.classified);
      for (const { name, count } of categories) {
        expect(total(groups.map((group) => group.categories[name] ?? { count: 0 }))).toBe(count);
      }
    }
    for (const { count, share } of categories) expect(share).toBeCloseTo(count / totals.classified, 10);
  });

  it('says what classify said', async () => {
    const { json } = await runCli<Atlas>(['atlas', 'examples', '--store', store, '--json']);
    expect(Object.fromEntries(json.categories.map(({ name, count }) => [name, count]))).toEqual(classified.byCategory);
    expect(json.totals).toMatchObject({
      failing: classified.failing,
      classified: classified.judged,
      abstained: classified.abstained,
      judgeErrors: 0,
      unjudged: 0,
    });
  });

  it('prints the categories, and what each model fails in most', async () => {
    const { json } = await runCli<Atlas>(['atlas', 'examples', '--store', store, '--json']);
    const { code, stdout } = await runCli(['atlas', 'examples', '--store', store]);
    expect(code).toBe(0);
    const { totals, categories, models } = json;
    expect(stdout.split('\n')[0]).toBe(
      `${totals.failing} of ${totals.examples} examples fail: ${totals.classified} classified, ${totals.abstained} need a judge. ${totals.errored} more crashed in the run.`,
    );
    for (const { name, count, share } of categories) {
      expect(stdout).toMatch(new RegExp(`^${name} +${count} +${(share * 100).toFixed(1)} % +█+$`, 'm'));
    }
    for (const { name, failing, classified: named, categories: signature } of models) {
      const top = Object.keys(signature)[0] ?? '–';
      expect(stdout).toMatch(new RegExp(`^${name} +${failing} +${named} +${top}`, 'm'));
    }
  });

  it('stays within the page, whatever the models are called', async () => {
    const path = join(folder, 'models.jsonl');
    const row = (id: number) => ({
      id,
      model: `some-laboratory/a-rather-long-name-of-a-model-${id}-instruct-2026-11-25-preview-with-thinking`,
      input: 'What is 2 + 2?',
      output: '',
      target: '4',
      passed: false,
    });
    await writeFile(path, Array.from({ length: 30 }, (_, id) => `${JSON.stringify(row(id))}\n`).join(''));
    const own = join(folder, 'models');
    const { json } = await runCli<ClassifyDocument>(['classify', path, '--store', own, '--json']);
    expect(json.judged).toBe(30);
    const { stdout } = await runCli(['atlas', path, '--store', own]);
    const lines = stdout.split('\n');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
    expect(lines.filter((line) => line.startsWith('some-laboratory') && line.includes('…'))).toHaveLength(30);
  });

  it('tells what to do before anything is classified', async () => {
    const { code, stdout } = await runCli(['atlas', 'examples', '--store', join(folder, 'nothing')]);
    expect(code).toBe(0);
    expect(stdout).toContain('Name their errors with `error-atlas classify` first.');
  });
});
