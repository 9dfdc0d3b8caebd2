import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Survey, surveyFile } from '../../../src/readers/survey';
import { memoryFolder } from '../../support/memoryFile';

/** A run of a few examples: its main file, and what else is read with it by the relative paths. */
interface RunFolder {
  folder: string;
  main: string;
  files: Record<string, string>;
  examples: number;
}

const lines = (...rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const range = [0, 1, 2];
const helmRequest = (id: number, over: object = {}) => ({
  instance: { id: `i${id}`, input: { text: 'é?' }, references: [{ output: { text: 'a' }, tags: ['correct'] }] },
  train_trial_index: 0,
  request: { prompt: 'é? a' },
  result: { success: true, completions: [{ text: 'b', logprob: -1, tokens: [{ text: 'b' }] }] },
  ...over,
});
const helmStats = range.map((id) => ({
  instance_id: `i${id}`,
  train_trial_index: 0,
  stats: [{ name: { name: 'exact_match' }, count: 1, mean: id % 2 }],
}));
const helm = (requests: object[]): RunFolder => ({
  folder: 'runs/qa,model=m',
  main: 'scenario_state.json',
  files: {
    'scenario_state.json': JSON.stringify(
      { adapter_spec: { method: 'm', model: 'x' }, request_states: requests },
      null,
      1,
    ),
    'per_instance_stats.json': JSON.stringify(helmStats),
    'run_spec.json': JSON.stringify({ name: 'qa:model=m', scenario_spec: {}, adapter_spec: {} }),
  },
  examples: 3,
});
const prediction = { origin_prompt: 'Q', prediction: 'It is é' };
const openCompass = (details: unknown): RunFolder => ({
  folder: 'results/m',
  main: 'qa.json',
  files: {
    'qa.json': JSON.stringify({ accuracy: 33.3, details }),
    '../../predictions/m/qa.json': JSON.stringify({ '0': prediction, '1': prediction, '2': prediction }),
  },
  examples: 3,
});
const bfclLine = (id: number) => ({
  id: `s_${id}`,
  result: [{ f: '{"é": 1}' }],
  inference_log: [{ role: 'inference_input', content: { message: "[{'role': 'user', 'content': 'é'}]" } }],
});

const RUNS: Record<string, RunFolder> = {
  helm: helm(range.map((id) => helmRequest(id))),
  'helm, one request a reference': helm(
    range.flatMap((id) => [helmRequest(id, { reference_index: 0 }), helmRequest(id, { reference_index: 1 })]),
  ),
  'opencompass lists': openCompass(
    range.map((id) => ({ example_abbr: `qa_${id}`, pred: ['é'], answer: [['a']], correct: [id === 0] })),
  ),
  'opencompass objects': openCompass(
    Object.fromEntries(range.map((id) => [id, { prompt: 'é', predictions: 'a', references: `${id}` }])),
  ),
  bfcl: {
    folder: 'result/m/live',
    main: 'BFCL_v4_s_result.json',
    files: {
      'BFCL_v4_s_result.json': lines(...range.map(bfclLine)),
      '../../../score/m/live/BFCL_v4_s_score.json': lines(
        { accuracy: 0.6, correct_count: 2, total_count: 3 },
        { id: 's_1', valid: false, error: ['é'], prompt: { question: [[{ role: 'user', content: 'q' }]] } },
      ),
    },
    examples: 3,
  },
  evalplus: {
    folder: 'x',
    main: 'm_eval_results.json',
    files: {
      'm_eval_results.json': JSON.stringify({
        hash: 'x',
        eval: Object.fromEntries(
          range.map((id) => [
            `H/${id}`,
            [{ task_id: `H/${id}`, solution: 'é', base_status: 'pass', plus_status: 'fail' }],
          ]),
        ),
      }),
      'data.jsonl': lines(...range.map((id) => ({ task_id: `H/${id}`, prompt: 'é', entry_point: 'f' }))),
    },
    examples: 3,
  },
  'swe-bench': {
    folder: 'x',
    main: 'm.r.json',
    files: {
      'm.r.json': JSON.stringify({
        total_instances: 3,
        resolved_instances: 1,
        completed_ids: ['a-1', 'b-2'],
        submitted_ids: ['a-1', 'b-2', 'c-3'],
        resolved_ids: ['a-1'],
        unresolved_ids: ['b-2'],
        error_ids: ['c-3'],
      }),
      'logs/run_evaluation/r/m/b-2/report.json': JSON.stringify({ 'b-2': { resolved: false, tests_status: {} } }),
      'logs/run_evaluation/r/m/b-2/patch.diff': '--- é',
    },
    examples: 3,
  },
};

/** Surveys a run with some files replaced; a problem in the words of a bug of ours is a bug of ours. */
async function look(run: RunFolder, damaged: Record<string, Uint8Array>, chunkBytes = 64): Promise<Survey | null> {
  const survey = await surveyFile(
    memoryFolder({ ...run.files, ...damaged }, { folder: run.folder, chunkBytes })(run.main),
  );
  for (const { message } of survey?.problems ?? []) {
    expect(message).not.toMatch(/undefined|Cannot |not a function|not iterable|is null/);
  }
  return survey;
}

describe.each(Object.entries(RUNS))('damaged runs of %s', (_, run) => {
  it('are read when whole', async () => {
    const survey = await look(run, {});
    expect(survey?.problems).toEqual([]);
    expect(survey?.entries).toHaveLength(run.examples);
  });

  it('lose nothing silently when the main file is cut', async () => {
    const data = Buffer.from(run.files[run.main] ?? '');
    for (let end = 0; end < data.length; end += 1) {
      const survey = await look(run, { [run.main]: data.subarray(0, end) });
      if (survey && survey.entries.length < run.examples) expect(survey.problems).not.toEqual([]);
      expect(survey?.entries.length ?? 0).toBeLessThanOrEqual(run.examples);
    }
  });

  it('keep every example when a companion is cut, garbage or gone', async () => {
    for (const name of Object.keys(run.files).filter((other) => other !== run.main)) {
      const data = Buffer.from(run.files[name] ?? '');
      const pieces = Array.from({ length: data.length }, (__, end) => data.subarray(0, end));
      for (const piece of [...pieces, Buffer.from('\0\xff[{"'), Buffer.from('[1,null,{}]'), Buffer.from('{"0":1}')]) {
        expect((await look(run, { [name]: piece }))?.entries).toHaveLength(run.examples);
      }
      const { [name]: gone, ...files } = run.files;
      expect(gone).toBeDefined();
      expect((await look({ ...run, files }, {}))?.entries).toHaveLength(run.examples);
    }
  });

  it('never throw when bytes change anywhere', async () => {
    const names = Object.keys(run.files);
    const change = fc.tuple(fc.constantFrom(...names), fc.nat(), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 99 }),
        async (all, chunk) => {
          const damaged: Record<string, Buffer> = {};
          for (const [name, place, byte] of all) {
            const data = damaged[name] ?? Buffer.from(run.files[name] ?? '');
            data[place % data.length] = byte;
            damaged[name] = data;
          }
          await look(run, damaged, chunk);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('never throw on values of any shape', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 3 }), fc.nat(), async (value, which) => {
        for (const [name, text] of Object.entries(run.files)) {
          await look(run, { [name]: Buffer.from(replaceScalar(text, value, which)) });
        }
      }),
      { numRuns: 150 },
    );
  });

  it('survive a value that is nested too deep', async () => {
    const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
    const text = run.files[run.main] ?? '';
    for (let which = 0; which < 12; which += 1) {
      const damaged = replaceScalar(text, 'DEEP', which).replace('"DEEP"', deep);
      const survey = await look(run, { [run.main]: Buffer.from(damaged) }, 4096);
      if (survey) expect(survey.entries.length + survey.problems.length).toBeGreaterThanOrEqual(1);
    }
  });
});

/** The text with one of its JSON scalars replaced by another value. */
function replaceScalar(text: string, value: unknown, which: number): string {
  const scalars = [...text.matchAll(/(?<=[:[,]\s*)("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null)(?=\s*[,}\]])/g)];
  const scalar = scalars[which % Math.max(1, scalars.length)];
  if (!scalar) return text;
  return `${text.slice(0, scalar.index)}${JSON.stringify(value)}${text.slice(scalar.index + scalar[0].length)}`;
}
