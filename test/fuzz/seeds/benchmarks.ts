import { parquet } from '../../support/parquetWriter';
import { json, jsonl, range, type Seed, seed } from './seed';

const helmRequest = (id: number) => ({
  instance: {
    id: `i${id}`,
    input: { text: 'é?' },
    references: [{ output: { text: 'a' }, tags: ['correct'] }],
    split: 'test',
  },
  train_trial_index: 0,
  request: { prompt: 'é? a' },
  result: { success: true, completions: [{ text: 'b', logprob: -1, tokens: [{ text: 'b' }] }] },
});
const helmStats = range.map((id) => ({
  instance_id: `i${id}`,
  train_trial_index: 0,
  stats: [{ name: { name: 'exact_match', split: 'test' }, count: 1, sum: 1, mean: id % 2 }],
}));

const event = (type: string, id: string, data: object) => ({ run_id: 'r', event_id: 0, sample_id: id, type, data });
const outputItem = {
  object: 'eval.run.output_item',
  id: 'o1',
  datasource_item: { q: 'é' },
  results: [{ name: 'g', passed: false, score: 0 }],
  sample: { input: [{ role: 'user', content: 'q' }], output: [{ role: 'assistant', content: 'b' }], model: 'm' },
};
const deepevalCase = {
  name: 'a',
  input: 'é?',
  actualOutput: 'b',
  expectedOutput: 'a',
  success: false,
  metricsData: [{ name: 'm', success: false, score: 0.2, threshold: 0.5, reason: 'no' }],
};
const columns = {
  doc: { query: 'STRING', choices: ['STRING'], gold_index: ['INT64'], id: 'STRING' },
  metric: { em: 'INT64' },
  model_response: { input: 'STRING', text: ['STRING'], logprobs: ['DOUBLE'] },
} satisfies Parameters<typeof parquet>[0];
const detail = {
  doc: { query: 'é', choices: ['a', 'b'], gold_index: [1], id: '0' },
  metric: { em: 0 },
  model_response: { input: 'é', text: ['a'], logprobs: [0.5] },
};

const trace = {
  ...{
    trace_id: 't1',
    request: { messages: [{ role: 'user', content: 'é' }] },
    response: { choices: [{ message: { role: 'assistant', content: 'b' } }] },
  },
  ...{ state: 'OK', 'exact/value': 'no', 'exact/rationale': 'why', 'limit/value': 3 },
  assessments: [{ assessment_name: 'limit', expectation: { value: 3 } }],
};
const flatDetail = {
  ...{ choices: "[' é', ' b']", example: 'q', full_prompt: 'shots q', gold: '[]', gold_index: '[1]' },
  ...{ metrics: "{'acc': 0, 'f1': nan}", predictions: '[(-0.5, False), (-inf, True)]', specifics: "{'a': (1,)}" },
};

/** Benchmarks and platforms. */
export const BENCHMARK_SEEDS: readonly Seed[] = [
  seed(
    'helm',
    'scenario_state.json',
    json({ adapter_spec: { method: 'generation', model: 'x/m' }, request_states: range.map(helmRequest) }),
    {
      folder: 'runs/qa:model=m',
      files: {
        'per_instance_stats.json': json(helmStats),
        'run_spec.json': json({ name: 'qa', scenario_spec: {}, adapter_spec: {} }),
      },
    },
  ),
  seed(
    'opencompass',
    'qa.json',
    json({
      accuracy: 50,
      details: range.map((id) => ({ example_abbr: `qa_${id}`, pred: ['b'], refr: ['a'], correct: [id === 0] })),
    }),
    {
      folder: 'results/m1',
      files: {
        '../../predictions/m1/qa.json': json({
          '0': { origin_prompt: 'Q', prediction: 'é', gold: 'a' },
          '1': { origin_prompt: [{ role: 'HUMAN', prompt: 'Q' }], prediction: 'b' },
        }),
      },
    },
  ),
  seed(
    'opencompass',
    'qa.json',
    json({
      details: {
        '0': { prompt: 'é', predictions: 'a', references: 'b' },
        '1': { prompt: 'q', predictions: 'a', references: 'a' },
      },
    }),
    {
      folder: 'results/m1',
      files: {
        '../../predictions/m1/qa.json': json({
          '0': { origin_prompt: 'Q', prediction: 'é' },
          '1': { prediction: 'b' },
        }),
      },
    },
  ),
  seed(
    'bfcl',
    'BFCL_v4_simple_result.json',
    jsonl(
      ...range.map((id) => ({
        id: `s_${id}`,
        result: [{ f: '{"é": 1}' }],
        inference_log: [{ role: 'inference_input', content: { message: "[{'role': 'user', 'content': 'é'}]" } }],
        latency: 0.5,
      })),
    ),
    {
      folder: 'result/m1/non_live',
      files: {
        '../../../score/m1/non_live/BFCL_v4_simple_score.json': jsonl(
          { accuracy: 0.6, correct_count: 2, total_count: 3 },
          { id: 's_1', valid: false, error: ['no'], prompt: { question: [[{ role: 'user', content: 'q' }]] } },
        ),
      },
    },
  ),
  seed(
    'evalplus',
    'm_eval_results.json',
    json({
      date: '2026',
      hash: 'x',
      eval: {
        'HumanEval/0': [
          { task_id: 'HumanEval/0', solution: 'é', base_status: 'pass', plus_status: 'fail', plus_fail_tests: [[0]] },
        ],
      },
    }),
    {
      files: {
        'h.jsonl': jsonl({ task_id: 'HumanEval/0', prompt: 'def f():', entry_point: 'f', canonical_solution: 'é' }),
      },
    },
  ),
  seed(
    'swe-bench',
    'm1.run1.json',
    json({
      total_instances: 3,
      submitted_instances: 3,
      completed_instances: 2,
      resolved_instances: 1,
      completed_ids: ['a', 'b'],
      submitted_ids: ['a', 'b', 'c'],
      resolved_ids: ['a'],
      unresolved_ids: ['b'],
      empty_patch_ids: [],
      error_ids: ['c'],
      schema_version: 2,
    }),
    {
      files: {
        'logs/run_evaluation/run1/m1/b/report.json': json({
          b: { resolved: false, tests_status: { FAIL_TO_PASS: { success: [], failure: ['t'] } } },
        }),
      },
    },
  ),
  seed(
    'deepeval',
    'test_run_1.json',
    json({ testCases: [deepevalCase, deepevalCase], hyperparameters: { model: 'm' }, datasetAlias: 'd' }),
  ),
  seed(
    'mlflow',
    'eval_results_table.json',
    json({
      columns: ['inputs', 'outputs', 'targets', 'exact_match/score'],
      data: [
        ['é', 'b', 'a', 0],
        ['q', 'a', 'a', 1],
      ],
    }),
  ),
  seed('mlflow', 'result_df.jsonl', jsonl(trace, { ...trace, state: 'ERROR', response: null })),
  seed(
    'mlflow',
    'result_df.csv',
    Buffer.from(
      `trace_id,request,response,state,exact/value,expected_response/value,assessments\nt1,"{'q': 'é'}","b\n",OK,False,a,"[{'assessment_name': 'a'}]"\nt2,"{""q"": 1}",,ERROR,,,[]\n`,
    ),
  ),
  seed(
    'phoenix',
    'experiment.json',
    json(
      range.map((id) => ({
        example_id: `e${id}`,
        repetition_number: 1,
        input: { q: 'é' },
        reference_output: { a: 'a' },
        output: 'b',
        error: null,
        annotations: [{ name: 'g', label: 'incorrect', score: 0 }],
      })),
    ),
  ),
  seed(
    'alpacaeval',
    'annotations.json',
    json(
      range.map((id) => ({
        instruction: `é${id}`,
        output_1: 'a',
        generator_1: 'g',
        output_2: 'b',
        generator_2: 'm',
        annotator: 'j',
        preference: 1 + (id % 2),
      })),
    ),
  ),
  seed('lighteval', 'details_sums|0_2026-01-02T03-04-05.000006.parquet', parquet(columns, [detail, detail])),
  seed(
    'lighteval',
    'details_flat|0_2026-01-02T03-04-05.000006.parquet',
    parquet(Object.fromEntries(Object.keys(flatDetail).map((name) => [name, 'STRING' as const])), [
      flatDetail,
      flatDetail,
    ]),
  ),
  seed(
    'generic-parquet',
    'answers.parquet',
    parquet(
      { question: 'STRING', response: 'STRING', correct: 'BOOLEAN' },
      range.map((id) => ({ question: `é${id}?`, response: 'o', correct: id === 0 })),
    ),
  ),
  seed(
    'openai-evals',
    'log.jsonl',
    jsonl(
      { spec: { completion_fns: ['m'], eval_name: 'sums.dev.v0', base_eval: 'sums', split: 'dev', run_config: {} } },
      event('sampling', 's.1', { prompt: [{ role: 'user', content: 'é?' }], sampled: ['5'] }),
      event('match', 's.1', { correct: false, expected: '4', picked: null, sampled: '5' }),
      { final_report: { accuracy: 0 } },
    ),
  ),
  seed('openai-evals', 'items.jsonl', jsonl(outputItem, outputItem)),
  seed('openai-evals', 'items.json', json({ object: 'list', data: [outputItem, outputItem] })),
];
