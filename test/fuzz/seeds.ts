import type { FormatId } from '../../src/model/example';
import { parquet } from '../support/parquetWriter';
import { zip } from '../support/zipWriter';

/** A small whole evaluation. */
export interface Seed {
  format: FormatId;
  /** The file that is read. */
  name: string;
  folder: string;
  /** By their paths relative to the folder; the evaluation and what is read with it. */
  files: Record<string, Buffer>;
  /** Set: the files are the members of the zip `name`, in this order. */
  zipped?: true;
}

const jsonl = (...rows: unknown[]) => Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
const json = (value: unknown) => Buffer.from(JSON.stringify(value, null, 1));
const range = [0, 1, 2];
const seed = (format: FormatId, name: string, content: Buffer | Uint8Array, over: Partial<Seed> = {}): Seed => ({
  format,
  name,
  folder: 'runs/m1',
  ...over,
  files: { [name]: Buffer.from(content), ...over.files },
});

const lmEvalLine = (id: number, filter: string) => ({
  doc_id: id,
  doc: { question: 'é?', answer: '#### 4' },
  target: '4',
  arguments: { gen_args_0: { arg_0: 'Q: é?\nA:', arg_1: { until: ['\n'], max_gen_toks: 8 } } },
  resps: [['5']],
  filtered_resps: ['5'],
  filter,
  metrics: ['exact_match'],
  exact_match: id % 2,
});
const choiceLine = {
  doc_id: 0,
  doc: {},
  target: 1,
  arguments: [
    ['Q', ' a'],
    ['Q', ' b'],
  ],
  resps: [[['-0.5', 'False']], [[-0.1, true]]],
  acc: 1,
  acc_norm: 0,
};
const lmEvalResults = { model_name: 'm1', higher_is_better: { t: { exact_match: true } }, lm_eval_version: '0.4.9' };

const inspectHeader = {
  version: 2,
  status: 'success',
  eval: { run_id: 'r', task: 't', model: 'x/m', scorers: [{ name: 'match' }], packages: { inspect_ai: '0.3' } },
};
const inspectSample = {
  id: 1,
  epoch: 1,
  input: [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'é?' },
        { type: 'image', image: 'attachment://0' },
      ],
    },
  ],
  choices: ['a', 'b'],
  target: ['a'],
  messages: [
    { role: 'user', content: 'é?' },
    { role: 'assistant', content: 'b', tool_calls: [{ function: 'f', arguments: { a: 1 }, parse_error: 'no' }] },
    { role: 'tool', content: 'x', error: { type: 'timeout', message: 'slow' } },
  ],
  output: { choices: [{ message: { role: 'assistant', content: 'b' }, stop_reason: 'stop' }], completion: 'b' },
  scores: { match: { value: 'I', answer: 'b', explanation: 'no' } },
  events: [{ event: 'model', input: [] }],
  attachments: { '0': 'data' },
  limit: { type: 'token', limit: 9 },
  metadata: { n: 1 },
};

const promptfooResult = {
  prompt: { raw: '[{"role":"user","content":"é"}]', label: 'p' },
  provider: { id: 'openai:m', label: 'm' },
  response: { output: 'b', finishReason: 'stop' },
  vars: { q: 'é' },
  testCase: { assert: [{ type: 'equals', value: 'a' }] },
  success: false,
  score: 0.5,
  gradingResult: { pass: false, score: 0.5, reason: 'no', componentResults: [{ pass: false, reason: 'no' }] },
};
const promptfooYaml = `results:
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

/** At least one of every format that there is a reader for, and one of every shape of it. */
export const SEEDS: readonly Seed[] = [
  seed(
    'lm-eval',
    'samples_t_2026-01-01T00-00-00.000000.jsonl',
    jsonl(...range.flatMap((id) => [lmEvalLine(id, 'strict'), lmEvalLine(id, 'flexible')]), choiceLine),
    { files: { 'results_2026-01-01T00-00-00.000000.json': json(lmEvalResults) } },
  ),
  seed('inspect', 'log.json', json({ ...inspectHeader, samples: [inspectSample, inspectSample] })),
  {
    format: 'inspect',
    name: 'log.eval',
    folder: 'logs',
    zipped: true,
    files: {
      'header.json': json(inspectHeader),
      'samples/1_epoch_1.json': json(inspectSample),
      'samples/2_epoch_1.json': json({ ...inspectSample, scores: { a: { value: { x: 0.5, y: 1 } } } }),
    },
  },
  seed(
    'promptfoo',
    'out.json',
    json({ evalId: 'e', results: { version: 3, results: [promptfooResult, promptfooResult], stats: {} } }),
  ),
  seed('promptfoo', 'out.jsonl', jsonl(promptfooResult, promptfooResult)),
  seed('promptfoo', 'out.yaml', Buffer.from(promptfooYaml)),
  seed(
    'promptfoo',
    'out.csv',
    Buffer.from(
      'n,"[a] p {{n}}",Status,Score,Named Scores,Grader Reason,Comment\n1,"x\n""",FAIL,0,,"no",\n2,y,PASS,1,,,\n',
    ),
  ),
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
  seed(
    'errormap-csv',
    'map.csv',
    Buffer.from(
      'index,example_id,model,input_text,output_text,score,correct_answer\n0,q1,m,"é ""x"",\n",o,0,4\n1,q2,m,i,o,True,\n',
    ),
  ),
  seed(
    'generic-jsonl',
    'rows.jsonl',
    jsonl(
      ...range.map((id) => ({
        id,
        prompt: 'é?',
        output: 'o',
        reference: ['a'],
        scores: { exact: id % 2 },
        error: null,
        model: 'm',
      })),
    ),
  ),
  seed(
    'generic-jsonl',
    'rows.json',
    json(range.map((id) => ({ id, question: 'é?', response: 'o', correct: id === 0, options: ['a', 'b'] }))),
  ),
  seed(
    'generic-csv',
    'table.csv',
    Buffer.from('question;answer;correct;finish_reason\n"a\n";b;TRUE;stop\nc;"d""";FALSE;length\n'),
  ),
];

/** The bytes of the file that is read: of a zip, its members packed. */
export function contentsOf({ name, files, zipped }: Seed): Record<string, Buffer> {
  if (!zipped) return files;
  const members = Object.entries(files).map(([member, data], index) => ({
    name: member,
    data,
    method: index % 2 === 0 ? (8 as const) : (0 as const),
  }));
  return { [name]: zip(members) };
}
