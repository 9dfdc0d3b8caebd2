import { describe, expect, it } from 'vitest';
import { memoryFile } from '../../support/memoryFile';
import { readAll } from '../../support/readings';

const HEADER = 'index,example_id,model,input_text,output_text,score,correct_answer';

describe('the ErrorMap CSV reader', () => {
  it('reads the columns of the reference code', async () => {
    const text = `${HEADER}\n0,q1,tiny,"What is\n2+2?",5,0,4\n1,q1,big,"What is\n2+2?",4,1.0,\n2,q2,big,x,y,True,\n`;
    const { format, examples } = await readAll(memoryFile('sums.csv', text, 7));
    expect(format).toBe('errormap-csv');
    expect(examples).toMatchObject([
      { id: 'q1', dataset: 'sums', model: 'tiny', input: 'What is\n2+2?', output: '5', score: 0, references: ['4'] },
      { id: 'q1', model: 'big', score: 1, references: [], source: { line: 4 } },
      { id: 'q2', score: 1 },
    ]);
  });

  it('takes the dataset from its column', async () => {
    const text = 'example_id,model,input_text,output_text,score,dataset\nq,m,i,o,0.5,mmlu\n';
    expect((await readAll(memoryFile('x.csv', text))).examples[0]?.dataset).toBe('mmlu');
  });

  it('reports a score that is none and a torn end', async () => {
    const { examples, problems } = await readAll(memoryFile('x.csv', `${HEADER}\n0,q,m,i,o,high,\n1,q,m,"torn`));
    expect(examples).toMatchObject([{ score: null }]);
    expect(problems.map(({ line }) => line)).toEqual([2, 3]);
  });

  it('reads a header without rows', async () => {
    expect(await readAll(memoryFile('x.csv', `${HEADER}\n`))).toMatchObject({ format: 'errormap-csv', examples: [] });
  });
});
