import { describe, expect, it } from 'vitest';
import { countOutcomes, surveyFile } from '../../../src/readers/survey';
import { memoryFile, memoryFolder } from '../../support/memoryFile';
import { readAll, readOne } from '../../support/readings';

describe('the MLflow reader', () => {
  const columns = [
    'inputs',
    'ground_truth',
    'predictions',
    'latency',
    'toxicity/v1/score',
    'exact_match/v1/score',
    'exact_match/v1/justification',
  ];
  const table = (data: unknown[], names = columns) =>
    memoryFile('eval_results_table.json', JSON.stringify({ columns: names, data }), 20);

  it('reads the table by its columns', async () => {
    expect(await readOne(table([['Q?', 'a', 'b', 0.3, 0.01, 0, 'differs']]))).toMatchObject({
      dataset: 'eval_results_table',
      model: 'model-a',
      input: 'Q?',
      output: 'b',
      references: ['a'],
      score: 0,
      metric: 'exact_match/v1',
      explanation: 'differs',
      metadata: { latency: 0.3, 'toxicity/v1/score': 0.01 },
    });
  });

  it('calls the model after the run around its artifacts', async () => {
    const data = JSON.stringify({ columns, data: [['Q?', 'a', 'b', 0.3, 0, 1, '']] });
    const folder = memoryFolder({ 'eval_results_table.json': data }, { folder: 'mlruns/0/run-7/artifacts' });
    expect((await surveyFile(folder('eval_results_table.json')))?.models).toEqual(['run-7']);
  });

  it('gives no verdict for a metric where less is better', async () => {
    const example = await readOne(table([['Q?', 'b', 0.9]], ['inputs', 'outputs', 'toxicity/v1/score']));
    expect(example).toMatchObject({ score: 0.9, verdict: null, metric: 'toxicity/v1' });
  });

  it('reports rows that do not fit the columns', async () => {
    const { examples, problems } = await readAll(table([['Q?'], 3, ['Q?', 'a', 'b', 0, 0, 1, '']]));
    expect(examples).toHaveLength(1);
    expect(problems.map(({ message }) => message)).toEqual([
      'the row has 1 values, the table 7 columns',
      'the row is not a list',
    ]);
  });

  it('reads the rows of genai.evaluate, in a list or one a line', async () => {
    const row = {
      trace_id: 't',
      request: { question: 'Q?' },
      response: 'b',
      state: 'OK',
      'expected_response/value': 'a',
      'correctness/value': 'no',
      'correctness/rationale': 'differs',
    };
    const failed = { ...row, response: 'x', state: 'ERROR' };
    for (const text of [JSON.stringify([row, failed]), `${JSON.stringify(row)}\n${JSON.stringify(failed)}\n`]) {
      const { examples } = await readAll(memoryFile('r.json', text));
      expect(examples).toMatchObject([
        { input: 'Q?', references: ['a'], verdict: false, metric: 'correctness', explanation: 'differs' },
        { error: 'the trace ended with an error' },
      ]);
    }
  });

  const traced = {
    ...{ trace_id: 'tr-1', state: 'OK', request: { messages: [{ role: 'user', content: 'Q?' }] } },
    response: { choices: [{ message: { role: 'assistant', content: 'b' } }] },
    ...{ 'answer/value': '4', 'guidelines/value': 'be kind', 'length/value': 9, 'right/value': 'no' },
    'right/rationale': 'differs',
    assessments: [
      { assessment_name: 'right', feedback: { value: 'no' } },
      { assessment_name: 'answer', expectation: { value: '4' } },
      { assessment_name: 'guidelines', expectation: { value: 'be kind' } },
    ],
  };

  it('takes no expectation of genai.evaluate for a score', async () => {
    const [example] = (await readAll(memoryFile('r.jsonl', `${JSON.stringify(traced)}\n`))).examples;
    expect(example).toMatchObject({ input: 'Q?', output: 'b', references: ['4'], score: 9, metric: 'length' });
    const { 'length/value': _, ...single } = traced;
    const [judged] = (await readAll(memoryFile('r.jsonl', `${JSON.stringify(single)}\n`))).examples;
    expect(judged).toMatchObject({ metric: 'right', verdict: false, explanation: 'differs' });
  });

  it('reads what pandas makes of result_df as CSV, with objects as Python writes them', async () => {
    const python = "[{'assessment_name': 'answer', 'expectation': {'value': '4'}}]";
    const cells = ['tr-1', "{'question': 'Q?'}", 'b', 'OK', '4', 'False', python, 'x'.repeat(300)];
    const names = ['trace_id', 'request', 'response', 'state', 'answer/value', 'exact/value', 'assessments', 'trace'];
    const csv = [names, cells, ['tr-2', '{"question": "R?"}', '', 'ERROR', '', '', '[]', '']].map((row) =>
      row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','),
    );
    const { examples, format, problems } = await readAll(memoryFile('r.csv', `${csv.join('\n')}\n`, 40));
    expect({ format, problems }).toEqual({ format: 'mlflow', problems: [] });
    expect(examples).toMatchObject([
      { input: 'Q?', output: 'b', references: ['4'], score: 0, verdict: false, metric: 'exact' },
      { input: 'R?', output: '', error: 'the trace ended with an error' },
    ]);
  });

  it('claims no other table of columns and data', async () => {
    for (const names of [
      ['a', 'b'],
      ['inputs', 'outputs'],
      ['inputs', 'x/score'],
    ]) {
      expect(await surveyFile(table([], names))).toBeNull();
    }
  });
});

describe('the Phoenix reader', () => {
  const annotation = (name: string, score: number | null, over: object = {}) => ({
    name,
    label: null,
    score,
    error: null,
    ...over,
  });
  const run = (over: object = {}) => ({
    example_id: 'RGF0',
    repetition_number: 2,
    input: { question: 'Q?' },
    reference_output: { answer: 'a' },
    output: 'b',
    error: null,
    annotations: [annotation('length', 0.4), annotation('exact', 0, { label: 'False', explanation: 'differs' })],
    ...over,
  });
  const file = (rows: unknown[]) => memoryFile('run_alpha.json', JSON.stringify(rows, null, 2), 25);

  it('reads a run with the annotation that says right or wrong', async () => {
    expect(await readOne(file([run()]))).toMatchObject({
      id: 'RGF0',
      dataset: 'model-a',
      model: 'run_alpha',
      input: 'Q?',
      output: 'b',
      references: ['a'],
      score: 0,
      metric: 'exact',
      explanation: 'differs',
      metadata: { repetition: 2 },
    });
  });

  it('counts failing, errored and unscored runs', async () => {
    const rows = [
      run(),
      run({ error: 'RuntimeError()', output: null }),
      run({ annotations: [annotation('exact', null, { error: 'ValueError()' })] }),
      run({ annotations: [] }),
      run({ annotations: [annotation('correctness', null, { label: 'correct' })], output: { a: 1, b: 2 } }),
    ];
    const survey = await surveyFile(file(rows));
    expect(survey && countOutcomes(survey)).toEqual({ examples: 5, failing: 1, errored: 1, unscored: 2 });
  });

  it('reads chat messages', async () => {
    const messages = [{ role: 'user', content: 'Hi' }];
    expect(await readOne(file([run({ input: { messages } })]))).toMatchObject({ input: 'Hi', messages });
  });

  it('reports elements that are no runs', async () => {
    const { examples, problems } = await readAll(file([run(), 3, { a: 1 }]));
    expect(examples).toHaveLength(1);
    expect(problems).toHaveLength(2);
  });
});

describe('the AlpacaEval reader', () => {
  const row = (preference: unknown, over: object = {}) => ({
    instruction: 'Say hi',
    output_1: 'hi',
    generator_1: 'gpt',
    output_2: 'ho',
    generator_2: 'tiny',
    annotator: 'judge',
    preference,
    preference_raw_completion: 'Output (a)',
    ...over,
  });
  const file = (rows: unknown[]) => memoryFile('annotations.json', JSON.stringify(rows), 25);

  it('reads the second output against the first', async () => {
    expect(await readOne(file([row(1, { dataset: 'helpful' })]))).toMatchObject({
      dataset: 'helpful',
      model: 'tiny',
      input: 'Say hi',
      output: 'ho',
      references: ['hi'],
      score: 1,
      verdict: false,
      explanation: 'Output (a)',
      metadata: { opponent: 'gpt', annotator: 'judge' },
    });
  });

  it('fails below a tie; ties and answers that were not understood are unscored', async () => {
    const preferences = [1.49, 1.5, 1.51, 2, null, 'NaN', 0, -1];
    const { examples } = await readAll(file(preferences.map((preference) => row(preference))));
    expect(examples.map(({ verdict, references }) => [verdict, references])).toEqual([
      [false, ['hi']],
      [null, []],
      [true, ['ho']],
      [true, ['ho']],
      ...Array(4).fill([null, []]),
    ]);
  });

  it('has the same id for the same instruction', async () => {
    const { examples } = await readAll(file([row(1), row(2, { generator_2: 'other' })]));
    expect(examples[0]?.id).toBe(examples[1]?.id);
  });

  it('claims no outputs without preferences', async () => {
    const { preference: _, ...output } = row(1);
    expect(await surveyFile(file([output]))).toBeNull();
  });
});
