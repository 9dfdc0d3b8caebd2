import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { surveyFile } from '../../../src/readers/survey';
import { readAll, readOne } from '../../support/readings';
import { tempFolder } from '../../support/tempFolder';

const STATE = 'scenario_state.json';
const references = (correct: number, ...texts: string[]) =>
  texts.map((text, index) => ({ output: { text }, tags: index === correct ? ['correct'] : [] }));
const completion = (text: string, logprob = 0, reason?: string) => ({
  text,
  logprob,
  tokens: [{ text, logprob }],
  ...(reason ? { finish_reason: { reason } } : {}),
});
const request = (id: string, text: string, over: object = {}, instance: object = {}) => ({
  instance: { input: { text: '2+2?' }, references: references(0, '4', 'four'), split: 'test', id, ...instance },
  train_trial_index: 0,
  request: { prompt: 'Q: 2+2?\nA:' },
  result: { success: true, embedding: [], completions: [completion(text)] },
  ...over,
});
const stats = (id: string, means: Record<string, number>, over: object = {}) => ({
  instance_id: id,
  train_trial_index: 0,
  stats: Object.entries(means).map(([name, mean]) => ({ name: { name, split: 'test' }, count: 1, sum: mean, mean })),
  ...over,
});
const run = async (requests: unknown[], perInstance: unknown[] | null, adapter: object = {}, files: object = {}) => {
  const adapter_spec = { method: 'generation', model: 'acme/m1', max_tokens: 8, stop_sequences: ['\n'], ...adapter };
  const folder = await tempFolder({
    [`qa:k=1,model=m1/${STATE}`]: { adapter_spec, request_states: requests },
    'qa:k=1,model=m1/run_spec.json': { name: 'qa:k=1,model=acme_m1', scenario_spec: {}, adapter_spec },
    ...(perInstance ? { 'qa:k=1,model=m1/per_instance_stats.json': perInstance } : {}),
    ...files,
  });
  return folder.open(`qa:k=1,model=m1/${STATE}`);
};

describe('the HELM reader', () => {
  it('joins a request with its scores', async () => {
    const file = await run(
      [request('id1', ' 5')],
      [stats('id1', { num_references: 2, exact_match: 0, f1_score: 0.5, 'exact_match@5': 1 })],
    );
    const example = await readOne(file);
    expect(example).toMatchObject({
      id: 'id1',
      dataset: 'qa:k=1',
      model: 'acme/m1',
      input: 'Q: 2+2?\nA:',
      output: ' 5',
      references: ['4'],
      score: 0,
      metric: 'exact_match',
      metadata: { instance_id: 'id1', split: 'test', max_tokens: 8, scores: { exact_match: 0, f1_score: 0.5 } },
    });
    expect(example.verdict).toBeUndefined();
    const { byteOffset = 0, byteLength = 0, line } = example.source;
    const bytes = await readFile(file.path);
    const text = bytes.subarray(byteOffset, byteOffset + byteLength).toString();
    expect(JSON.parse(text)).toMatchObject({ instance: { id: 'id1' } });
    expect(line).toBe(bytes.subarray(0, byteOffset).toString().split('\n').length);
  });

  it('tells perturbed copies and trials apart by the whole perturbation', async () => {
    const noise = (seed: number) => ({ name: 'typos', robustness: true, computed_on: 'perturbed', seed });
    const requests = [
      request('id1', '4'),
      request('id1', '5', {}, { perturbation: noise(1) }),
      request('id1', '4', {}, { perturbation: noise(2) }),
      request('id1', '7', { train_trial_index: 1 }),
    ];
    const { seed, ...rest } = noise(1);
    const scores = [
      stats('id1', { exact_match: 1 }, { perturbation: noise(2) }),
      stats('id1', { exact_match: 0 }, { perturbation: { seed, ...rest } }),
      stats('id1', { exact_match: 0 }, { train_trial_index: 1.0 }),
      stats('id1', { exact_match: 1 }),
    ];
    const { examples, problems } = await readAll(await run(requests, scores));
    expect(problems).toEqual([]);
    expect(examples.map(({ id, score }) => [id, score])).toEqual([
      ['id1', 1],
      ['id1 [typos seed=1]', 0],
      ['id1 [typos seed=2]', 1],
      ['id1 [trial 1]', 0],
    ]);
  });

  it('merges the entries that several metrics wrote for one instance', async () => {
    const scores = [stats('id1', { f1_score: 0.2 }), stats('id1', { quasi_exact_match: 1 })];
    expect(await readOne(await run([request('id1', '4')], scores))).toMatchObject({
      metric: 'quasi_exact_match',
      score: 1,
    });
  });

  it('takes the metric of the task where none of the usual ones is there', async () => {
    const scores = [stats('id1', { inference_runtime: 3, num_bytes: 1, medcalc_accuracy: 0, other: 2 })];
    expect(await readOne(await run([request('id1', '4')], scores))).toMatchObject({
      metric: 'medcalc_accuracy',
      score: 0,
    });
    const nothing = await readOne(await run([request('id1', '4')], [stats('id1', { num_bytes: 1 })]));
    expect([nothing.metric, nothing.score]).toEqual([undefined, null]);
  });

  it('maps the letter of a joint multiple choice, and says what it asked for', async () => {
    const output_mapping = { A: 'red', B: 'blue' };
    const instance = { references: references(1, 'red', 'blue') };
    const asked = (id: string, text: string) =>
      request(
        id,
        text,
        { output_mapping, result: { success: true, completions: [completion(text, 0, 'length')] } },
        instance,
      );
    const requests = [asked('a', ' B'), asked('b', 'B.'), asked('c', 'blue'), asked('d', '')];
    const scores = ['a', 'b', 'c', 'd'].map((id) => stats(id, { exact_match: id === 'a' ? 1 : 0 }));
    const { examples } = await readAll(await run(requests, scores, { method: 'multiple_choice_joint', max_tokens: 1 }));
    expect(examples.map(({ output, metadata }) => [output, metadata?.mapped_option])).toEqual([
      [' B', 'blue'],
      ['B.', null],
      ['blue', null],
      ['', null],
    ]);
    expect(examples[0]).toMatchObject({ references: ['B', 'blue'], choices: ['red', 'blue'] });
    // One letter that ends at the limit of one token was not cut; another text may have been.
    expect(examples.map(({ finishReason }) => finishReason)).toEqual([undefined, 'length', 'length', 'length']);
  });

  it('runs a tame output pattern and leaves a dangerous one alone', async () => {
    const asked = request('a', 'The answer is (b).', { output_mapping: { A: 'red', B: 'blue', b: 'blue' } });
    const read = async (output_mapping_pattern: string) =>
      (await readOne(await run([asked], [stats('a', { exact_match: 1 })], { output_mapping_pattern }))).metadata;
    expect(await read('(?i)answer is \\(?([a-z])\\)?')).toMatchObject({ mapped_option: 'blue' });
    expect(await read('((.+)+)+$')).toMatchObject({ mapped_option: null });
    expect(await read('(')).toMatchObject({ mapped_option: null });
  });

  it('makes one example of the requests that ask for one reference each', async () => {
    const instance = { references: references(1, 'red', 'blue') };
    const ask = (id: string, index: number, mode: string) => {
      const prompt = `${mode === 'original' ? 'The sky is' : 'Answer:'} ${['red', 'blue'][index]}`;
      const result = { success: true, completions: [completion(prompt, -3, 'length')] };
      return request(id, '', { reference_index: index, request_mode: mode, request: { prompt }, result }, instance);
    };
    const requests = ['x', 'y'].flatMap((id) =>
      [0, 1].flatMap((index) => ['original', 'calibration'].map((mode) => ask(id, index, mode))),
    );
    const scores = [
      stats('x', { exact_match: 0, predicted_index: 0 }),
      stats('y', { exact_match: 0.5, predicted_index: 1 }),
    ];
    const { examples, problems } = await readAll(
      await run(requests, scores, { method: 'multiple_choice_separate_calibrated' }),
    );
    expect(problems).toEqual([]);
    expect(examples.map(({ id, input, output, score }) => [id, input, output, score])).toEqual([
      ['x', 'The sky is', 'red', 0],
      ['y', 'The sky is', 'blue', 0.5],
    ]);
    expect(examples[0]).toMatchObject({ references: ['blue'], choices: ['red', 'blue'] });
    expect(examples[0]?.finishReason).toBeUndefined();
  });

  it('shows the completion that HELM scores, the likeliest', async () => {
    const completions = [completion('5', -9), completion('4', -1, 'stop'), completion('6', -1)];
    const asked = request('id1', '', { result: { success: true, completions } });
    expect(await readOne(await run([asked], [stats('id1', { exact_match: 1 })]))).toMatchObject({
      output: '4',
      finishReason: 'stop',
      metadata: { completions: 3 },
    });
  });

  it('counts failed requests as errored', async () => {
    const failed = request('id1', '', { result: { success: false, error: 'blocked', completions: [completion('')] } });
    const survey = await surveyFile(await run([failed, request('id2', '5')], [stats('id1', { exact_match: 0 })]));
    expect(survey?.entries.map(({ error, passed }) => [error, passed])).toEqual([
      ['blocked', null],
      [undefined, null],
    ]);
    expect(survey?.notes).toEqual(['1 examples have no exact_match in per_instance_stats.json']);
  });

  it('reads messages, media and what a judging model wrote', async () => {
    const chat = request('a', '5', {
      request: { prompt: '', messages: [{ role: 'user', content: 'Hi' }] },
      annotations: { judge: { score: 1, justification: 'too short' } },
    });
    const media_objects = [
      { content_type: 'image/png', location: 'x.png' },
      { content_type: 'text/plain', text: 'What?' },
    ];
    const picture = request('b', '5', { request: { prompt: '', multimodal_prompt: { media_objects } } });
    const { examples } = await readAll(await run([chat, picture], []));
    expect(examples[0]).toMatchObject({ messages: [{ role: 'user', content: 'Hi' }], explanation: 'too short' });
    expect(examples[1]?.input).toBe('[image]\nWhat?');
  });

  it('reads a folder without scores or run spec, and says what is missing', async () => {
    const adapter_spec = { method: 'generation', model: 'm1' };
    const folder = await tempFolder({
      [`qa,model=m1/${STATE}`]: { adapter_spec, request_states: [request('a', '5')] },
    });
    const { examples, problems } = await readAll(await folder.open(`qa,model=m1/${STATE}`));
    expect(examples).toHaveLength(1);
    expect(examples[0]).toMatchObject({ dataset: 'qa', model: 'm1', score: null });
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('run_spec.json is not beside it'),
      expect.stringContaining('per_instance_stats.json is not beside it'),
    ]);
  });

  it('reads what is whole of a torn run', async () => {
    const file = await run([request('a', '5'), request('b', '6')], [stats('a', { exact_match: 0 })]);
    const text = await readFile(file.path, 'utf8');
    const torn = await tempFolder({
      [`q/${STATE}`]: text.slice(0, text.indexOf('"b"')),
      'q/per_instance_stats.json': '[{"instance_id": "a", "stats": [',
    });
    const { examples, problems } = await readAll(await torn.open(`q/${STATE}`));
    expect(examples.map(({ id }) => id)).toEqual(['a']);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('run_spec.json'),
      expect.stringContaining('per_instance_stats.json, line 1: the file ends inside the JSON'),
      expect.stringContaining('the file ends inside the JSON'),
    ]);
  });

  it('claims none of the other files of a run', async () => {
    const spec = { name: 'qa:model=m', scenario_spec: {}, adapter_spec: { method: 'generation', model: 'm' } };
    const prediction = { instance_id: 'a', predicted_text: '5', stats: { exact_match: 0 }, train_trial_index: 0 };
    const folder = await tempFolder({
      'run_spec.json': spec,
      'stats.json': stats('a', { exact_match: 0 }).stats,
      'per_instance_stats.json': [stats('a', { exact_match: 0 })],
      'instances.json': [request('a', '').instance],
      'display_predictions.json': [prediction],
      'display_requests.json': [{ instance_id: 'a', request: { prompt: 'Q' }, train_trial_index: 0 }],
      'runs.json': [{ run_spec: spec, run_path: join('runs', 'x') }],
    });
    for (const name of [
      'run_spec',
      'stats',
      'per_instance_stats',
      'instances',
      'display_predictions',
      'display_requests',
      'runs',
    ])
      expect([name, await surveyFile(await folder.open(`${name}.json`))]).toEqual([name, null]);
  });
});
