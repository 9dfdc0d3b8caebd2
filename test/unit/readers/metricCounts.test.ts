import { describe, expect, it } from 'vitest';
import { MetricRule, ReadRules } from '../../../src/readers/choices';
import { EvaluationFile } from '../../../src/readers/evaluationFile';
import { countMetrics } from '../../../src/readers/metricCounts';
import type { FileAccess } from '../../../src/readers/reader';
import { surveyFile } from '../../../src/readers/survey';
import { memoryFile, memoryFolder } from '../../support/memoryFile';
import { parquet } from '../../support/parquetWriter';
import { zip } from '../../support/zipWriter';

const choices = (metric: string) => new ReadRules([], [MetricRule.parse({ metric })]).of(['x']);

async function counts(file: FileAccess) {
  const evaluation = await EvaluationFile.detect(file);
  if (!evaluation) throw new Error('no evaluation');
  return countMetrics(evaluation);
}

/** What each metric is said to fail is what fails when it is chosen. */
async function agrees(file: FileAccess) {
  const all = await counts(file);
  for (const { metric, failing, decided } of all) {
    const survey = await surveyFile(file, { choicesOf: () => choices(metric) });
    const verdicts = survey?.entries.map(({ passed }) => passed) ?? [];
    expect([metric, verdicts.filter((passed) => passed === false).length]).toEqual([metric, failing]);
    expect(verdicts.filter((passed) => passed !== null).length).toBe(decided);
  }
  return Object.fromEntries(all.map(({ metric, failing, decided }) => [metric, [failing, decided]]));
}

const lines = (rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

describe('the metrics of a file', () => {
  it('lm-eval: metrics and filters, as its results name them', async () => {
    const row = (doc_id: number, filter: string, exact_match: number, f1: number) => ({
      ...{ doc_id, doc: { q: 'q' }, target: '4', arguments: {}, resps: [['5']], filtered_resps: ['5'], filter },
      ...{ metrics: ['exact_match', 'f1', 'perplexity'], exact_match, f1, perplexity: 3 },
    });
    const rows = [row(1, 'strict', 0, 0), row(2, 'strict', 1, 1), row(1, 'flexible', 0, 0.9), row(2, 'flexible', 0, 1)];
    const name = 'samples_t_2026-01-05T10-00-00.000000.jsonl';
    const file = memoryFolder({ [name]: lines(rows) })(name);
    expect(await agrees(file)).toEqual({
      'exact_match,strict': [1, 2],
      'f1,strict': [1, 2],
      'perplexity,strict': [0, 0],
      'exact_match,flexible': [2, 2],
      'f1,flexible': [0, 2],
      'perplexity,flexible': [0, 0],
    });
    const chosen = await surveyFile(file, { choicesOf: () => choices('exact_match,flexible') });
    expect(chosen?.notes.at(-1)).toContain('filter "flexible" counts; 2 lines of filter "strict"');
  });

  it('Inspect: scorers, and the parts of those that say several things', async () => {
    const sample = (id: number, match: string, grade: object) => ({
      ...{ id, input: 'q', target: 'a', output: { completion: 'b' } },
      scores: { match: { value: match }, grade: { value: grade }, length: { value: id } },
    });
    const log = {
      version: 2,
      status: 'success',
      eval: { task: 't', model: 'm', run_id: 'r', scorers: [{ name: 'match' }] },
      samples: [sample(1, 'C', { clear: 'C', short: 'I' }), sample(2, 'I', { clear: 'C', short: 'C' })],
    };
    const expected = { match: [1, 2], grade: [1, 2], 'grade.clear': [0, 2], 'grade.short': [1, 2], length: [1, 2] };
    expect(await agrees(memoryFile('log.json', JSON.stringify(log)))).toMatchObject(expected);
    const { samples, ...header } = log;
    const members = samples.map((data, i) => ({ name: `samples/${i}_epoch_1.json`, data: JSON.stringify(data) }));
    const archive = zip([{ name: 'header.json', data: JSON.stringify(header) }, ...members]);
    expect(await agrees(memoryFile('log.eval', archive))).toMatchObject(expected);
  });

  it('HELM: the metrics of the task', async () => {
    const state = (id: string) => ({
      instance: { id, input: { text: 'q' }, references: [] },
      request: { prompt: 'q' },
      result: { success: true, completions: [{ text: 'a' }] },
    });
    const stat = (name: string, mean: number) => ({ name: { name }, count: 1, mean });
    const stats = (id: string, ...all: object[]) => ({ instance_id: id, train_trial_index: 0, stats: all });
    const file = memoryFolder({
      'scenario_state.json': JSON.stringify({
        adapter_spec: { method: 'generation', model: 'm' },
        request_states: [state('1'), state('2')],
      }),
      'per_instance_stats.json': JSON.stringify([
        stats('1', stat('exact_match', 0), stat('f1_score', 1), stat('num_prompt_tokens', 4)),
        stats('2', stat('exact_match', 1), stat('f1_score', 1)),
      ]),
    })('scenario_state.json');
    expect(await agrees(file)).toEqual({ exact_match: [1, 2], f1_score: [0, 2] });
  });

  it('lighteval, MLflow and Phoenix', async () => {
    const detail = (em: number, f1: number) => ({
      doc: { id: `${em}${f1}`, query: 'q', choices: ['a'], gold_index: [0] },
      metric: { em, f1 },
      model_response: { input: 'q', text: ['a'] },
    });
    const columns = {
      doc: { id: 'STRING', query: 'STRING', choices: ['STRING'], gold_index: ['INT64'] },
      metric: { em: 'DOUBLE', f1: 'DOUBLE' },
      model_response: { input: 'STRING', text: ['STRING'] },
    } as const;
    const details = memoryFile('details_t|0_x.parquet', parquet(columns, [detail(0, 1), detail(1, 0)]));
    expect(await agrees(details)).toEqual({ em: [1, 2], f1: [1, 2] });
    const table = {
      columns: ['inputs', 'predictions', 'exact_match/v1/score', 'quality/v1/score'],
      data: [
        ['q', 'a', 0, 1],
        ['p', 'b', 0, 1],
      ],
    };
    const tables = memoryFile('eval_results_table.json', JSON.stringify(table));
    expect(await agrees(tables)).toEqual({ 'exact_match/v1': [2, 2], 'quality/v1': [0, 2] });
    const run = {
      ...{ example_id: '1', input: { q: 'q' }, output: 'a', reference_output: 'b' },
      annotations: [
        { name: 'tone', score: 1 },
        { name: 'correct', score: 0 },
      ],
    };
    expect(await agrees(memoryFile('x.json', JSON.stringify([run])))).toEqual({ tone: [0, 1], correct: [1, 1] });
  });

  it('a file of one metric has nothing to choose', async () => {
    const row = { question: 'q', response: 'a', correct: false };
    expect(await counts(memoryFile('a.jsonl', lines([row])))).toEqual([]);
  });

  it('an example without the chosen metric is decided as without a choice', async () => {
    const run = (id: string, ...annotations: object[]) => ({ example_id: id, input: 'q', output: 'a', annotations });
    const rows = [
      run('1', { name: 'tone', score: 1 }, { name: 'correct', score: 0 }),
      run('2', { name: 'correct', score: 0 }),
    ];
    const survey = await surveyFile(memoryFile('x.json', JSON.stringify(rows)), { choicesOf: () => choices('tone') });
    expect(survey?.entries.map(({ metric, passed }) => [metric, passed])).toEqual([
      ['tone', true],
      ['correct', false],
    ]);
  });
});
