import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli, temporaryFolder } from '../../support/cli';
import type { ScanDocument } from './documents';

let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
  await writeFile(join(folder, 'odd.csv'), 'ask,"said, at last",ok\nq,a,no\np,b,yes\n');
  await writeFile(join(folder, 'other.csv'), 'question,response,correct\nq,a,yes\n');
  const sample = (doc_id: number, filter: string, exact_match: number) =>
    `${JSON.stringify({ doc_id, doc: { q: 'q' }, target: '4', arguments: {}, resps: [['5']], filtered_resps: ['5'], filter, metrics: ['exact_match'], exact_match })}\n`;
  await writeFile(
    join(folder, 'samples_t_2026-01-05T10-00-00.000000.jsonl'),
    sample(1, 'strict', 0) + sample(2, 'strict', 0) + sample(1, 'flexible', 1) + sample(2, 'flexible', 0),
  );
});
afterAll(() => remove());

const scan = (...args: string[]) => runCli<ScanDocument>(['scan', '.', '--json', ...args], { cwd: folder });
const failing = ({ files }: ScanDocument) => Object.fromEntries(files.map((file) => [file.path, file.failing]));

describe('--map', () => {
  it('says what the fields of files are, by glob; names of fields may hold commas', async () => {
    const { json, code, stderr } = await scan('--map', 'odd.csv: input=ask, output=said, at last, score=ok');
    expect(failing(json)).toMatchObject({ 'odd.csv': 1, 'other.csv': 0 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('may come more than once, and the examples are read by it too', async () => {
    const rules = ['--map', 'none.csv: output=x', '--map', '*.csv: input=ask,output=said, at last,passed=ok'];
    const { json } = await runCli<{ examples: { input: string; output: string }[] }>(
      ['examples', 'odd.csv', '--failing', '--json', ...rules],
      { cwd: folder },
    );
    expect(json.examples.map(({ input, output }) => [input, output])).toEqual([['q', 'a']]);
  });

  it.each([
    ['odd.csv', 'a rule is needed'],
    ['odd.csv: input=ask', 'output'],
    ['odd.csv: colour=ask,output=a', 'colour'],
  ])('%s is refused with what is wrong', async (rule, why) => {
    const { code, stdout, stderr } = await scan('--map', rule);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(why);
  });
});

describe('--metric', () => {
  const samples = 'samples_t_2026-01-05T10-00-00.000000.jsonl';

  it('chooses one of several, and leaves files alone that do not have it', async () => {
    expect(failing((await scan()).json)[samples]).toBe(2);
    const { json, code, stderr } = await scan('--metric', 'exact_match,flexible');
    expect(failing(json)).toEqual({ [samples]: 1, 'other.csv': 0 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('that no example has is told, with those that there are', async () => {
    const { code, stderr } = await scan('--metric', 'exakt');
    expect(stderr).toMatch(/no example has the metric "exakt"; what counts is .*"exact_match"/);
    expect(code).toBe(1);
  });
});
