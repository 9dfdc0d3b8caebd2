import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Example } from '../../../src/model/example';
import { exampleKey } from '../../../src/model/key';
import { ROOT, runCli, temporaryFolder } from '../../support/cli';
import { FAILING } from './documents';

interface Examples {
  examples: Example[];
}

let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterAll(() => remove());

describe('examples', () => {
  it('prints each example of every format with the fields of the contract and nothing else', async () => {
    const { code, json, stderr } = await runCli<Examples>(['examples', 'examples', '--json', '--failing']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(Object.keys(json)).toEqual(['examples']);
    expect(json.examples).toHaveLength(FAILING);
    expect(new Set(json.examples.map(({ source }) => source.format)).size).toBe(5);
    for (const example of json.examples) {
      expect(Example.strict().parse(example)).toEqual(example);
      expect(example.passed).toBe(false);
      // The key is made of the whole texts when the file is surveyed: equal keys, equal texts.
      expect(exampleKey(example)).toBe(example.key);
    }
  });

  it('prints the texts as they stand in the file', async () => {
    const path = 'examples/generic/facts_and_logic.jsonl';
    const rows = readFileSync(join(ROOT, path), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { json } = await runCli<Examples>(['examples', path, '--json']);
    expect(json.examples).toHaveLength(rows.length);
    for (const [i, { input, output, id, model }] of json.examples.entries()) {
      expect({ input, output, id, model }).toEqual({
        input: rows[i].prompt,
        output: rows[i].completion,
        id: rows[i].id,
        model: rows[i].model,
      });
    }
  });

  it('takes the first of them with --limit', async () => {
    const all = await runCli<Examples>(['examples', 'examples', '--json']);
    const some = await runCli<Examples>(['examples', 'examples', '--json', '--limit', '3']);
    expect(some.json.examples).toEqual(all.json.examples.slice(0, 3));
    const none = await runCli<Examples>(['examples', 'examples', '--json', '--limit', '0']);
    expect(none.json).toEqual({ examples: [] });
  });

  it('does not cut long output in a pipe', async () => {
    const path = join(folder, 'long.jsonl');
    const output = 'so it goes on and on, '.repeat(100);
    const row = (id: number) => JSON.stringify({ id, model: 'm', input: 'q', output: `${output}${id}`, passed: false });
    await writeFile(path, Array.from({ length: 1500 }, (_, id) => `${row(id)}\n`).join(''));
    const { code, stdout, json } = await runCli<Examples>(['examples', path, '--json']);
    expect(stdout.length).toBeGreaterThan(3_000_000);
    expect(json.examples).toHaveLength(1500);
    expect(json.examples.at(-1)?.output).toBe(`${output}1499`);
    expect(code).toBe(0);
  });

  it('prints place, names and the ends of the texts for people, each on one line of the page', async () => {
    const { code, stdout } = await runCli(['examples', 'examples/generic', '--failing', '--limit', '2']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^examples.generic.facts_and_logic\.jsonl:\d+ {2}failing\n {2}facts_and_logic · .+ · .+\n/);
    expect(stdout).toMatch(/^ {2}input {6}\S/m);
    expect(stdout).toMatch(/^ {2}reference {2}\S/m);
    expect(stdout).toMatch(/^ {2}output {5}\S/m);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });
});
