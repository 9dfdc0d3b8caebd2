import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDiskFile } from '../../../src/readers/diskFile';
import { surveyFile } from '../../../src/readers/survey';
import { SurveyPool } from '../../../src/readers/surveyPool';
import { buildSurveyWorker } from '../../support/surveyWorker';
import { zip } from '../../support/zipWriter';

let folder = '';
let script = '';
let number = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'error-atlas-pool-'));
  script = await buildSurveyWorker(folder);
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, content: string | Uint8Array): Promise<string> {
  number += 1;
  const path = join(folder, `${number}_${name}`);
  await writeFile(path, content);
  return path;
}

/** Both ways of reading a file must come to the same, down to the order of fields. */
async function compare(pool: SurveyPool, path: string): Promise<void> {
  const there = await pool.survey(path);
  const here = await surveyFile(await openDiskFile(path));
  expect(there?.entries.length).toBe(here?.entries.length);
  expect(JSON.stringify(there?.entries)).toBe(JSON.stringify(here?.entries));
  expect(there).toEqual(here);
}

const text = fc.string({
  unit: fc.constantFrom('a', ' ', '\n', '"', 'é', '€', '𝒳', '\\', ',', '\ud800'),
  maxLength: 40,
});
const sample = fc
  .record({ text, filter: fc.constantFrom('strict', 'strict', 'flexible'), score: fc.constantFrom(0, 1, 0.4) })
  .map(({ text, filter, score }) =>
    JSON.stringify({
      doc_id: text.length,
      doc: {},
      target: '1',
      arguments: [[text, {}]],
      resps: [[text]],
      filter,
      acc: score,
    }),
  );
const row = fc
  .record({ text, score: fc.double() })
  .map(({ text, score }) => JSON.stringify({ id: text, prompt: text, output: 'x', score, model: text.slice(0, 2) }));
const line = (good: fc.Arbitrary<string>) =>
  fc.oneof(
    { weight: 8, arbitrary: good },
    fc.constantFrom('', '  ', '{', '[1]', '{"a":1}', 'NaN', '{"doc_id":NaN,"doc":1}'),
  );
const lines = (good: fc.Arbitrary<string>) =>
  fc
    .tuple(good, fc.array(line(good), { maxLength: 30 }), fc.constantFrom('\n', '\r\n'), fc.boolean(), fc.boolean())
    .map(
      ([first, rest, end, bom, closed]) => `${bom ? '\ufeff' : ''}${[first, ...rest].join(end)}${closed ? end : ''}`,
    );
const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', 'é', '1', ' '), maxLength: 12 });
const quoted = fc.oneof(
  cell.map((content) => `"${content.replaceAll('"', '""')}"`),
  fc.constantFrom('0', '1', '0.5', 'plain', '', '5" pipe', '"torn" cell'),
);
const table = fc
  .tuple(fc.array(fc.array(quoted, { minLength: 5, maxLength: 5 }), { maxLength: 25 }), fc.constantFrom('\n', '\r\n'))
  .map(([rows, end]) =>
    ['example_id,model,input_text,output_text,score', ...rows.map((cells) => cells.join(','))].join(end),
  );

describe('SurveyPool', () => {
  it('reads every piece as the user says', async () => {
    const row = (id: number, filter: string) =>
      JSON.stringify({ doc_id: id, doc: {}, target: '1', arguments: [], resps: [['x']], filter, acc: 0, f1: id % 2 });
    const samples = Array.from({ length: 40 }, (_, id) => row(id, id % 3 === 0 ? 'strict' : 'flexible')).join('\n');
    const table = `ask,said,ok\n${'q,"a\n",no\n'.repeat(60)}`;
    const pool = new SurveyPool({ script, splitBytes: 0, pieceBytes: 100, threads: 2 });
    try {
      for (const [path, choices] of [
        [await written('samples_t.jsonl', samples), { metrics: [{ metric: 'f1,flexible' }] }],
        [await written('own.csv', table), { mapping: { input: 'ask', output: 'said', verdict: 'ok' } }],
      ] as const) {
        const there = await pool.read(path, { choices });
        const here = await surveyFile(await openDiskFile(path), { choicesOf: () => choices });
        expect(here?.entries.length).toBeGreaterThan(20);
        const undecided = here?.entries.map((entry) => ({ ...entry, passed: null }));
        expect(there).toEqual({ ...here, entries: undecided });
      }
    } finally {
      await pool.dispose();
    }
  });

  it.each([
    ['samples_t.jsonl', lines(sample)],
    ['rows.jsonl', lines(row)],
    ['map.csv', table],
  ])('reads pieces of %s to the same end as all of it', async (name, contents) => {
    const pools = [1, 7, 50, 333, 5000].map(
      (pieceBytes) => new SurveyPool({ script, splitBytes: 0, pieceBytes, threads: 2 }),
    );
    try {
      await fc.assert(
        fc.asyncProperty(contents, fc.constantFrom(...pools), async (content, pool) => {
          const path = await written(name, content);
          await compare(pool, path);
          await rm(path);
        }),
        { numRuns: 120 },
      );
    } finally {
      await Promise.all(pools.map((pool) => pool.dispose()));
    }
  });

  it('reads the members of a log side by side', async () => {
    const header = { version: 2, status: 'started', eval: { task: 't', model: 'm' } };
    const samples = Array.from({ length: 40 }, (_, id) => ({
      name: `samples/${id}_epoch_1.json`,
      data:
        id === 7 ? 'torn' : JSON.stringify({ id, input: 'q', target: 'a', scores: { m: { value: 'I' } }, output: {} }),
    }));
    const path = await written('log.eval', zip([{ name: 'header.json', data: JSON.stringify(header) }, ...samples]));
    const pool = new SurveyPool({ script, splitBytes: 0, threads: 2 });
    await compare(pool, path);
    await pool.dispose();
  });

  it('answers null for what is no evaluation, and throws for what is not there', async () => {
    const pool = new SurveyPool({ script });
    expect(await pool.survey(await written('x.json', '{"a":1}'))).toBeNull();
    await expect(pool.survey(join(folder, 'nowhere.jsonl'))).rejects.toThrow('ENOENT');
    await pool.dispose();
  });

  it('reports progress, and stops when cancelled', async () => {
    const path = await written('samples_long.jsonl', `${fc.sample(sample, 1)[0]}\n`.repeat(20_000));
    const pool = new SurveyPool({ script, splitBytes: 0, pieceBytes: 200_000, threads: 2 });
    const seen: number[] = [];
    await pool.survey(path, { onProgress: (examples) => seen.push(examples) });
    expect(seen.length).toBeGreaterThan(3);
    expect(seen.at(-1)).toBeLessThanOrEqual(20_000);
    const stop = new AbortController();
    const reading = pool.survey(path, { signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) });
    await expect(reading).rejects.toThrow('enough');
    // The threads are good for the next file.
    expect((await pool.survey(path))?.entries).toHaveLength(20_000);
    await pool.dispose();
  });

  it.each([
    ['is not there', null],
    ['fails at its start', 'throw new Error("no")'],
    ['is lost at every task', "require('node:worker_threads').parentPort.on('message', () => process.exit(3))"],
  ])('reads in this thread when the other %s', async (_, code) => {
    const path = await written('samples_t.jsonl', fc.sample(lines(sample), { numRuns: 1, seed: 3 })[0] ?? '');
    const broken = code === null ? join(folder, 'no.cjs') : await written('worker.cjs', code);
    const pool = new SurveyPool({ script: broken, splitBytes: 0, pieceBytes: 100, threads: 2 });
    await compare(pool, path);
    await compare(pool, path);
    await pool.dispose();
  });

  it('lists a file that brings down its thread, when memory is what it lacks', async () => {
    const path = await written('samples_t.jsonl', `${fc.sample(sample, 1)[0]}\n`);
    const greedy = `require('node:worker_threads').parentPort.on('message', () => {
      const all = []; for (;;) all.push(new Array(1e6).fill(all.length)); });`;
    const pool = new SurveyPool({ script: await written('worker.cjs', greedy), heapMegabytes: 24 });
    const survey = await pool.survey(path);
    expect(survey).toMatchObject({ format: 'lm-eval', entries: [] });
    expect(survey?.problems[0]?.message).toMatch(/^reading has failed: .*memory/i);
    await pool.dispose();
  });
});
