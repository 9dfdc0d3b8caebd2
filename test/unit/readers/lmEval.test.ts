import { describe, expect, it } from 'vitest';
import type { Source } from '../../../src/model/example';
import { EvaluationFile } from '../../../src/readers/evaluationFile';
import { memoryFolder } from '../../support/memoryFile';
import { readAll, readOne } from '../../support/readings';

const STAMP = '2026-01-05T10-00-00.000000';
const SAMPLES = `samples_gsm8k_${STAMP}.jsonl`;
const line = (over: object = {}) => ({
  doc_id: 7,
  doc: { question: 'Q?', answer: '4', level: 'easy' },
  target: '4',
  arguments: { gen_args_0: { arg_0: 'Q: Q?\nA:', arg_1: { until: ['\n'], max_gen_toks: 20 } } },
  resps: [['It is 5']],
  filtered_resps: ['5'],
  filter: 'strict-match',
  metrics: ['bleu', 'exact_match'],
  bleu: 12.5,
  exact_match: 0,
  ...over,
});
const multipleChoice = (over: object = {}) =>
  line({
    target: '1',
    arguments: { gen_args_0: { arg_0: 'Q?', arg_1: ' red' }, gen_args_1: { arg_0: 'Q?', arg_1: ' blue' } },
    resps: [[['-0.5', 'False']], [['-1.5', 'False']]],
    filtered_resps: [
      ['-0.5', 'False'],
      ['-1.5', 'False'],
    ],
    filter: 'none',
    metrics: ['acc', 'acc_norm'],
    acc: 0,
    acc_norm: 0,
    ...over,
  });
const folder = (rows: object[], results?: object) =>
  memoryFolder({
    [SAMPLES]: rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    ...(results ? { [`results_${STAMP}.json`]: JSON.stringify(results) } : {}),
  })(SAMPLES);

describe('the lm-eval reader', () => {
  it('reads a generated answer, its exact metric and what the filter made of it', async () => {
    const example = await readOne(folder([line()], { model_name: 'tiny', lm_eval_version: '0.4.13' }));
    expect(example).toMatchObject({
      id: '7',
      dataset: 'gsm8k',
      model: 'tiny',
      input: 'Q: Q?\nA:',
      output: 'It is 5',
      references: ['4'],
      score: 0,
      metric: 'exact_match',
      metadata: { doc_id: 7, filter: 'strict-match', filtered: '5', max_gen_toks: 20, doc: { level: 'easy' } },
    });
    expect(example.verdict).toBeUndefined();
  });

  it('calls the model after the folder where the results are missing, and says so', async () => {
    const { examples, notes } = await readAll(folder([line()]));
    expect(examples[0]?.model).toBe('model-a');
    expect(notes).toHaveLength(1);
  });

  it('takes the first filter of the file and says what it left out', async () => {
    const rows = [line(), line({ doc_id: 8 }), line({ filter: 'flexible-extract', exact_match: 1 })];
    const { examples, notes } = await readAll(folder(rows, { model_name: 'tiny' }));
    expect(examples.map(({ id, score }) => [id, score])).toEqual([
      ['7', 0],
      ['8', 0],
    ]);
    expect(notes).toEqual(['filter "strict-match" counts; 1 lines of filter "flexible-extract" left out']);
  });

  it('answers a multiple choice with the likeliest choice', async () => {
    expect(await readOne(folder([multipleChoice()]))).toMatchObject({
      output: 'red',
      choices: ['red', 'blue'],
      references: ['blue'],
      metric: 'acc',
      metadata: { outputType: 'loglikelihood' },
    });
  });

  it('reads older lines: lists, numbers, no filter and no metric names', async () => {
    const { filter, metrics, ...old } = multipleChoice({
      target: 0,
      arguments: [
        ['Q?', ' red'],
        ['Q?', ' blue'],
      ],
      resps: [[[-3, false]], [[-1.5, true]]],
    });
    expect([filter, metrics]).toBeDefined();
    const { bleu, exact_match, ...row } = old as Record<string, unknown>;
    expect([bleu, exact_match]).toBeDefined();
    expect(await readOne(folder([row]))).toMatchObject({ output: 'blue', references: ['red'], metric: 'acc' });
  });

  it('tells choices apart by the prompt, and leaves out the repeats of mutual information', async () => {
    const inPrompt = multipleChoice({
      arguments: [
        ['He ran', ' home'],
        ['She ran', ' home'],
      ],
    });
    expect((await readOne(folder([inPrompt]))).choices).toEqual(['He ran', 'She ran']);
    const twice = multipleChoice({
      arguments: [
        ['Q?', ' red'],
        ['Q?', ' blue'],
        ['', ' red'],
        ['', ' blue'],
      ],
      resps: [-2, -1, -0.1, -0.2].map((value) => [[value, false]]),
    });
    expect(await readOne(folder([twice]))).toMatchObject({ choices: ['red', 'blue'], output: 'blue' });
  });

  it('reads the messages of a chat template', async () => {
    const chat = JSON.stringify([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Q?' },
    ]);
    const example = await readOne(folder([line({ arguments: { gen_args_0: { arg_0: [chat], arg_1: {} } } })]));
    expect(example.messages).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Q?' },
    ]);
    expect(example.input).toBe('[system]\nBe brief.\n\n[user]\nQ?');
  });

  it('gives a metric where less is better a score and no verdict', async () => {
    const rows = [line({ metrics: ['my_loss'], my_loss: 2.5 })];
    const results = { model_name: 'tiny', higher_is_better: { gsm8k: { my_loss: false } } };
    expect(await readOne(folder(rows, results))).toMatchObject({ score: 2.5, verdict: null });
    const known = [line({ metrics: ['word_perplexity'], word_perplexity: 9 })];
    expect(await readOne(folder(known))).toMatchObject({ score: 9, verdict: null });
  });

  it('reads booleans, lists of booleans and NaN', async () => {
    const strict = line({ metrics: ['prompt_level_strict_acc', 'inst'], prompt_level_strict_acc: false, inst: [true] });
    expect(await readOne(folder([strict]))).toMatchObject({ score: 0, metric: 'prompt_level_strict_acc' });
    expect(await readOne(folder([line({ metrics: ['inst'], inst: [true, false] })]))).toMatchObject({ score: 0.5 });
    const text = `${JSON.stringify(line({ exact_match: 'HERE' })).replace('"HERE"', 'NaN')}\n`;
    expect((await readOne(memoryFolder({ [SAMPLES]: text })(SAMPLES))).score).toBeNull();
  });

  it('keeps every reference of a list, in JSON where it is no text', async () => {
    const { references } = await readOne(folder([line({ target: ['a', 2] })]));
    expect(references).toEqual(['a', '2']);
  });

  it('reports broken lines and a torn end by line, and reads the rest', async () => {
    const text = `${JSON.stringify(line())}\n{"doc_id": oops}\n[1]\n\n{"other": 1}\n${JSON.stringify(line({ doc_id: 9 }))}\n{"doc_id": 1`;
    const { examples, problems } = await readAll(memoryFolder({ [SAMPLES]: text }, { chunkBytes: 11 })(SAMPLES));
    expect(examples.map(({ id, source }) => [id, source.line])).toEqual([
      ['7', 1],
      ['9', 6],
    ]);
    expect(problems).toEqual([
      { line: 2, message: 'this is not valid JSON' },
      { line: 3, message: 'the line is not a JSON object' },
      { line: 5, message: 'the line is no sample of lm-eval' },
      { line: 7, message: 'the last line is incomplete (still being written?)' },
    ]);
  });

  it('does not take the results for samples', async () => {
    const name = `results_${STAMP}.json`;
    const results = JSON.stringify({ results: { gsm8k: { acc: 1 } }, configs: {}, model_name: 'x' });
    expect((await readAll(memoryFolder({ [name]: results })(name))).format).toBeNull();
  });

  it('takes no part of a metric of the whole run for the score of a document', async () => {
    const scored = (metric: string, value: unknown) =>
      readOne(folder([line({ metrics: [metric], exact_match: undefined, bleu: undefined, [metric]: value })]));
    expect((await scored('inst_level_strict_acc', [true, false])).score).toBe(0.5);
    expect((await scored('bleu', ['4', 'It is 5'])).score).toBeNull();
    expect((await scored('word_perplexity', [-0.26, 8])).score).toBeNull();
    expect((await scored('brier_score', [0, '[0.27 0.16 0.57]'])).score).toBeNull();
    expect((await scored('f1', [1, 0])).score).toBe(0);
    expect((await scored('mcc', [1, 1])).score).toBe(1);
    expect((await scored('f1', [[0, 2], 2])).score).toBe(1);
  });

  it('reads several accepted answers from a list and from the text of one', async () => {
    const references = async (over: object) => (await readOne(folder([line(over)]))).references;
    expect(await references({ target: '[\'4\', "four"]' })).toEqual(['4', 'four']);
    expect(await references({ target: ['4', 'four'] })).toEqual(['4', 'four']);
    expect(await references({ target: '[1, 2, 3]' })).toEqual(['[1, 2, 3]']);
    expect((await readOne(folder([multipleChoice({ target: '[0, 1]' })]))).references).toEqual(['red', 'blue']);
  });

  it('takes the first line of each document where filters have no names, as before 0.4.6', async () => {
    const old = (doc_id: number, exact_match: number) =>
      line({ doc_id, exact_match, filter: undefined, metrics: undefined, bleu: undefined });
    const { examples, notes } = await readAll(
      folder([old(7, 0), old(8, 1), old(7, 1), old(8, 1)], { model_name: 'm' }),
    );
    expect(examples.map(({ id, score }) => [id, score])).toEqual([
      ['7', 0],
      ['8', 1],
    ]);
    expect(notes).toEqual(['the first line of each document counts; 2 lines of filters without a name left out']);
  });

  it('reads the list that versions before 0.4.3 write, named after the arguments of the model', async () => {
    const rows = [7, 8, 7].map((doc_id) => line({ doc_id, filter: undefined, metrics: undefined, bleu: undefined }));
    const name = 'pretrained__org__small_gsm8k_cot.jsonl';
    const results = {
      config: { model: 'hf', model_args: 'pretrained=org/small' },
      configs: { cot: {}, gsm8k_cot: {} },
    };
    const open = memoryFolder({ [name]: JSON.stringify(rows, null, 2), 'results.json': JSON.stringify(results) });
    const { examples, notes } = await readAll(open(name));
    expect(examples).toMatchObject([
      { id: '7', dataset: 'gsm8k_cot', model: 'org/small', source: { line: 2 } },
      { id: '8', dataset: 'gsm8k_cot', model: 'org/small' },
    ]);
    expect(notes).toHaveLength(1);
    const again = await EvaluationFile.detect(open(name));
    expect(await again?.raw(examples[1]?.source as Source)).toEqual(examples[1]);
  });
});
