import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { surveyFile } from '../../../src/readers/survey';
import { memoryFile } from '../../support/memoryFile';
import { parquet, type Shape } from '../../support/parquetWriter';

const row = { id: 'é', prompt: 'p', output: 'o', correct: false };
const event = (type: string, data: object) => ({ run_id: 'r', event_id: 1, sample_id: 's', type, data });
const jsonl = (...rows: object[]) => Buffer.from(rows.map((one) => `${JSON.stringify(one)}\n`).join(''));
const json = (value: object) => Buffer.from(JSON.stringify(value, null, 1));
const metric = { name: 'm', success: false, score: 0, threshold: 1 };
const columns: Record<string, Shape> = {
  doc: { query: 'STRING', choices: ['STRING'], gold_index: 'INT64' },
  metric: { em: 'INT64' },
};
const detail = {
  doc: { query: 'q', choices: ['a', 'b'], gold_index: 1 },
  metric: { em: 0 },
  model_response: { text: ['a'], logprobs: [0.5] },
};
const item = {
  object: 'eval.run.output_item',
  datasource_item: { a: 1 },
  results: [{ name: 'g', passed: false, score: 0 }],
  sample: { input: [{ role: 'user', content: 'q' }], output: [] },
};

const yaml = `results:
  version: 3
  prompts: []
  results:
    - success: false
      score: 0
      vars: &ref_0
        n: "é"
      prompt: { raw: p }
      response:
        output: |
          x
    - success: true
      vars: *ref_0
  stats: {}
config:
  description: d
`;

const whole: Record<string, Buffer> = {
  'out.yaml': Buffer.from(yaml),
  'out.csv': Buffer.from(
    'n,"[a] p {{n}}",Status,Score,Named Scores,Grader Reason,Comment\n1,"x\n""",FAIL,0,,"no",\n2,y,PASS,1,,,\n',
  ),
  'run.json': json({
    testCases: [{ name: 'a', input: 'i', success: false, metricsData: [metric] }],
    hyperparameters: {},
  }),
  'table.json': json({
    columns: ['inputs', 'outputs', 'm/score'],
    data: [
      ['i', 'o', 0],
      ['i', 'o', 1],
    ],
  }),
  'phoenix.json': json([{ example_id: 'a', input: {}, output: 'o', annotations: [{ name: 'exact', score: 0 }] }]),
  'annotations.json': json([{ instruction: 'i', output_1: 'a', output_2: 'b', preference: 1.2 }]),
  'items.json': json({ object: 'list', data: [item, item] }),
  'log.jsonl': jsonl(
    { spec: { eval_name: 'e', run_id: 'r', completion_fns: ['m'] } },
    event('sampling', { prompt: 'p', sampled: ['x'] }),
    event('match', { correct: false, expected: 'y' }),
    { final_report: {} },
  ),
  'details.parquet': Buffer.from(
    parquet({ ...columns, model_response: { text: ['STRING'], logprobs: ['DOUBLE'] } }, [detail, detail], 1),
  ),
  'rows.jsonl.gz': gzipSync(jsonl(row, row, row)),
};

/** Surveys a file; a problem in the words of a bug of ours is a bug of ours, and so is waiting. */
async function look(name: string, data: Uint8Array, chunk = 64): Promise<void> {
  const started = performance.now();
  const survey = await surveyFile(memoryFile(name, data, chunk));
  expect(performance.now() - started).toBeLessThan(2000);
  for (const { message } of survey?.problems ?? []) {
    expect(message).not.toMatch(/undefined|Cannot |not a function|not iterable|\bnull\b|Maximum call/);
  }
}

describe.each(Object.entries(whole))('damaged copies of %s', (name, data) => {
  it('is an evaluation when whole', async () => {
    const survey = await surveyFile(memoryFile(name, data));
    expect(survey?.problems).toEqual([]);
    expect(survey?.entries.length).toBeGreaterThan(0);
  });

  it('never throws when cut', async () => {
    for (let end = 0; end < data.length; end += 1) await look(name, data.subarray(0, end));
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
          await look(name, damaged, chunk);
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** Lists of rows in the shape of a tool: whatever stands in a row, it is an example or a problem. */
const lists: Record<string, (rows: unknown[]) => object> = {
  deepeval: (testCases) => ({ testCases: [{ metricsData: [], name: 'a', success: true }, ...testCases] }),
  phoenix: (rows) => [{ example_id: 'a', input: {}, output: 'o', annotations: [] }, ...rows],
  alpacaeval: (rows) => [{ instruction: 'i', output_1: 'a', output_2: 'b', preference: 1 }, ...rows],
  mlflow: (rows) => ({ columns: ['inputs', 'outputs', 'm/score'], data: [['i', 'o', 0], ...rows] }),
  'openai-evals': (rows) => [item, ...rows],
};

describe.each(Object.entries(lists))('%s', (format, list) => {
  it('loses no row of any shape', async () => {
    const keys =
      'name input actualOutput success metricsData turns example_id output error annotations instruction output_2 ' +
      'preference object datasource_item results sample status metadata tags score label flaky';
    const key = fc.constantFrom(...keys.split(' '));
    const value = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(key, fc.jsonValue()),
      fc.array(fc.dictionary(key, fc.jsonValue())),
    );
    const object = fc.constantFrom({}, { object: 'eval.run.output_item' }, { example_id: 1 }, { output_2: 'x' });
    const one = fc.oneof(
      value,
      fc.tuple(object, fc.dictionary(key, value)).map((parts) => Object.assign({}, ...parts)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 5 }), async (rows) => {
        const survey = await surveyFile(memoryFile('x.json', JSON.stringify(list(rows)), 33));
        expect(survey?.format).toBe(format);
        expect((survey?.entries.length ?? 0) + (survey?.problems.length ?? 0)).toBe(rows.length + 1);
        for (const { message } of survey?.problems ?? [])
          expect(message).not.toMatch(/undefined|Cannot |not a function/);
      }),
      { numRuns: 100 },
    );
  });
});
