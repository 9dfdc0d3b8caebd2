import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDiskFile } from '../../../src/readers/diskFile';
import { countOutcomes, surveyFile } from '../../../src/readers/survey';
import { memoryFile } from '../../support/memoryFile';
import { parquet, type Shape } from '../../support/parquetWriter';
import { readAll } from '../../support/readings';

const COLUMNS: Record<string, Shape> = {
  doc: {
    query: 'STRING',
    choices: ['STRING'],
    gold_index: ['INT64'],
    id: 'STRING',
    task_name: 'STRING',
    generation_size: 'INT64',
    specific: { topic: 'STRING' },
  },
  metric: { f1: 'DOUBLE', em: 'INT64', acc: 'INT64' },
  model_response: {
    input: 'STRING',
    text: ['STRING'],
    text_post_processed: ['STRING'],
    logprobs: ['DOUBLE'],
    input_tokens: ['INT64'],
  },
};

const generated = (over: { doc?: object; metric?: object; response?: object } = {}) => ({
  doc: {
    query: 'Q: 1 + 1?',
    choices: ['2', '3'],
    gold_index: [0],
    id: '7',
    task_name: 'sums|0',
    generation_size: 32,
    specific: { topic: 'sums' },
    ...over.doc,
  },
  metric: { f1: 0.5, em: 0, acc: null, ...over.metric },
  model_response: {
    input: 'Q: 1 + 1?\nA:',
    text: ['<think>…</think>3', '2'],
    text_post_processed: ['3', '2'],
    logprobs: [],
    input_tokens: [1, 2],
    ...over.response,
  },
});
const chosen = generated({
  doc: { choices: [' red', ' blue', ' green'], gold_index: [1, 2] },
  metric: { f1: null, em: null, acc: 1 },
  response: { text: [], text_post_processed: [], logprobs: [-3, -0.5, Number.NEGATIVE_INFINITY] },
});

const file = (rows: object[], rowGroupSize?: number) =>
  memoryFile('details_sums|0_2026-01-02T03-04-05.000006.parquet', parquet(COLUMNS, rows, rowGroupSize), 100);

describe('the lighteval reader', () => {
  it('reads a generated answer', async () => {
    const { examples, problems, format } = await readAll(file([generated()]));
    expect({ format, problems }).toEqual({ format: 'lighteval', problems: [] });
    expect(examples).toMatchObject([
      {
        id: '7',
        dataset: 'sums|0',
        model: 'model-a',
        input: 'Q: 1 + 1?\nA:',
        output: '<think>…</think>3',
        references: ['2'],
        score: 0,
        metric: 'em',
        metadata: {
          outputType: 'generate',
          max_new_tokens: 32,
          filtered: '3',
          samples: 2,
          doc: { topic: 'sums' },
        },
        source: { entry: 'row 1' },
      },
    ]);
    expect(examples[0]).not.toHaveProperty('verdict');
  });

  it('takes the likeliest choice where nothing was generated', async () => {
    const { examples } = await readAll(file([chosen]));
    expect(examples).toMatchObject([
      {
        output: 'blue',
        choices: ['red', 'blue', 'green'],
        references: ['blue', 'green'],
        metric: 'acc',
        score: 1,
        metadata: { outputType: 'loglikelihood' },
      },
    ]);
  });

  it('reads both rows of a document with two kinds of metrics, and rows without any', async () => {
    const unscored = generated({ metric: { f1: null, em: null } });
    const { examples } = await readAll(file([generated(), chosen, unscored]));
    expect(examples.map(({ metric, score, verdict }) => [metric, score, verdict])).toEqual([
      ['em', 0, undefined],
      ['acc', 1, undefined],
      ['f1', null, null],
    ]);
  });

  it('reads many row groups, and any row of them again', async () => {
    const rows = Array.from({ length: 25 }, (_, n) => generated({ doc: { id: `d${n}` } }));
    const { examples } = await readAll(file(rows, 4));
    expect(examples.map(({ id }) => id)).toEqual(rows.map((_, n) => `d${n}`));
    expect(examples.at(-1)?.source.entry).toBe('row 25');
  });

  it('reads chat prompts as messages', async () => {
    const input = JSON.stringify([{ role: 'user', content: 'Hi' }]);
    const { examples } = await readAll(file([generated({ response: { input } })]));
    expect(examples).toMatchObject([{ input: 'Hi', messages: [{ role: 'user', content: 'Hi' }] }]);
  });

  it('reads the flat columns of versions before 0.10, in which every cell is the text of a Python value', async () => {
    const names = 'choices cont_tokens example full_prompt gold gold_index metrics predictions specifics'.split(' ');
    const columns = Object.fromEntries(names.map((name) => [name, 'STRING' as const]));
    const shared = { cont_tokens: '[[1]]', example: 'q', full_prompt: 'shots q', specifics: "{'level': 'easy'}" };
    const none = { choices: '[]', gold: '[]', gold_index: '[]' };
    const rows = [
      { ...shared, ...none, gold: "['b', \"it's\"]", predictions: "['a\\n', 'c']", metrics: "{'qem': 0.0, 'f1': nan}" },
      ...['[(-0.9, False), (-0.2, True)]', '[-0.9, -0.2]'].map((predictions) => ({
        ...{ ...shared, ...none, choices: "[' x', ' y']", gold_index: '[0]', predictions, metrics: "{'acc': 0}" },
      })),
      { ...shared, ...none, predictions: '[(-3.5, False)]', metrics: "{'word_perplexity': 33.1}", specifics: 'None' },
    ];
    const { examples } = await readAll(memoryFile('details_t|5_x.parquet', parquet(columns, rows)));
    const choice = { output: 'y', choices: ['x', 'y'], references: ['x'], score: 0, metric: 'acc' };
    expect(examples).toMatchObject([
      {
        ...{ id: 'row 1', dataset: 't|5_x', input: 'shots q', output: 'a\n', references: ['b', "it's"], score: 0 },
        ...{ metric: 'qem', metadata: { outputType: 'generate', doc: { level: 'easy' } } },
      },
      choice,
      choice,
      { output: '', references: [], score: 33.1, verdict: null, metric: 'word_perplexity' },
    ]);
  });

  it('claims no other Parquet file', async () => {
    const other = parquet({ question: 'STRING', answer: 'STRING' }, [{ question: 'q', answer: 'a' }]);
    expect(await surveyFile(memoryFile('train.parquet', other))).toBeNull();
  });

  it('says what is wrong with a file that is cut off or damaged', async () => {
    const whole = parquet(COLUMNS, [generated(), chosen], 1);
    const cut = await surveyFile(memoryFile('d.parquet', whole.subarray(0, whole.length - 30)));
    expect(cut?.problems).toMatchObject([{ message: expect.stringMatching(/not whole/) }]);
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, 4, 40);
    const survey = await surveyFile(memoryFile('d.parquet', damaged));
    expect(survey?.problems).toEqual([{ message: 'rows 1 to 1: the Parquet data is damaged' }]);
    expect(survey?.entries).toHaveLength(1);
  });
});

describe('the results beside the details', () => {
  let folder: string;
  const time = '2026-01-02T03-04-05.000006';
  const results = {
    config_general: { model_name: 'org/tiny' },
    config_tasks: { 'sums|0': { metrics: [{ metric_name: 'em', higher_is_better: false }] } },
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lighteval-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('name the model and the direction of the metric', async () => {
    const details = join(folder, 'details/org/model/', time, `details_sums|0_${time}.parquet`);
    await mkdir(dirname(details), { recursive: true });
    await writeFile(details, parquet(COLUMNS, [generated()]));
    const before = await surveyFile(await openDiskFile(details));
    expect(before?.models).toEqual(['org/model']);
    expect(before && countOutcomes(before)).toMatchObject({ failing: 1, unscored: 0 });

    const beside = join(folder, 'results/org/model', `results_${time}.json`);
    await mkdir(dirname(beside), { recursive: true });
    await writeFile(beside, JSON.stringify(results));
    const after = await surveyFile(await openDiskFile(details));
    expect(after?.models).toEqual(['org/tiny']);
    expect(after && countOutcomes(after)).toMatchObject({ failing: 0, unscored: 1 });
  });
});
