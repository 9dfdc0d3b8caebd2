import { describe, expect, it } from 'vitest';
import { EvaluationFile } from '../../../src/readers/evaluationFile';
import { countOutcomes, surveyFile } from '../../../src/readers/survey';
import { memoryFile } from '../../support/memoryFile';
import { readAll, readOne } from '../../support/readings';

const spec = {
  spec: {
    completion_fns: ['tiny'],
    eval_name: 'sums.dev.v0',
    base_eval: 'sums',
    split: 'dev',
    run_id: 'r1',
    created_by: '',
  },
};
const report = { final_report: { accuracy: 0.5 }, run_id: 'r1' };
let events = 0;
const event = (sample_id: string, type: string, data: object) => {
  events += 1;
  return { run_id: 'r1', event_id: events, sample_id, type, data, created_by: '', created_at: 'now' };
};
const sampling = (id: string, sampled: unknown = ['5']) =>
  event(id, 'sampling', { prompt: [{ role: 'user', content: `What is ${id}?` }], sampled });
const match = (id: string, correct: boolean) =>
  event(id, 'match', { correct, expected: '4', picked: null, sampled: '5', options: ['4'] });
const file = (...lines: object[]) =>
  memoryFile('log.jsonl', `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`, 40);

describe('a record log of OpenAI evals', () => {
  it('is joined by sample, however the events are mixed', async () => {
    const { examples, problems, notes, format } = await readAll(
      file(spec, sampling('s.1'), sampling('s.2'), match('s.2', true), match('s.1', false), report),
    );
    expect({ format, problems, notes }).toEqual({ format: 'openai-evals', problems: [], notes: [] });
    expect(examples).toMatchObject([
      { id: 's.2', verdict: true },
      {
        id: 's.1',
        dataset: 'sums.dev.v0',
        model: 'tiny',
        input: 'What is s.1?',
        messages: [{ role: 'user', content: 'What is s.1?' }],
        output: '5',
        references: ['4'],
        score: 0,
        verdict: false,
        metric: 'match',
        source: { line: 2 },
      },
    ]);
  });

  it('may have its report before its events, which are written at the very end of a short run', async () => {
    const { examples, notes } = await readAll(file(spec, report, sampling('s.1'), match('s.1', false)));
    expect(notes).toEqual([]);
    expect(examples).toMatchObject([{ id: 's.1', verdict: false }]);
  });

  it('takes what was matched from the answer where the match lists it, and the answer of a chain of thought', async () => {
    const fuzzy = event('s.1', 'match', { correct: false, expected: ['83', '83.0'], picked: [] });
    const metrics = event('s.1', 'metrics', { accuracy: 0, f1_score: 0.5 });
    const chain = [
      sampling('s.1', ['First I add']),
      sampling('s.1', 'First I add'),
      sampling('s.1', ['84']),
      sampling('s.1', '84'),
    ];
    const [example] = (await readAll(file(spec, ...chain, fuzzy, metrics, report))).examples;
    expect(example).toMatchObject({ output: '84', references: ['83', '83.0'], verdict: false, metric: 'match' });
  });

  it('loads an example without reading the log before', async () => {
    const log = file(spec, sampling('s.1'), sampling('s.2'), match('s.2', true), match('s.1', false), report);
    const survey = await surveyFile(log);
    for (const entry of survey?.entries ?? []) {
      const evaluation = await EvaluationFile.detect(log);
      expect((await evaluation?.load(entry))?.references).toEqual(['4']);
    }
  });

  it('takes metrics where there is no match, and the answer before that of the model that grades', async () => {
    const { examples } = await readAll(
      file(
        spec,
        sampling('a', ['joke']),
        sampling('a', ['Yes']),
        event('a', 'metrics', { choice: 'Yes', score: 0.3 }),
        sampling('b', ['first']),
        sampling('b', ['last']),
        event('b', 'metrics', { f1_score: 0.2, accuracy: true }),
        report,
      ),
    );
    expect(examples).toMatchObject([
      { id: 'a', output: 'joke', score: 0.3, metric: 'score' },
      { id: 'b', output: 'last', score: 1, verdict: true, metric: 'accuracy' },
    ]);
  });

  it('tells errors, samples without a verdict and an unfinished run', async () => {
    const survey = await surveyFile(
      file(spec, sampling('a'), event('b', 'error', { type: 'Timeout', message: 'too slow' }), match('c', false)),
    );
    expect(survey && countOutcomes(survey)).toEqual({ examples: 3, failing: 1, errored: 1, unscored: 1 });
    expect(survey?.notes).toEqual(['the run is not finished: the log has no final report']);
  });

  it('reports lines that are no events, and takes what is late as such', async () => {
    const many = Array.from({ length: 1500 }, (_, n) => [sampling(`m${n}`), match(`m${n}`, n % 2 === 0)]).flat();
    const survey = await surveyFile(file(spec, sampling('first'), ...many, { x: 1 }, match('first', false), report));
    expect(survey?.entries).toHaveLength(1501);
    expect(survey?.problems).toEqual([{ line: 3003, message: 'the line is no event of a sample' }]);
    expect(survey?.notes).toEqual(['1 events came too late for their samples']);
  });
});

describe('output items of the Evals API', () => {
  const item = (over: object = {}) => ({
    object: 'eval.run.output_item',
    id: 'oi_1',
    run_id: 'run_1',
    eval_id: 'eval_1',
    datasource_item_id: 5,
    datasource_item: { item: { question: 'Q?', ground_truth: 'a' } },
    results: [
      { name: 'similarity', passed: true, score: 0.9 },
      { name: 'exact', passed: false, score: 0 },
    ],
    sample: {
      input: [{ role: 'user', content: 'Q?' }],
      output: [{ role: 'assistant', content: 'b' }],
      finish_reason: 'stop',
      model: 'tiny',
      error: null,
      max_completion_tokens: 64,
    },
    status: 'fail',
    ...over,
  });

  it('are read one a line, in a list, and as a page', async () => {
    const texts = [
      `${JSON.stringify(item())}\n`,
      JSON.stringify([item()]),
      JSON.stringify({ object: 'list', data: [item()], has_more: false }, null, 2),
    ];
    for (const text of texts) {
      expect(await readOne(memoryFile('items.json', text, 30))).toMatchObject({
        id: '5',
        dataset: 'eval_1',
        model: 'tiny',
        input: 'Q?',
        output: 'b',
        references: ['a'],
        score: 0,
        metric: 'exact',
        verdict: false,
        finishReason: 'stop',
        metadata: { max_completion_tokens: 64, item: { question: 'Q?', ground_truth: 'a' } },
      });
    }
  });

  it('have an output without a role, or none', async () => {
    const output = async (written: unknown) => {
      const text = JSON.stringify([item({ sample: { ...item().sample, output: written } })]);
      return (await readOne(memoryFile('items.json', text))).output;
    };
    expect(await output([{ content: '5' }])).toBe('5');
    expect(await output([{ role: 'assistant', content: null }])).toBe('');
    expect(await output([])).toBe('');
  });

  it('are errored, unscored or passed as they say', async () => {
    const failed = item({ sample: { error: { code: 'rate_limit', message: 'slow down' } } });
    const items = [failed, item({ status: 'done', results: [] }), item({ status: 'pass' }), item({ status: 'done' })];
    const { examples } = await readAll(memoryFile('items.json', JSON.stringify(items)));
    expect(examples.map(({ error, verdict }) => [error, verdict])).toEqual([
      ['slow down', false],
      [undefined, null],
      [undefined, true],
      [undefined, false],
    ]);
  });

  it('are reported where something else stands among them', async () => {
    const { examples, problems } = await readAll(
      memoryFile('items.jsonl', `${JSON.stringify(item())}\n{"object": "other"}\n`),
    );
    expect(examples).toHaveLength(1);
    expect(problems).toEqual([{ line: 2, message: 'this is no output item of the Evals API' }]);
  });
});
