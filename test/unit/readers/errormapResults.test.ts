import { describe, expect, it } from 'vitest';
import { type ErrormapReading, isErrormapResults, readErrormapResults } from '../../../src/readers/errormapResults';
import { readHead } from '../../../src/readers/head';
import type { FileAccess } from '../../../src/readers/reader';
import { mutate } from '../../fuzz/mutate';
import { Random } from '../../fuzz/random';
import { memoryFile } from '../../support/memoryFile';
import { readAll } from '../../support/readings';

const reply = '{"required_criteria": [], "final_answer": {"error_title": "Adds wrongly", "error_summary": "4+4"}}';
const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
const COLUMNS =
  'dataset,example_id,model,input_text,output_text,score,judge_model,judge_response,error_title,error_summary,prompt';
const row = (id: string, categories: string[]) =>
  `sums,${id},tiny,"What is\n4+4?",9,0,x/judge,${cell(reply)},Adds wrongly,4+4,p,${categories
    .map((name) => cell(JSON.stringify({ description: 'd', name })))
    .join(',')}`;
const csv = (...rows: string[]) =>
  memoryFile(
    'exp_name=construct_taxonomy_recursively__exp_id=1.csv',
    `${COLUMNS},category_depth_0,category_depth_1,category_depth_2\n${rows.join('\n')}\n`,
    50,
  );
const leaf = {
  id: 'parent=Arithmetic__name=Adds wrongly__depth=1',
  name: 'Adds wrongly',
  info: {
    ...{ dataset: 'sums', example_id: 7, model: 'tiny', input_text: 'What is\n4+4?', output_text: '9', score: 0 },
    ...{ judge_model: 'x/judge', judge_response: reply, error_title: 'Adds wrongly', error_summary: '4+4' },
  },
  children: [],
  parent: 'parent=LLM Errors__name=Arithmetic__depth=0',
};
const tree = (children: unknown[]) => {
  const root = { id: 'parent=None__name=LLM Errors__depth=0', name: 'LLM Errors', info: {}, children, parent: '' };
  return memoryFile('tree.json', JSON.stringify(root, null, 2), 50);
};
const category = (name: string, children: unknown[]) => ({ ...leaf, name, info: { description: 'd' }, children });

async function results(file: FileAccess): Promise<ErrormapReading[]> {
  const found: ErrormapReading[] = [];
  for await (const reading of readErrormapResults(file)) found.push(reading);
  return found;
}

describe('results of the reference code', () => {
  it('are read from its table, with the categories below the root', async () => {
    const file = csv(row('7', ['LLM Errors', 'Arithmetic', 'Addition']), `${row('8', ['LLM Errors'])},,`);
    expect(isErrormapResults(await readHead(file))).toBe('csv');
    expect(await results(file)).toMatchObject([
      {
        kind: 'result',
        line: 2,
        result: {
          ...{ id: '7', dataset: 'sums', model: 'tiny', input: 'What is\n4+4?', output: '9', judgeModel: 'x/judge' },
          ...{ judgeResponse: reply, title: 'Adds wrongly', summary: '4+4', categories: ['Arithmetic', 'Addition'] },
        },
      },
      { kind: 'result', line: 4, result: { id: '8', categories: [] } },
    ]);
  });

  it('are read from its tree', async () => {
    const file = tree([category('Arithmetic', [leaf, category('Addition', [leaf])]), leaf, { name: 'neither' }]);
    expect(isErrormapResults(await readHead(file))).toBe('tree');
    const found = await results(file);
    expect(found.map((reading) => (reading.kind === 'result' ? reading.result.categories : 'problem'))).toEqual([
      ['Arithmetic'],
      ['Arithmetic', 'Addition'],
      [],
      'problem',
    ]);
    expect(found[0]).toMatchObject({ result: { id: '7', title: 'Adds wrongly' } });
  });

  it('are no evaluation, and neither are the copies that the reference code makes of its input', async () => {
    expect((await readAll(csv(row('7', ['LLM Errors', 'A', ''])))).format).toBeNull();
    expect((await readAll(tree([category('Arithmetic', [leaf])]))).format).toBeNull();
    const work = 'index,example_id,model,output_text,score,input_text,correct_answer,dataset,error,_filtered';
    const copy = memoryFile('exp_name=data_preparation__exp_id=1.csv', `${work}\n0,7,tiny,9,0,4+4,8,sums,True,False\n`);
    expect((await readAll(copy)).format).toBeNull();
  });

  it('are told from every other file', async () => {
    const other = memoryFile('x.csv', 'example_id,model\n1,a\n');
    expect(isErrormapResults(await readHead(other))).toBeNull();
    await expect(results(other)).rejects.toThrow('x.csv: these are no results of ErrorMap');
  });

  it('are read however they are damaged, as results and problems', async () => {
    const whole = [
      csv(row('7', ['LLM Errors', 'Arithmetic', 'Addition']), row('8', ['LLM Errors', 'A', ''])),
      tree([category('Arithmetic', [leaf, category('Addition', [leaf])]), leaf]),
    ];
    for (const file of whole) {
      const bytes = Buffer.from(await file.bytes(0, file.size));
      for (let index = 0; index < 500; index += 1) {
        const mutated = memoryFile(file.name, mutate(bytes, new Random(1, index)).bytes, 64);
        const found = await results(mutated).catch((error: Error) => error.message);
        if (typeof found === 'string') expect(found).toContain('these are no results of ErrorMap');
        else for (const reading of found) expect(['result', 'problem']).toContain(reading.kind);
      }
    }
  });
});
