import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { EvaluationFile } from '../../../src/readers/evaluationFile';
import { GzipFile } from '../../../src/readers/gzip';
import { surveyFile } from '../../../src/readers/survey';
import { memoryFile, memoryFolder } from '../../support/memoryFile';
import { readAll } from '../../support/readings';

const row = (n: number, text = `answer ${n}`) => ({
  id: `q${n}`,
  prompt: `Say ${n}`,
  output: text,
  correct: n % 2 === 0,
});
const jsonl = (count: number) => Array.from({ length: count }, (_, n) => `${JSON.stringify(row(n))}\n`).join('');
/** Text that deflate can't make much smaller. */
const noise = (length: number, seed: number) => {
  let state = seed;
  return Array.from({ length }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return (state % 36).toString(36);
  }).join('');
};

describe('gzip files', () => {
  it('are read as what they hold, by the places of the unpacked bytes', async () => {
    const { examples, format } = await readAll(memoryFile('run.jsonl.gz', gzipSync(jsonl(3)), 7));
    expect(format).toBe('generic-jsonl');
    expect(examples.map(({ id, model }) => [id, model])).toEqual([
      ['q0', 'run'],
      ['q1', 'run'],
      ['q2', 'run'],
    ]);
    const { byteOffset = 0, byteLength = 0, ...source } = examples[1]?.source ?? { path: '' };
    expect(source).toEqual({ path: 'runs/model-a/run.jsonl.gz', format: 'generic-jsonl', line: 2, entry: 'run.jsonl' });
    expect(JSON.parse(jsonl(3).slice(byteOffset, byteOffset + byteLength))).toEqual(row(1));
  });

  it('may hold CSV and JSON', async () => {
    const csv = 'question,answer,correct\n"a\n",b,TRUE\nc,d,FALSE\n';
    expect(await readAll(memoryFile('t.csv.gz', gzipSync(csv)))).toMatchObject({ format: 'generic-csv', problems: [] });
    const list = JSON.stringify([row(0), row(1)]);
    const { examples } = await readAll(memoryFile('t.json.gz', gzipSync(list), 9));
    expect(examples).toHaveLength(2);
  });

  it('give any example in any order, far behind the window', async () => {
    const text = Array.from({ length: 900 }, (_, n) => `${JSON.stringify(row(n, noise(10_000, n)))}\n`).join('');
    const evaluation = await EvaluationFile.detect(memoryFile('big.jsonl.gz', gzipSync(text)));
    const survey = await surveyFile(memoryFile('big.jsonl.gz', gzipSync(text)));
    expect(survey?.entries).toHaveLength(900);
    for (const n of [899, 0, 450, 449, 451, 898]) {
      const entry = survey?.entries[n];
      if (entry) expect((await evaluation?.load(entry))?.id).toBe(`q${n}`);
    }
    const [a, b] = [survey?.entries[880], survey?.entries[20]];
    if (a && b) {
      const both = await Promise.all([evaluation?.load(a), evaluation?.load(b)]);
      expect(both.map((example) => example?.id)).toEqual(['q880', 'q20']);
    }
  });

  it('may be several joined, with garbage behind', async () => {
    const [first, second] = [jsonl(4).slice(0, 100), jsonl(4).slice(100)];
    const joined = Buffer.concat([gzipSync(first), gzipSync(second), Buffer.from('garbage')]);
    const survey = await surveyFile(memoryFile('run.jsonl.gz', joined, 11));
    expect(survey?.entries).toHaveLength(4);
    expect(survey?.problems).toEqual([]);
  });

  it('that are cut off are read as far as they go', async () => {
    const text = jsonl(2000);
    const packed = gzipSync(text);
    const survey = await surveyFile(memoryFile('run.jsonl.gz', packed.subarray(0, packed.length >> 1)));
    expect(survey?.entries.length).toBeGreaterThan(500);
    expect(survey?.entries.length).toBeLessThan(2000);
    expect(survey?.problems.at(-1)).toEqual({ message: 'the gzip data ends too early (still being written?)' });
  });

  it('that are cut off in the checksum lose no row', async () => {
    const packed = gzipSync(jsonl(50));
    for (let cut = 1; cut <= 8; cut += 1) {
      const survey = await surveyFile(memoryFile('run.jsonl.gz', packed.subarray(0, packed.length - cut)));
      expect(survey?.entries).toHaveLength(50);
      expect(survey?.problems).toHaveLength(1);
    }
  });

  it('that are damaged say so', async () => {
    const packed = gzipSync(jsonl(50));
    const wrong = Buffer.from(packed);
    wrong.writeUInt32LE(wrong.readUInt32LE(wrong.length - 8) ^ 1, wrong.length - 8);
    const survey = await surveyFile(memoryFile('run.jsonl.gz', wrong));
    expect(survey?.entries).toHaveLength(50);
    expect(survey?.problems).toEqual([{ message: "the gzip data's checksum does not match" }]);
  });

  it('that unpack to far more than they are stop being read', async () => {
    const start = jsonl(2);
    const blanks = gzipSync(Buffer.alloc(16 * 1024 * 1024, ' '));
    const bomb = Buffer.concat([gzipSync(start), ...Array(40).fill(blanks)]);
    const survey = await surveyFile(memoryFile('bomb.jsonl.gz', bomb));
    expect(survey?.entries).toHaveLength(2);
    expect(survey?.problems.at(-1)?.message).toMatch(/unpacks to more than 250 times its size/);
  });

  it('are unpacked once: a gzip in a gzip is no evaluation', async () => {
    expect(await surveyFile(memoryFile('x.jsonl.gz.gz', gzipSync(gzipSync(jsonl(3)))))).toBeNull();
  });

  it('find their companions packed or not', async () => {
    const line = { doc_id: 0, doc: { q: 1 }, target: '1', arguments: [['p', {}]], resps: [['r']], acc: 0 };
    const results = { model_name: 'tiny' };
    const name = 'samples_t_2026-01-01T00-00-00.000000.jsonl.gz';
    for (const [companion, data] of [
      ['results_2026-01-01T00-00-00.000000.json', JSON.stringify(results)],
      ['results_2026-01-01T00-00-00.000000.json.gz', gzipSync(JSON.stringify(results))],
    ] as const) {
      const folder = memoryFolder({ [name]: gzipSync(`${JSON.stringify(line)}\n`), [companion]: data });
      expect((await surveyFile(folder(name)))?.models).toEqual(['tiny']);
    }
  });

  it('have exactly the bytes that were packed', async () => {
    const text = Buffer.from(noise(300_000, 1));
    const file = await GzipFile.open(memoryFile('x.gz', gzipSync(text), 1000));
    expect(file.size).toBe(text.length);
    expect(Buffer.from(await file.bytes(123_456, 1000)).equals(text.subarray(123_456, 124_456))).toBe(true);
    expect(Buffer.from(await file.bytes(5, 10)).equals(text.subarray(5, 15))).toBe(true);
    expect(await file.bytes(text.length - 3, 100)).toHaveLength(3);
    const parts: Uint8Array[] = [];
    for await (const part of file.stream(1000, 2000)) parts.push(part);
    expect(Buffer.concat(parts).equals(text.subarray(1000, 2000))).toBe(true);
  });
});
