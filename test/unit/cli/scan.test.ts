import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import expected from '../../../examples/expected.json';
import { ROOT, runCli, temporaryFolder } from '../../support/cli';
import type { ScanDocument } from './documents';

let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterAll(() => remove());

const row = (id: number, pass: boolean) =>
  `${JSON.stringify({ id, model: 'm', input: `What is ${id} + ${id}?`, output: '7', target: `${2 * id}`, passed: pass })}\n`;

describe('scan', () => {
  it('counts our own examples as they were made', async () => {
    const { code, json, stderr } = await runCli<ScanDocument>(['scan', 'examples', '--json']);
    const counts = json.files.map(({ path, format, examples, failing, errored }) => ({
      path: path.replace(/^examples[\\/]/, '').replaceAll('\\', '/'),
      format,
      examples,
      failing,
      errored,
    }));
    const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
    expect(counts.sort(byPath)).toEqual([...expected.files].sort(byPath));
    expect(json.totals).toEqual(expected.totals);
    expect(json.files.flatMap((file) => file.problems)).toEqual([]);
    expect(json.files.every((file) => file.models.length > 0 && file.datasets.length > 0)).toBe(true);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('lists them for people, with the sum', async () => {
    const { code, stdout } = await runCli(['scan', 'examples']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^file +format +examples +failing +errored\n/);
    for (const { path, format, examples, failing, errored } of expected.files) {
      expect(stdout.replaceAll('\\', '/')).toMatch(
        new RegExp(`^examples/${path} +${format} +${examples} +${failing} +${errored}$`, 'm'),
      );
    }
    const { files, examples, failing, errored } = expected.totals;
    expect(stdout).toMatch(new RegExp(`^${files} files +${examples} +${failing} +${errored}\n$`, 'm'));
  });

  it('tells a broken line with its place and reads the others', async () => {
    const path = join(folder, 'broken.jsonl');
    await writeFile(path, `${row(1, false)}{"id": 2, "model": \n${row(3, true)}`);
    const { code, json } = await runCli<ScanDocument>(['scan', path, '--json']);
    expect(json.files).toMatchObject([{ path, examples: 2, failing: 1, problems: [{ line: 2 }] }]);
    expect(code).toBe(0);
    const { stdout } = await runCli(['scan', path]);
    expect(stdout).toContain(`${path}:2: `);
  });

  it('says of a named file that it is empty, or no evaluation', async () => {
    const empty = join(folder, 'empty.jsonl');
    const other = join(folder, 'package.json');
    await writeFile(empty, '');
    await writeFile(other, '{"name": "something"}');
    const named = await runCli<ScanDocument>(['scan', empty, other, '--json']);
    expect(named.json).toEqual({ files: [], totals: { files: 0, examples: 0, failing: 0, errored: 0 } });
    expect(named.stderr).toBe(
      `${empty}: the file is empty: no examples\n${other}: no evaluation file that we know; left out\n`,
    );
    expect(named.code).toBe(0);

    const people = await runCli(['scan', empty]);
    expect(people).toMatchObject({ code: 0, stdout: 'No evaluation files found.\n' });
  });

  it('passes over what is no evaluation in a folder, without a word', async () => {
    const inside = join(folder, 'mixed');
    await mkdir(inside);
    await writeFile(join(inside, 'tsconfig.json'), '{}');
    await writeFile(join(inside, 'runs.jsonl'), row(1, false));
    const { json, stderr } = await runCli<ScanDocument>(['scan', inside, '--json']);
    expect(json.files.map(({ path }) => path)).toEqual([join(inside, 'runs.jsonl')]);
    expect(stderr).toBe('');
  });
});

const samples = join(ROOT, '../shared/samples');
const table = join(samples, 'EXPECTED.tsv');
const IN_SCOPE = [
  /^(inspect|inspect-now|lm-eval|lm-eval-shaped)\/.+\.(jsonl?|eval)$/,
  /^promptfoo\/out\.jsonl?$/,
  /^(errormap|generic)\/gsm8k\.csv$/,
  /^generic\/.+\.jsonl$/,
];

// The samples lie beside the project on the machine that it is made on; they are not part of it.
describe.skipIf(!existsSync(table))('scan of the sample files of each tool', () => {
  it('finds what is known of each, and claims no companion file', async () => {
    const rows = readFileSync(table, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'));
    const { json } = await runCli<ScanDocument>(['scan', samples, '--json']);
    const files = json.files.map((file) => ({
      ...file,
      path: file.path.slice(samples.length + 1).replaceAll('\\', '/'),
    }));
    const inScope = rows.filter(([path = '']) => IN_SCOPE.some((pattern) => pattern.test(path)));
    expect(inScope.length).toBeGreaterThan(20);
    const found = inScope.map(([path]) => files.find((file) => file.path === path));
    expect(
      found.map((file) => file && [file.path, file.format, file.examples, file.failing, file.errored].join('\t')),
    ).toEqual(inScope.map((cells) => cells.slice(0, 5).join('\t')));
    expect(files.map(({ path }) => path).filter((path) => !rows.some(([known]) => known === path))).toEqual([]);
  });
});
