import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cli } from './cli';

/** Kinds of error as judges title them, and what they happened with. */
const KINDS = [
  'Adds numbers wrongly',
  'Multiplies numbers wrongly',
  'Skips a stated condition',
  'Misreads a table row',
  'Ignores the asked output format',
  'Stops before the final answer',
  'Invents a fact about a person',
  'Confuses units of measure',
];
const MATTERS = ['in a price', 'in a schedule', 'in a recipe', 'in a train timetable', 'in a report', 'in a quiz'];

export const MOST_TITLES = KINDS.length * MATTERS.length;

/** Failing examples with titles of their own, as ErrorMap's reference code leaves them, taken over into the store. */
export async function importTitles(cli: Cli, count: number): Promise<string> {
  const folder = join(cli.options.store, 'titled');
  const file = join(folder, 'titled.csv');
  const results = join(folder, 'exp_id=titles.csv');
  const titles = Array.from({ length: Math.min(count, MOST_TITLES) }, (_, i) => {
    return `${KINDS[i % KINDS.length]} ${MATTERS[Math.floor(i / KINDS.length)]}`;
  });
  await mkdir(folder, { recursive: true });
  const examples = titles.map((_, i) => `${i},m,question ${i},answer ${i},0,right ${i}`);
  await writeFile(file, `example_id,model,input_text,output_text,score,correct_answer\n${examples.join('\n')}\n`);
  const found = titles.map(
    (title, i) =>
      `titled,${i},m,question ${i},answer ${i},0,x/judge,{},${title},why,p,"{""name"": ""LLM Errors""}","{""name"": ""All""}"`,
  );
  const head =
    'dataset,example_id,model,input_text,output_text,score,judge_model,judge_response,error_title,error_summary,prompt,category_depth_0,category_depth_1';
  await writeFile(results, `${head}\n${found.join('\n')}\n`);
  await cli.run(['import', results, file, '--store', cli.options.store]);
  return file;
}
