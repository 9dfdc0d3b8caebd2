import { describe, expect, it } from 'vitest';
import { surveyFile } from '../../../src/readers/survey';
import { readAll } from '../../support/readings';
import { tempFolder } from '../../support/tempFolder';

const sample = (task_id: string, base_status: string, plus_status: string | null, over: object = {}) => ({
  task_id,
  solution: `def f(): # ${base_status} ${plus_status}`,
  base_status,
  plus_status,
  base_fail_tests: base_status === 'pass' ? [] : [[1, 2]],
  plus_fail_tests: plus_status === 'fail' ? [[0], ['x'.repeat(999)]] : [],
  ...over,
});
const run = async (tasks: object, name = 'acme--m1_vllm_temp_0.0_eval_results.json', files: object = {}) =>
  (await tempFolder({ [name]: { date: '2026', hash: 'x', eval: tasks }, ...files })).open(name);
const dataset = { task_id: 'HumanEval/0', prompt: 'def f():\n', entry_point: 'f', canonical_solution: '  return 1\n' };

describe('the EvalPlus reader', () => {
  it('passes what passes the base and the plus tests', async () => {
    const tasks = {
      'HumanEval/0': [sample('HumanEval/0', 'pass', 'pass'), sample('HumanEval/0', 'pass', 'fail')],
      'HumanEval/1': [sample('HumanEval/1', 'timeout', 'pass')],
      'HumanEval/2': [sample('HumanEval/2', 'pass', null), sample('HumanEval/2', 'fail', null)],
    };
    const { examples, problems, notes } = await readAll(await run(tasks));
    expect(problems).toEqual([]);
    expect(examples.map(({ id, verdict, metric }) => [id, verdict, metric])).toEqual([
      ['HumanEval/0', true, 'base and plus tests'],
      ['HumanEval/0', false, 'base and plus tests'],
      ['HumanEval/1', false, 'base and plus tests'],
      ['HumanEval/2', true, 'base tests'],
      ['HumanEval/2', false, 'base tests'],
    ]);
    expect(examples[1]).toMatchObject({
      dataset: 'HumanEval',
      model: 'acme/m1',
      output: 'def f(): # pass fail',
      metadata: { base_status: 'pass', plus_status: 'fail', plus_fail_tests: 2 },
    });
    expect(examples[1]?.explanation).toMatch(/^base tests: pass\nplus tests: fail, with the inputs \[0\], \["x{198}…$/);
    expect(examples[4]?.explanation).toBe('base tests: fail, with the inputs [1,2]');
    expect(notes).toEqual([expect.stringContaining('the examples have no prompts')]);
  });

  it('takes prompts and solutions out of a dataset beside it, which is no evaluation', async () => {
    const files = {
      'a_samples.jsonl': `${JSON.stringify({ task_id: 'HumanEval/0', solution: 'x' })}\n`,
      'b.jsonl': `${JSON.stringify(dataset)}\n`,
    };
    const file = await run({ 'HumanEval/0': [sample('HumanEval/0', 'fail', 'fail')] }, 'mine_eval_results.json', files);
    const { examples, notes } = await readAll(file);
    expect(examples).toMatchObject([{ model: 'mine', input: 'def f():\n', references: ['def f():\n  return 1\n'] }]);
    expect(notes).toEqual([]);
    expect(await surveyFile(await file.sibling('b.jsonl'))).toBeNull();
    expect(await surveyFile(await file.sibling('a_samples.jsonl'))).toBeNull();
  });

  it('tells what is no sample, and reads the rest', async () => {
    const tasks = { 'Mbpp/2': [sample('Mbpp/2', 'pass', 'pass'), 3, { solution: '' }] };
    const { examples, problems } = await readAll(await run(tasks));
    expect(examples.map(({ dataset: name }) => name)).toEqual(['Mbpp']);
    expect(problems.map(({ message }) => message)).toEqual(Array(2).fill('Mbpp/2: this is no sample of EvalPlus'));
  });
});
