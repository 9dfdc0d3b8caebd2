import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileAccess } from '../../../src/readers/reader';
import { readers } from '../../../src/readers/readers';
import { surveyFile } from '../../../src/readers/survey';
import { memoryFile } from '../../support/memoryFile';
import { zip } from '../../support/zipWriter';

/** Surveys a file; a problem in the words of a bug of ours is a bug of ours. */
async function look(file: FileAccess): Promise<void> {
  const survey = await surveyFile(file);
  for (const { message } of survey?.problems ?? []) {
    expect(message).not.toMatch(/undefined|Cannot |not a function|not iterable|null/);
  }
}

const inspectSample = {
  id: 1,
  epoch: 1,
  input: 'q',
  target: 'a',
  scores: { m: { value: 'I' } },
  output: { completion: 'b' },
};
const inspectHeader = { version: 2, status: 'success', eval: { task: 't', model: 'm', scorers: [{ name: 'm' }] } };
const lmEvalLine = { doc_id: 0, doc: { q: 'é' }, target: '1', arguments: [['p', {}]], resps: [['r']], acc: 0 };
const promptfooResult = {
  prompt: { raw: 'p' },
  provider: 'x',
  success: false,
  gradingResult: { pass: false },
  vars: {},
};
const jsonl = (row: object) => `${JSON.stringify(row)}\r\n`.repeat(4);

const whole: Record<string, Buffer> = {
  'samples_t.jsonl': Buffer.from(jsonl(lmEvalLine)),
  'log.json': Buffer.from(JSON.stringify({ ...inspectHeader, samples: [inspectSample, inspectSample] }, null, 1)),
  'log.eval': zip([
    { name: 'header.json', data: JSON.stringify(inspectHeader) },
    { name: 'samples/1_epoch_1.json', data: JSON.stringify(inspectSample) },
    { name: 'samples/2_epoch_1.json', data: JSON.stringify(inspectSample), method: 0 },
  ]),
  'out.json': Buffer.from(JSON.stringify({ results: { version: 3, results: [promptfooResult, promptfooResult] } })),
  'out.jsonl': Buffer.from(jsonl(promptfooResult)),
  'map.csv': Buffer.from('example_id,model,input_text,output_text,score\n1,m,"i ""x"",\n",o,0\n2,m,i,o,1\n'),
  'rows.jsonl': Buffer.from(jsonl({ prompt: 'p', output: 'o', correct: false, scores: { a: 1 } })),
  'table.csv': Buffer.from('question,answer,correct\n"a\n",b,TRUE\nc,d,FALSE\n'),
};

describe.each(Object.entries(whole))('damaged copies of %s', (name, data) => {
  it('is an evaluation when whole', async () => {
    expect((await surveyFile(memoryFile(name, data)))?.problems).toEqual([]);
  });

  it('never throws when cut', async () => {
    for (let end = 0; end < data.length; end += 1) await look(memoryFile(name, data.subarray(0, end), 64));
  });

  it('never throws when bytes change', async () => {
    const change = fc.tuple(fc.nat(data.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 99 }),
        async (changes, chunk) => {
          const damaged = Buffer.from(data);
          for (const [place, byte] of changes) damaged[place] = byte;
          await look(memoryFile(name, damaged, chunk));
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe.each(readers.map((reader) => [reader.id, reader] as const))('%s', (_, reader) => {
  it('never throws on rows of any shape', async () => {
    const key = fc.constantFrom(
      ...'doc_id doc target arguments resps metrics acc prompt provider success gradingResult vars response'.split(' '),
      ...'id input output score scores messages error testCase choices samples eval results'.split(' '),
    );
    const row = fc.dictionary(key, fc.oneof(fc.jsonValue(), fc.dictionary(key, fc.jsonValue())));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 4 }), async (rows) => {
        const start =
          whole[reader.id === 'lm-eval' ? 'samples_t.jsonl' : reader.id === 'promptfoo' ? 'out.jsonl' : 'rows.jsonl'];
        const text = rows.map((value) => JSON.stringify(value)).join('\n');
        await look(memoryFile('x.jsonl', Buffer.concat([start ?? Buffer.alloc(0), Buffer.from(text)])));
        const samples = JSON.stringify({ ...inspectHeader, samples: rows });
        await look(memoryFile('x.json', samples));
      }),
      { numRuns: 40 },
    );
  });
});
