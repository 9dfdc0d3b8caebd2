import { describe, expect, it } from 'vitest';
import { EntryTableWriter, entriesOf } from '../../../../src/readers/entryTable';
import { loadExample } from '../../../../src/readers/evaluationFile';
import { surveyFile } from '../../../../src/readers/survey';
import { memoryFile } from '../../../support/memoryFile';
import { readAll } from '../../../support/readings';

const group = (name: string) => `${name},Status,Score,Named Scores,Grader Reason,Comment`;
const header = `id,n,${group('[small] Say {{n}} {{ other }}')},${group('[large] Say {{n}}')}`;
const file = (...lines: string[]) => memoryFile('run-1.csv', `${[header, ...lines].join('\r\n')}\r\n`, 30);

describe('promptfoo CSV', () => {
  it('is read by groups of columns, one a provider', async () => {
    const { examples, problems, format } = await readAll(
      file(
        'q1,4,"fi\nve",FAIL,0.50,"{""a"":0.5}",no four,hm,4,PASS,1.00,,All passed,',
        'q2,5,,ERROR,0.00,,,,5,PASS,1.00,,,',
      ),
    );
    expect({ format, problems }).toEqual({ format: 'promptfoo', problems: [] });
    expect(examples).toMatchObject([
      {
        id: 'q1',
        dataset: 'run-1',
        model: 'small',
        input: 'Say 4 {{ other }}',
        output: 'fi\nve',
        score: 0.5,
        verdict: false,
        explanation: 'no four',
        metadata: { vars: { id: 'q1', n: '4' }, namedScores: '{"a":0.5}', comment: 'hm' },
        source: { line: 2, part: 0 },
      },
      { id: 'q1', model: 'large', input: 'Say 4', output: '4', verdict: true, source: { line: 2, part: 1 } },
      { id: 'q2', model: 'small', verdict: false, error: 'error', source: { line: 4, part: 0 } },
      { id: 'q2', model: 'large', verdict: true },
    ]);
  });

  it('takes the apostrophe away that guards formulas', async () => {
    const { examples } = await readAll(file("q1,4,'=1+3,FAIL,0,,,,'quoted',PASS,1,,,"));
    expect(examples.map(({ output }) => output)).toEqual(['=1+3', "'quoted'"]);
  });

  it('skips columns of metrics and leaves out tests that a provider did not run', async () => {
    const wide =
      'n,[a] p,Status,Score,Named Scores,Metric: x,Grader Reason,Comment,[b] p,Status,Score,Named Scores,Grader Reason,Comment';
    const { examples } = await readAll(memoryFile('c.csv', `${wide}\n1,o,FAIL,0,,0.1,why,,,,,,,\n`));
    expect(examples).toMatchObject([{ model: 'a', explanation: 'why' }]);
  });

  it('calls a test without an id after its variables', async () => {
    const text = `n,${group('[a] p')},${group('[b] p')}\n1,x,PASS,1,,,,y,FAIL,0,,,\n`;
    const { examples } = await readAll(memoryFile('c.csv', text));
    expect(examples[0]?.id).toMatch(/^[0-9a-f]{8}$/);
    expect(examples[1]?.id).toBe(examples[0]?.id);
  });

  it('reports an unknown status and a torn record', async () => {
    const { examples, problems } = await readAll(file('q1,4,x,MAYBE,0,,,,y,PASS,1,,,', 'q2,4,x,FAIL,0,,,,"y'));
    expect(examples.map(({ model, id }) => [model, id])).toEqual([['large', 'q1']]);
    expect(problems).toMatchObject([
      { line: 2, message: 'small: the status is none of PASS, FAIL and ERROR' },
      { line: 3, message: expect.stringMatching(/incomplete/) },
    ]);
  });

  it('keeps the examples of a row apart on the way from thread to thread', async () => {
    const run = file('q1,4,five,FAIL,0,,,,4,PASS,1,,,', 'q2,5,,ERROR,0,,,,6,FAIL,0,,,');
    const survey = await surveyFile(run);
    const writer = new EntryTableWriter();
    for (const entry of survey?.entries ?? []) writer.push(entry);
    const entries = await entriesOf([{ data: writer.data(), lines: 0 }]);
    expect(entries.map(({ source }) => source.part)).toEqual([0, 1, 0, 1]);
    for (const entry of entries) expect((await loadExample(run, entry)).model).toBe(entry.model);
  });

  it('claims no other table with a status and a score', async () => {
    const text = 'task,Status,Score\nwash,done,3\n';
    expect(await surveyFile(memoryFile('t.csv', text))).toBeNull();
  });
});
