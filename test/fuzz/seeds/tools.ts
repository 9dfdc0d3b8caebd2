import { json, jsonl, range, type Seed, seed } from './seed';

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
/** As before 0.4.6: the filter has no name, the target is a list and so is the metric. */
const oldLine = (doc_id: number) => ({
  ...{ doc_id, doc: { q: 'é' }, target: ['a', 'é'], arguments: [['Q', { until: ['.'] }]], resps: [['b']] },
  ...{ filtered_resps: ['b'], inst_acc: [true, false] },
});
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

/** The tools that most people run, and files of none. */
export const TOOL_SEEDS: readonly Seed[] = [
  seed(
    'lm-eval',
    'samples_t_2026-01-01T00-00-00.000000.jsonl',
    jsonl(...range.flatMap((id) => [lmEvalLine(id, 'strict'), lmEvalLine(id, 'flexible')]), choiceLine),
    { files: { 'results_2026-01-01T00-00-00.000000.json': json(lmEvalResults) } },
  ),
  seed(
    'lm-eval',
    'pretrained__a__b_t.jsonl',
    json([choiceLine, ...range].map((line) => (typeof line === 'number' ? oldLine(line % 2) : line))),
    { files: { 'results.json': json({ config: { model_args: 'pretrained=a/b' }, configs: { t: {} } }) } },
  ),
  seed('lm-eval', 'samples_t.jsonl', jsonl(...range.map((line) => oldLine(line % 2)))),
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
