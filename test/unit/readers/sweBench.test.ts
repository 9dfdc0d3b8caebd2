import { describe, expect, it } from 'vitest';
import { surveyFile } from '../../../src/readers/survey';
import { readAll } from '../../support/readings';
import { tempFolder } from '../../support/tempFolder';

const report = (over: object = {}) => ({
  total_instances: 5,
  submitted_instances: 4,
  completed_instances: 2,
  resolved_instances: 1,
  unresolved_instances: 1,
  empty_patch_instances: 1,
  error_instances: 1,
  completed_ids: ['a__a-1', 'b__b-2'],
  incomplete_ids: ['e__e-5'],
  empty_patch_ids: ['c__c-3'],
  submitted_ids: ['a__a-1', 'b__b-2', 'c__c-3', 'd__d-4'],
  resolved_ids: ['a__a-1'],
  unresolved_ids: ['b__b-2'],
  error_ids: ['d__d-4'],
  schema_version: 2,
  ...over,
});
const instance = (id: string, over: object = {}) => ({
  [id]: {
    patch_exists: true,
    patch_successfully_applied: true,
    resolved: false,
    tests_status: {
      FAIL_TO_PASS: { success: [], failure: ['test_x'] },
      PASS_TO_PASS: { success: ['test_a'], failure: ['test_y', 'test_z'] },
    },
    ...over,
  },
});

describe('the SWE-bench reader', () => {
  it('reads the outcome of every submitted instance', async () => {
    const folder = await tempFolder({ 'acme__m1.run1.json': report() });
    const file = await folder.open('acme__m1.run1.json');
    const { examples, problems, notes } = await readAll(file);
    expect(problems).toEqual([]);
    expect(notes).toEqual(['logs/run_evaluation/run1/acme__m1 is not beside it: no patches, no failed tests']);
    expect(examples.map(({ id, verdict, error }) => [id, verdict, error !== undefined])).toEqual([
      ['c__c-3', false, false],
      ['a__a-1', true, false],
      ['b__b-2', false, false],
      ['d__d-4', null, true],
    ]);
    expect(examples[0]).toMatchObject({ model: 'acme/m1', dataset: 'SWE-bench', explanation: 'the patch is empty' });
    const survey = await surveyFile(file);
    expect(survey?.format).toBe('swe-bench');
  });

  it('takes patches and failed tests out of the logs, with dots in the names', async () => {
    const logs = 'logs/run_evaluation/v1.0/m-4.1';
    const folder = await tempFolder({
      'm-4.1.v1.0.json': report(),
      [`${logs}/b__b-2/report.json`]: instance('b__b-2'),
      [`${logs}/b__b-2/patch.diff`]: '--- a\n+++ b\n',
    });
    const { examples, notes } = await readAll(await folder.open('m-4.1.v1.0.json'));
    expect(notes).toEqual([]);
    expect(examples.find(({ id }) => id === 'b__b-2')).toMatchObject({
      model: 'm-4.1',
      output: '--- a\n+++ b\n',
      explanation: 'still failing: test_x\nbroken by the patch: test_y, test_z',
      metadata: { run: 'v1.0', patch_successfully_applied: true },
    });
    expect(await surveyFile(await folder.open(`${logs}/b__b-2/report.json`))).toBeNull();
  });

  it('never follows an id out of the folder', async () => {
    const folder = await tempFolder({
      'm.r.json': report({ unresolved_ids: ['../../../../secret', 'b__b-2'], submitted_ids: [] }),
      'secret/patch.diff': 'secret',
      'logs/run_evaluation/r/m/b__b-2/report.json': instance('b__b-2'),
    });
    const { examples } = await readAll(await folder.open('m.r.json'));
    expect(examples.find(({ id }) => id.startsWith('..'))).toMatchObject({ output: '' });
  });

  it('tells of instances without an outcome and of what is no id', async () => {
    const folder = await tempFolder({ 'm.r.json': report({ error_ids: [7] }) });
    const { examples, problems } = await readAll(await folder.open('m.r.json'));
    expect(examples).toHaveLength(3);
    expect(problems.map(({ message }) => message)).toEqual([
      'this is no id of an instance',
      '1 submitted instances have no outcome',
    ]);
  });
});
