import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { FileAccess } from '../../../src/readers/reader';
import { surveyFile } from '../../../src/readers/survey';
import { memoryFile } from '../../support/memoryFile';
import { readAll } from '../../support/readings';

/** What a tool writes of one example, in each of the containers that tools write. */
interface Row {
  id: string | number;
  output?: string;
  input?: unknown;
  model?: string;
  score?: unknown;
}

const jsonLine = ({ id, output = 'a', input = 'q', model = 'm', score = 0 }: Row) =>
  JSON.stringify({ id, prompt: input, completion: output, expected: 'b', model, score });
const jsonLines = (...rows: Row[]) => rows.map((row) => `${jsonLine(row)}\n`).join('');
const jsonList = (...rows: Row[]) => `[\n${rows.map(jsonLine).join(',\n')}\n]\n`;
const cell = (text: unknown) => `"${String(text).replaceAll('"', '""')}"`;
const csvRow = ({ id, output = 'a', input = 'q', model = 'm', score = 0 }: Row) =>
  [id, model, input, output, score].map(cell).join(',');
const HEADER = 'example_id,model,input_text,output_text,score';
const csv = (...rows: Row[]) => [HEADER, ...rows.map(csvRow), ''].join('\n');
const sample = ({ id, output = 'a', input = 'q', score = 0 }: Row) => ({
  ...{ id, epoch: 1, input, target: 'b', output: { completion: output }, scores: { match: { value: score } } },
});
const log = (...rows: Row[]) =>
  JSON.stringify(
    {
      version: 2,
      status: 'success',
      eval: { task: 't', run_id: 'r', model: 'm', scorers: [{ name: 'match' }] },
      samples: rows.map(sample),
    },
    null,
    1,
  );
const inEach = (...rows: Row[]): [name: string, content: string][] => [
  ['rows.jsonl', jsonLines(...rows)],
  ['rows.json', jsonList(...rows)],
  ['rows.csv', csv(...rows)],
  ['log.json', log(...rows)],
];

async function read(name: string, content: string | Uint8Array, chunkBytes = 11) {
  const { format, examples, problems } = await readAll(memoryFile(name, content, chunkBytes));
  return {
    format,
    ids: examples.map(({ id }) => id),
    outputs: examples.map(({ output }) => output),
    models: examples.map(({ model }) => model),
    inputs: examples.map(({ input }) => input),
    scores: examples.map(({ score }) => score),
    problems,
  };
}

const two = (): Row[] => [{ id: 1 }, { id: 2 }];
const whole = { ids: ['1', '2'], problems: [] };

/** The list that holds for every format: each with what is done to whole files, and what must come of them. */
const EVERYWHERE: Record<string, () => Promise<void>> = {
  async 'a byte order mark'() {
    for (const [name, text] of inEach(...two())) expect(await read(name, `\uFEFF${text}`), name).toMatchObject(whole);
  },
  async CRLF() {
    for (const [name, text] of inEach(...two())) {
      const found = await read(name, text.replaceAll('\n', '\r\n'));
      expect(found, name).toMatchObject({ ...whole, outputs: ['a', 'a'] });
    }
  },
  async 'no final line end'() {
    for (const [name, text] of inEach(...two())) expect(await read(name, text.trimEnd()), name).toMatchObject(whole);
  },
  async 'empty lines'() {
    for (const [name, text] of inEach(...two())) {
      expect(await read(name, `${text.replaceAll('\n', '\n\n \n').replace(/ \n$/, '')}\n\n`), name).toMatchObject({
        ids: ['1', '2'],
      });
    }
    expect(await read('rows.jsonl', `\n\n${jsonLines(...two())}`)).toMatchObject(whole);
  },
  async 'a torn last line'() {
    expect(await read('rows.jsonl', jsonLines(...two(), { id: 3 }).slice(0, -20))).toMatchObject({
      ids: ['1', '2'],
      problems: [{ line: 3, message: 'the last line is incomplete (still being written?)' }],
    });
    for (const [name, text] of [
      ['rows.json', jsonList(...two(), { id: 3 })],
      ['rows.csv', csv(...two(), { id: 3, output: 'x'.repeat(50) })],
      ['log.json', log(...two(), { id: 3 })],
    ] as const) {
      const { ids, problems } = await read(name, text.slice(0, name === 'log.json' ? -60 : -25));
      expect(ids.slice(0, 2), name).toEqual(['1', '2']);
      expect(problems.length, name).toBeGreaterThan(0);
    }
  },
  async 'lines of more than 1 MB'() {
    const output = 'é'.repeat(700_000);
    for (const [name, text] of inEach({ id: 1, output }, { id: 2 }).filter(([file]) => file !== 'rows.json')) {
      expect(await read(name, text, 65_536), name).toMatchObject({ ...whole, outputs: [output, 'a'] });
    }
    // A list is known by its first element, which has to show its fields in the first 64 KiB.
    const list = jsonList({ id: 1 }, { id: 2, output });
    expect(await read('rows.json', list, 65_536)).toMatchObject({ ...whole, outputs: ['a', output] });
  },
  async 'files of more than 2 GB'() {
    const { entries, problems } = (await surveyFile(hugeFile())) ?? { entries: [], problems: [] };
    expect(entries.map(({ id }) => id)).toEqual(['1', '2']);
    expect(entries[1]?.source).toMatchObject({ line: 3, byteOffset: HUGE + FIRST.length + 1 });
    expect(problems).toMatchObject([{ line: 2, message: 'the line is too long to read (2200 MB)' }]);
  },
  async gzip() {
    for (const [name, text] of inEach(...two())) {
      expect(await read(`${name}.gz`, gzipSync(text)), name).toMatchObject(whole);
    }
  },
  async 'NaN and Infinity'() {
    for (const literal of ['NaN', 'Infinity', '-Infinity']) {
      for (const [name, text] of inEach({ id: 1, score: 77 }, { id: 2, output: 'NaN' })) {
        const found = await read(name, text.replace(/"?\b77\b"?/, literal));
        expect(found, `${name} ${literal}`).toMatchObject({
          ids: ['1', '2'],
          outputs: ['a', 'NaN'],
          scores: [null, 0],
        });
      }
    }
  },
  async 'lone surrogates'() {
    for (const name of ['rows.jsonl', 'rows.json', 'log.json']) {
      const [, text = ''] = inEach({ id: 1, output: 'SURROGATE' }, { id: 2 }).find(([other]) => other === name) ?? [];
      const found = await read(name, text.replace('SURROGATE', '\\ud83d cut \\ude00'));
      expect(found, name).toMatchObject({ ...whole, outputs: ['\ud83d cut \ude00', 'a'] });
    }
    const broken = Buffer.from(csv({ id: 1, output: 'AAA' }, { id: 2 }), 'latin1');
    broken.set([0xed, 0xa0, 0xbd], broken.indexOf('AAA'));
    expect(await read('rows.csv', broken)).toMatchObject(whole);
  },
  async 'duplicate ids'() {
    const rows = [{ id: 1 }, { id: 1, output: 'again' }, { id: 1, output: 'again' }];
    for (const [name, text] of inEach(...rows)) {
      expect(await read(name, text), name).toMatchObject({ ids: ['1', '1', '1'], outputs: ['a', 'again', 'again'] });
    }
  },
  async 'mixed models in one file'() {
    for (const [name, text] of inEach({ id: 1, model: 'x' }, { id: 1, model: 'y/z' }).slice(0, 3)) {
      expect(await read(name, text), name).toMatchObject({ models: ['x', 'y/z'] });
    }
  },
  async 'text that is not ASCII, cut anywhere by chunks'() {
    const output = 'naïve 日本語 👩‍👩‍👧 \u202eעברית\u2028';
    for (const [name, text] of inEach({ id: 'ü/1', output }, { id: 2 })) {
      for (const chunkBytes of [1, 2, 3, 64]) {
        const found = await read(name, text, chunkBytes);
        expect(found, name).toMatchObject({ ids: ['ü/1', '2'], outputs: [output, 'a'] });
      }
    }
  },
  async 'numbers as strings'() {
    for (const [name, text] of inEach({ id: '007', score: '0.25' }, { id: 2, score: '1' })) {
      expect(await read(name, text), name).toMatchObject({ ids: ['007', '2'], scores: [0.25, 1] });
    }
  },
  async 'images inside inputs'() {
    const url = `data:image/png;base64,${'iVBORw0KGgo'.repeat(500)}`;
    const parts = [
      { type: 'text', text: 'Look: ' },
      { type: 'image_url', image_url: { url } },
      { type: 'image', image: url },
    ];
    const input = [{ role: 'user', content: parts }];
    for (const [name, text] of inEach({ id: 1, input }).filter(([file]) => file !== 'rows.csv')) {
      const { inputs } = await read(name, text);
      expect(inputs[0], name).toMatch(/^Look: ?\n\[image\]\n\[image\]$/);
    }
  },
  async 'duplicate keys'() {
    const line = '{"id": 1, "prompt": "q", "completion": "old", "completion": "new", "expected": "b", "score": 0}\n';
    expect(await read('rows.jsonl', line)).toMatchObject({ ids: ['1'], outputs: ['new'], problems: [] });
    const twice = `${HEADER},score\n1,m,q,a,0,1\n`;
    expect(await read('rows.csv', twice)).toMatchObject({ ids: ['1'], scores: [0] });
  },
  async 'huge numbers'() {
    for (const [name, text] of inEach({ id: 1, score: 77 }, { id: 2 })) {
      const found = await read(name, text.replace(/"?\b77\b"?/, '1e999'));
      expect(found, name).toMatchObject({ ids: ['1', '2'], scores: [null, 0] });
    }
    const long = `{"id": ${'9'.repeat(400)}, "prompt": "q", "completion": "a", "expected": "b", "score": 0}\n`;
    expect((await read('rows.jsonl', long)).ids).toHaveLength(1);
  },
  async 'values nested by the thousand'() {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    for (const [name, text] of inEach({ id: 1, input: 'DEEP' }, { id: 2 }).filter(([file]) => file !== 'rows.csv')) {
      const { ids, problems } = await read(name, text.replace('"DEEP"', deep), 65_536);
      expect(ids.length + problems.length, name).toBe(2);
      expect(ids.at(-1), name).toBe('2');
    }
  },
  async 'lists where one value is usual'() {
    const line = JSON.stringify({ id: [1], prompt: ['q', 'r'], completion: ['a'], expected: ['b', ['c']], score: 0 });
    expect((await read('rows.jsonl', `${line}\n`)).ids).toHaveLength(1);
  },
  async 'NUL bytes'() {
    for (const name of ['rows.jsonl', 'rows.json', 'log.json']) {
      const [, text = ''] = inEach({ id: 1, output: 'a\0b' }, { id: 2 }).find(([other]) => other === name) ?? [];
      expect(await read(name, text), name).toMatchObject({ ...whole, outputs: ['a\0b', 'a'] });
    }
    // A disk that lost power leaves a block of zeros where the last lines were.
    const { ids, problems } = await read('rows.jsonl', jsonLines(...two()) + '\0'.repeat(4096));
    expect({ ids, lines: problems.map(({ line }) => line) }).toEqual({ ids: ['1', '2'], lines: [3] });
  },
  async 'missing fields'() {
    const rows = `${jsonLine({ id: 1 })}\n{"id": 2}\n{}\n[]\n"text"\n${jsonLine({ id: 6 })}\n`;
    const { ids, problems } = await read('rows.jsonl', rows);
    expect(ids[0]).toBe('1');
    expect(ids.at(-1)).toBe('6');
    expect(ids.length + problems.length).toBe(6);
    const short = await read('rows.csv', `${HEADER}\n1,m,q,a,0\n2,m\n3,m,q,a,0,more\n`);
    expect(short.ids).toEqual(['1', '2', '3']);
    expect(short.problems.map(({ line }) => line)).toEqual([3, 4]);
  },
  async 'empty files, and files of one character'() {
    for (const extension of ['jsonl', 'json', 'csv', 'tsv', 'yaml', 'eval', 'parquet', 'jsonl.gz']) {
      for (const content of ['', '\n', '{', '[', '\uFEFF', '"', 'P', '\0']) {
        const { ids } = await read(`x.${extension}`, content);
        expect(ids, `${extension} ${JSON.stringify(content)}`).toEqual([]);
      }
    }
  },
  async 'UTF-16'() {
    for (const [name, text] of inEach(...two())) {
      const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
      for (const bytes of [little, Buffer.from(little).swap16()]) {
        const survey = await surveyFile(memoryFile(name, bytes));
        expect(survey?.entries, name).toEqual([]);
        expect(survey?.problems, name).toEqual([
          { message: 'the file is written in UTF-16 and is not read: save it as UTF-8' },
        ]);
      }
    }
    expect(await surveyFile(memoryFile('x.csv', Buffer.from('\uFEFFa,b\n1,2\n', 'utf16le')))).toBeNull();
  },
};

describe('every format takes', () => {
  for (const [what, check] of Object.entries(EVERYWHERE)) it(what, { timeout: 30_000 }, check);
});

const FIRST = jsonLine({ id: 1 });
const MEGABYTE = Buffer.alloc(1024 * 1024, 'x');
/** Bytes of the second line, with its end. */
const HUGE = 2200 * MEGABYTE.length + 1;

/** A line, one of 2.2 GB, and another one; nothing of it is ever in memory as a whole. */
function hugeFile(): FileAccess {
  const [first, last] = [Buffer.from(`${FIRST}\n`), Buffer.from(jsonLines({ id: 2 }))];
  const size = first.length + HUGE + last.length;
  return {
    ...memoryFile('rows.jsonl', first),
    size,
    async *stream() {
      yield first;
      for (let n = 0; n < 2200; n += 1) yield MEGABYTE;
      yield Buffer.from('\n');
      yield last;
    },
  };
}
