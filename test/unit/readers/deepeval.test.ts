import { describe, expect, it } from 'vitest';
import { surveyFile } from '../../../src/readers/survey';
import { memoryFile } from '../../support/memoryFile';
import { readAll, readOne } from '../../support/readings';

const exact = { name: 'Exact Match', threshold: 1, success: true, score: 1, reason: 'equal', flaky: false };
const contains = { name: 'Contains', threshold: 0.5, success: false, score: 0.2, reason: 'not found', flaky: false };
const crashed = { name: 'Judge', threshold: 0.5, success: false, error: 'RuntimeError: no key', flaky: false };
const testCase = (metricsData: object[], over: object = {}) => ({
  name: 'case-1',
  input: 'Capital of Norway?',
  actualOutput: 'Bergen',
  expectedOutput: 'Oslo',
  success: metricsData.every((metric) => 'success' in metric && metric.success),
  metricsData,
  tags: ['geo'],
  metadata: { topic: 'geo', long: 'x'.repeat(1000) },
  ...over,
});
const run = (testCases: object[], over: object = {}) =>
  memoryFile(
    'test_run_1.json',
    JSON.stringify({
      testCases,
      conversationalTestCases: [],
      metricsScores: [],
      hyperparameters: { model: 'tiny' },
      ...over,
    }),
    30,
  );

describe('the DeepEval reader', () => {
  it('reads a failing case with the metric that decided', async () => {
    expect(await readOne(run([testCase([exact, contains])], { datasetAlias: 'capitals' }))).toMatchObject({
      id: 'case-1',
      dataset: 'capitals',
      model: 'tiny',
      input: 'Capital of Norway?',
      output: 'Bergen',
      references: ['Oslo'],
      score: 0.2,
      metric: 'Contains',
      verdict: false,
      explanation: 'Contains: not found',
      metadata: { tags: ['geo'], sample: { topic: 'geo' } },
    });
  });

  it('takes folder and file for the names that the run does not have', async () => {
    const example = await readOne(run([testCase([exact])], { hyperparameters: undefined }));
    expect(example).toMatchObject({ dataset: 'model-a', model: 'test_run_1', verdict: true, score: 1 });
  });

  it('counts a crashed metric as an error unless another metric failed', async () => {
    const { examples } = await readAll(
      run([testCase([exact, crashed]), testCase([contains, crashed]), testCase([{ ...crashed, flaky: true }, exact])]),
    );
    expect(examples.map(({ error }) => error)).toEqual(['Judge: RuntimeError: no key', undefined, undefined]);
  });

  it('lets no flaky metric decide, and no metric at all be unscored', async () => {
    const flaky = testCase([exact, { ...contains, flaky: true }], { success: true });
    const { examples } = await readAll(
      run([flaky, testCase([], { success: undefined, metricsData: [] }), testCase([], { success: null })]),
    );
    expect(examples.map(({ verdict, metric }) => [verdict, metric])).toEqual([
      [true, 'Exact Match'],
      [null, undefined],
    ]);
  });

  it('reads conversations', async () => {
    const turns = [
      { role: 'user', content: 'Hi', order: 0 },
      { role: 'assistant', content: 'Ho', order: 1 },
    ];
    const conversation = {
      name: 'c',
      success: false,
      metricsData: [contains],
      turns,
      scenario: 's',
      expectedOutcome: 'Hey',
    };
    const { examples } = await readAll(run([testCase([exact])], { conversationalTestCases: [conversation] }));
    expect(examples[1]).toMatchObject({
      input: 'Hi',
      messages: [{ role: 'user', content: 'Hi' }],
      output: 'Ho',
      references: ['Hey'],
      metadata: { scenario: 's' },
    });
  });

  it('reads the results that stay in memory, dumped', async () => {
    const dumped = {
      test_results: [
        {
          name: 'a',
          success: false,
          metrics_data: [contains],
          input: 'q',
          actual_output: 'o',
          expected_output: 'e',
          index: 0,
        },
      ],
      confident_link: null,
    };
    expect(await readOne(memoryFile('r.json', JSON.stringify(dumped)))).toMatchObject({
      input: 'q',
      output: 'o',
      references: ['e'],
      verdict: false,
    });
  });

  it('accounts for every case when cut anywhere', async () => {
    const text = JSON.stringify({ testCases: [testCase([exact]), testCase([contains])], hyperparameters: {} });
    for (let end = text.indexOf('metricsData') + 13; end < text.length; end += 3) {
      const survey = await surveyFile(memoryFile('r.json', text.slice(0, end)));
      expect((survey?.entries.length ?? 0) + (survey?.problems.length ?? 0)).toBeGreaterThan(0);
    }
  });

  it('claims no other JSON', async () => {
    for (const other of [{ testCases: [{ name: 'a', input: 'b' }] }, { testCases: 3 }, { test_results: [] }]) {
      expect(await surveyFile(memoryFile('x.json', JSON.stringify(other)))).toBeNull();
    }
  });
});
