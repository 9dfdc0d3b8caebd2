import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Atlas } from '../../../src/model/atlas';
import { runCli, temporaryFolder } from '../../support/cli';

let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
  const examples = [1, 2, 3].map((id) => `${id},tiny,What is ${id}+${id}?,0,${id === 3 ? 1 : 0},${2 * id}`);
  await writeFile(
    join(folder, 'sums.csv'),
    `example_id,model,input_text,output_text,score,correct_answer\n${examples.join('\n')}\n`,
  );
  const results = [1, 2, 99].map(
    (id) =>
      `sums,${id},tiny,What is ${id}+${id}?,0,0,x/judge,{},Adds wrongly,why,p,"{""name"": ""LLM Errors""}","{""name"": ""Sums""}"`,
  );
  await writeFile(
    join(folder, 'exp_id=one.csv'),
    `dataset,example_id,model,input_text,output_text,score,judge_model,judge_response,error_title,error_summary,prompt,category_depth_0,category_depth_1\n${results.join('\n')}\n`,
  );
});
afterAll(() => remove());

describe('import', () => {
  const run = (...more: string[]) => {
    const [results, data, store] = ['exp_id=one.csv', 'sums.csv', 'store'].map((name) => join(folder, name));
    return runCli<object>(['import', results ?? '', data ?? '', '--store', store ?? '', ...more]);
  };

  it('takes results over as judgments, once', async () => {
    expect((await run('--json')).json).toMatchObject({ results: 3, written: 2, known: 0, unmatched: 1, problems: 0 });
    const again = await run();
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).toBe(
      '3 results read, 0 judgments written, 2 known already, 1 of examples that are not in these files.\n',
    );
  });

  it('shows them in the atlas', async () => {
    const paths = ['atlas', join(folder, 'sums.csv'), '--store', join(folder, 'store'), '--json'];
    const { json } = await runCli<Atlas>(paths);
    expect(json.totals).toMatchObject({ failing: 2, classified: 2 });
    expect(json.categories).toMatchObject([{ name: 'Sums', count: 2 }]);
  });

  it('refuses a file that is something else, or nothing', async () => {
    for (const [name, why] of [
      ['sums.csv', 'these are no results of ErrorMap'],
      ['nowhere.csv', 'ENOENT'],
    ] as const) {
      const { code, stderr } = await runCli(['import', join(folder, name), folder, '--store', join(folder, 'store')]);
      expect(code).toBe(2);
      expect(stderr).toContain(why);
    }
  });
});
