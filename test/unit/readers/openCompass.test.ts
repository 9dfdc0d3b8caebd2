import { describe, expect, it } from 'vitest';
import { openDiskFile } from '../../../src/readers/diskFile';
import { EvaluationFile } from '../../../src/readers/evaluationFile';
import { surveyFile } from '../../../src/readers/survey';
import { readAll } from '../../support/readings';
import { tempFolder } from '../../support/tempFolder';

const RESULTS = 'results/m1/qa.json';
const listed = (index: number, over: object = {}) => ({
  example_abbr: `qa_${index}`,
  pred: ['The answer is B.'],
  parsed: ['B'],
  refr: ['A'],
  correct: [false],
  ...over,
});
const asked = (origin_prompt: unknown, prediction: string) => ({ origin_prompt, prediction, gold: 'A' });
const run = async (results: unknown, predictions: Record<string, unknown> = {}) => {
  const parts = Object.entries(predictions).map(([name, content]) => [`predictions/m1/${name}`, content] as const);
  const folder = await tempFolder({ [RESULTS]: results, ...Object.fromEntries(parts) });
  return folder.open(RESULTS);
};

describe('the OpenCompass reader', () => {
  it('joins details with the predictions by their place', async () => {
    const predictions = { '0': asked('Q0', 'Well: B'), '1': asked([{ role: 'HUMAN', prompt: 'Q1' }], 'A') };
    const details = [listed(7), listed(8, { pred: ['A'], parsed: ['A'], correct: [true] })];
    const { examples, problems, format } = await readAll(
      await run({ accuracy: 50, details }, { 'qa.json': predictions }),
    );
    expect([format, problems]).toEqual(['opencompass', []]);
    expect(examples).toMatchObject([
      {
        id: '0',
        dataset: 'qa',
        model: 'm1',
        input: 'Q0',
        output: 'Well: B',
        references: ['A'],
        score: 0,
        verdict: false,
        metadata: { example_abbr: 'qa_7', parsed: 'B' },
      },
      { id: '1', input: 'Q1', messages: [{ role: 'user', content: 'Q1' }], output: 'A', verdict: true },
    ]);
  });

  it('counts the parts of the predictions through', async () => {
    const parts = { 'qa_0.json': { '0': asked('Q0', 'x') }, 'qa_1.json': { '0': asked('Q1', 'y') } };
    const { examples } = await readAll(await run({ details: [listed(0), listed(1)] }, parts));
    expect(examples.map(({ input, output }) => [input, output])).toEqual([
      ['Q0', 'x'],
      ['Q1', 'y'],
    ]);
  });

  it('gives every repeat of the dataset an example of its own', async () => {
    const predictions = {
      '0': asked('Q0', 'a0'),
      '1': asked('Q1', 'b0'),
      '2': asked('Q0', 'a1'),
      '3': asked('Q1', 'b1'),
    };
    const twice = (index: number, correct: boolean[]) =>
      listed(index, { pred: ['x', 'y'], parsed: ['x', 'y'], refr: ['A', 'A'], correct });
    const file = await run({ details: [twice(0, [true, false]), twice(1, [false, true])] }, { 'qa.json': predictions });
    const { examples } = await readAll(file);
    expect(examples.map(({ id, output, verdict, source }) => [id, output, verdict, source.part])).toEqual([
      ['0', 'a0', true, 0],
      ['0', 'a1', false, 1],
      ['1', 'b0', false, 0],
      ['1', 'b1', true, 1],
    ]);
  });

  it('compares where generated details bear no verdict, and says when the tool counted otherwise', async () => {
    const detail = (origin_prediction: string, predictions: string, references: string) => ({
      prompt: 'Q',
      origin_prediction,
      predictions,
      references,
    });
    const details = {
      type: 'GEN',
      '0': detail('It is Paris', 'Paris', "['paris', 'Paris']"),
      '1': detail('x', 'x', 'y'),
    };
    const { examples, notes } = await readAll(await run({ accuracy: 50, details }, { 'qa.json': {} }));
    expect(examples).toMatchObject([
      { id: '0', input: 'Q', output: 'It is Paris', references: ['paris', 'Paris'], verdict: true },
      { id: '1', output: 'x', references: ['y'], verdict: false, metric: 'exact match' },
    ]);
    expect(notes).toEqual(['the details bear no verdicts: predictions were compared with references']);
    const other = await readAll(await run({ accuracy: 100, details }, { 'qa.json': {} }));
    expect(other.notes[0]).toMatch(/gives 50.0 right of 100; the tool counted 100.0$/);
  });

  it('reads ranked labels', async () => {
    const detail = {
      origin_prediction: { A: { PPL: 2 }, B: { PPL: 1 } },
      predictions: 'B',
      references: 'A',
      correct: false,
    };
    const predictions = { '0': { 'label: A': { 'testing input': 'Q A', PPL: 2 }, prediction: 'B' } };
    const { examples } = await readAll(
      await run({ details: { type: 'PPL', '0': detail } }, { 'qa.json': predictions }),
    );
    expect(examples).toMatchObject([
      { input: 'Q A', output: 'B', choices: ['A', 'B'], references: ['A'], verdict: false },
    ]);
  });

  it('reads results without predictions, and says so', async () => {
    const { examples, problems } = await readAll(await run({ details: [listed(0)] }));
    expect(examples).toMatchObject([{ input: '', output: 'The answer is B.' }]);
    expect(problems).toEqual([{ message: expect.stringContaining('predictions/m1/qa.json is not there') }]);
  });

  it('loads an example of a file that was not read', async () => {
    const file = await run({ details: [listed(0), 5, listed(2)] }, { 'qa.json': { '2': asked('Q2', 'two') } });
    const survey = await surveyFile(file);
    expect(survey?.problems).toEqual([{ line: 18, message: 'these are no details of OpenCompass' }]);
    const entry = survey?.entries[1];
    const evaluation = await EvaluationFile.detect(await openDiskFile(file.path));
    expect(entry && (await evaluation?.load(entry))).toMatchObject({ id: '2', input: 'Q2', output: 'two' });
  });

  it('claims neither predictions nor results without details', async () => {
    const folder = await tempFolder({
      'results/m1/a.json': { accuracy: 12.5 },
      'predictions/m1/a.json': { '0': asked('Q', 'x') },
    });
    expect(await surveyFile(await folder.open('results/m1/a.json'))).toBeNull();
    expect(await surveyFile(await folder.open('predictions/m1/a.json'))).toBeNull();
  });
});
