import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Comparison } from '../../../src/model/comparison';
import { runCli, temporaryFolder } from '../../support/cli';

const SIDES = ['--a', 'examples', '--b', 'examples'];

let folder: string;
let remove: () => Promise<void>;
let store: string;
let models: [string, string];
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
  store = join(folder, 'store');
  await runCli(['classify', 'examples', '--store', store, '--json']);
  const { json } = await runCli<{ files: { format: string; models: string[] }[] }>(['scan', 'examples', '--json']);
  const found = [...new Set(json.files.filter(({ format }) => format === 'lm-eval').flatMap((file) => file.models))];
  models = [found[0] ?? '', found[1] ?? ''];
});
afterAll(() => remove());

function compareModels(...more: string[]) {
  return runCli<Comparison & { exceeded?: unknown[] }>(
    ['compare', ...SIDES, '--a-model', models[0], '--b-model', models[1], '--store', store].concat(more),
  );
}

describe('compare', () => {
  it('pairs two models over the items that both answered', async () => {
    const { code, json, stderr } = await compareModels('--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(Comparison.strict().parse(json)).toEqual(json);
    expect(json.paired).toBe(true);
    expect(json.a.models).toEqual([models[0]]);
    expect(json.changes.fixed - json.changes.broken).toBe(json.a.failing - json.b.failing);
  });

  it('writes a report in Markdown too, or says why it can not', async () => {
    const report = join(folder, 'comparison.md');
    const { code, json } = await compareModels('--json', '--markdown', report);
    const text = await readFile(report, 'utf8');
    expect(code).toBe(0);
    expect(text).toContain(`(${json.a.scored} scored)`);
    expect(text).toContain(`## Broken: passed in A, fails in B (${json.changes.broken})`);
    expect(text.match(/^\| /gm)).toHaveLength(json.categories.length + 3);
    const failed = await compareModels('--markdown', join(folder, 'no', 'such', 'folder.md'));
    expect(failed).toMatchObject({ code: 2, stdout: '' });
    expect(failed.stderr).toContain("can't be written");
  });

  it('prints the gist and a table', async () => {
    const { stdout } = await compareModels();
    expect(stdout).toMatch(/^On the \d+ examples that both answered/);
    expect(stdout).toMatch(/all failures +\d+ \(/);
  });

  it('exits with 1 when a limit is exceeded, and says which', async () => {
    const { code, stderr, json } = await compareModels(
      '--json',
      '--fail-on',
      'failing>0%',
      '--fail-on',
      'failing>100%',
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Exceeded: failing>0%: it is \d/);
    expect(json.exceeded).toHaveLength(1);
    expect((await compareModels('--fail-on', 'failing>100%')).code).toBe(0);
  });

  it('has no use for a misspelt category, a broken limit, an unknown model or a missing side', async () => {
    const misspelt = await compareModels('--fail-on', 'Computaton Error>5%');
    expect(misspelt).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no category is called "Computaton Error"'),
    });
    const broken = await compareModels('--fail-on', 'lots');
    expect(broken).toMatchObject({ code: 2, stderr: expect.stringContaining('write "Computation Error>+5pp"') });
    const unknown = await runCli(['compare', ...SIDES, '--a-model', 'nobody', '--store', store]);
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('Models there: ') });
    expect((await runCli(['compare', '--a', 'examples'])).code).toBe(2);
  });
});
