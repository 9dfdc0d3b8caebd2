import { describe, expect, it } from 'vitest';
import { surveyFile } from '../../../src/readers/survey';
import { readAll } from '../../support/readings';
import { tempFolder } from '../../support/tempFolder';

const RESULT = 'result/m1/non_live/BFCL_v4_simple_result.json';
const SCORE = 'score/m1/non_live/BFCL_v4_simple_score.json';
const message = `[{'role': 'user', 'content': "It's \\u00e9\\n"}]`;
const result = (id: string, over: object = {}) => ({
  id,
  result: [{ area: '{"base": 10}' }, { height: '{}' }],
  inference_log: [{ role: 'inference_input', content: { message, tools: [{ function: { name: 'area' } }] } }],
  input_token_count: 3,
  output_token_count: 4,
  latency: 0.5,
  ...over,
});
const wrong = (id: string, over: object = {}) => ({
  id,
  model_name: 'm1',
  test_category: 'simple',
  valid: false,
  error: ['Missing required parameter.'],
  error_type: 'simple:missing',
  prompt: { id, question: [[{ role: 'user', content: 'Area?' }]], function: [{ name: 'geo.area' }] },
  model_result_raw: 'x',
  possible_answer: [{ 'geo.area': { base: [10] } }],
  ...over,
});
const counts = (correct_count: number, total_count: number) => ({ accuracy: 0.5, correct_count, total_count });
const lines = (rows: unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const run = async (results: unknown[], score: unknown[] | null, paths = { result: RESULT, score: SCORE }) => {
  const folder = await tempFolder({
    [paths.result]: lines(results),
    ...(score ? { [paths.score]: lines(score) } : {}),
  });
  return folder.open(paths.result);
};

describe('the BFCL reader', () => {
  it('joins results with the failing cases of the score file', async () => {
    const file = await run([result('s_0'), result('s_1')], [counts(1, 2), wrong('s_0')]);
    const { examples, problems, notes } = await readAll(file);
    expect([problems, notes]).toEqual([[], []]);
    expect(examples).toMatchObject([
      {
        id: 's_0',
        dataset: 'BFCL_v4_simple',
        model: 'm1',
        input: 'Area?',
        output: 'area({"base": 10})\nheight({})',
        references: ['geo.area({"base":[10]})'],
        verdict: false,
        score: 0,
        explanation: 'Missing required parameter.',
        metadata: { error_type: 'simple:missing', functions: ['geo.area'], latency: 0.5 },
      },
      { id: 's_1', input: "It's é\n", verdict: true, score: 1, metadata: { functions: ['area'] } },
    ]);
    expect((await surveyFile(file))?.formatVersion).toBe('v4');
  });

  it('counts crashed requests as errored, whatever the score says', async () => {
    const crashed = (id: string) => ({ id, result: 'Error during inference: 400', traceback: 'Traceback …' });
    const file = await run([crashed('s_0'), crashed('s_1')], [counts(1, 2), wrong('s_0')]);
    const survey = await surveyFile(file);
    expect(survey?.entries.map(({ error, passed }) => [error, passed])).toEqual([
      ['Error during inference: 400', null],
      ['Error during inference: 400', null],
    ]);
  });

  it('reads several turns and errors that are objects', async () => {
    const turns = result('s_0', {
      result: [[[{ ls: '{}' }], 'done'], ['no call']],
      inference_log: [[{ role: 'state' }]],
    });
    const failing = wrong('s_0', { error: { error_type: 'state', error_message: ['wrong state'] }, prompt: {} });
    const { examples } = await readAll(await run([turns], [counts(0, 1), failing]));
    expect(examples).toMatchObject([{ input: '', output: 'ls({})\ndone\nno call', explanation: 'wrong state' }]);
  });

  it('finds scores of older versions and in the same folder', async () => {
    const old = { result: 'result/m1/BFCL_v3_simple_result.json', score: 'score/m1/BFCL_v3_simple_score.json' };
    const beside = { result: 'x/BFCL_v3_simple_result.json', score: 'x/BFCL_v3_simple_score.json' };
    for (const paths of [old, beside]) {
      const { examples, problems } = await readAll(await run([result('s_0')], [counts(0, 1), wrong('s_0')], paths));
      expect([examples[0]?.verdict, problems]).toEqual([false, []]);
    }
  });

  it('gives no verdict where the score file is missing or incomplete', async () => {
    const missing = await readAll(await run([result('s_0')], null));
    expect(missing.examples).toMatchObject([{ verdict: null, score: null }]);
    expect(missing.problems).toEqual([{ message: expect.stringContaining('BFCL_v4_simple_score.json is not where') }]);
    const torn = await readAll(await run([result('s_0'), result('s_1')], [counts(0, 2), wrong('s_0')]));
    expect(torn.examples.map(({ verdict }) => verdict)).toEqual([false, null]);
    expect(torn.problems).toEqual([{ message: expect.stringContaining('is incomplete') }]);
  });

  it('says which side lacks cases', async () => {
    const lacking = await readAll(await run([result('s_1')], [counts(0, 2), wrong('s_0'), wrong('s_1')]));
    expect(lacking.problems).toEqual([{ message: '1 cases of the score file have no result here' }]);
    const more = await readAll(await run([result('s_0'), result('s_1')], [counts(0, 1), wrong('s_0')]));
    expect(more.notes).toEqual(['the score file counts 1 cases, there are 2 results']);
  });

  it('claims neither score files nor JSON Lines of others', async () => {
    const folder = await tempFolder({
      [SCORE]: lines([counts(0, 1), wrong('s_0')]),
      'x.jsonl': lines([{ id: 1, result: 'ok', latency: 3, input: 'q' }]),
    });
    expect(await surveyFile(await folder.open(SCORE))).toBeNull();
    expect(await surveyFile(await folder.open('x.jsonl'))).toBeNull();
  });
});
