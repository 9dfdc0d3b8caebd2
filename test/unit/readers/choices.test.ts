import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { chosenMetric, MappingRule, MetricRule, ReadRules } from '../../../src/readers/choices';
import { fieldsIn } from '../../../src/readers/generic/fields';
import { surveyFile } from '../../../src/readers/survey';
import { memoryFile } from '../../support/memoryFile';
import { parquet } from '../../support/parquetWriter';

const rule = (over: object = {}): MappingRule => MappingRule.parse({ glob: '*.csv', output: 'said', ...over });
const choicesFor = (over: object = {}) => new ReadRules([rule({ glob: '**', ...over })]).of(['x']);
const survey = (name: string, content: string | Uint8Array, over: object = {}) =>
  surveyFile(memoryFile(name, content), { choicesOf: () => choicesFor(over) });

describe('rules by glob', () => {
  it('a glob without a slash is for names in any folder, with one for paths', () => {
    const maps = (glob: string, ...names: string[]) => new ReadRules([rule({ glob })]).of(names) !== undefined;
    expect(maps('*.csv', 'runs/a.csv')).toBe(true);
    expect(maps('*.csv', '/home/x/runs/a.tsv', 'runs/a.tsv', 'a.tsv')).toBe(false);
    expect(maps('runs/*.csv', '/home/x/runs/a.csv', 'runs/a.csv')).toBe(true);
    expect(maps('runs/*.csv', 'runs/deep/a.csv')).toBe(false);
    expect(maps('runs/**/*.{csv,tsv}', 'runs/deep/a.tsv')).toBe(true);
    expect(maps('./*.csv', 'a.csv')).toBe(true);
    expect(maps('./*.csv', 'runs/a.csv')).toBe(false);
    expect(maps('runs/*.csv', 'runs\\a.csv')).toBe(true);
    expect(maps('a\\[1\\].csv', 'runs/a[1].csv')).toBe(true);
  });

  it('the first that fits counts', () => {
    const rules = new ReadRules([rule({ glob: 'a.csv', output: 'first' }), rule({ output: 'second' })]);
    expect(rules.of(['a.csv'])?.mapping?.output).toBe('first');
    expect(rules.of(['b.csv'])?.mapping?.output).toBe('second');
    expect(rules.of(['b.jsonl'])).toBeUndefined();
  });

  it('a metric may be for the files of one tool', () => {
    const metrics = [MetricRule.parse({ format: 'inspect', metric: 'a' }), MetricRule.parse({ metric: 'b' })];
    const choices = new ReadRules([], metrics).of(['x.eval']);
    expect(chosenMetric(choices, 'inspect')).toBe('a');
    expect(chosenMetric(choices, 'helm')).toBe('b');
  });

  it.each([{ glob: '*.csv' }, { glob: '', output: 'a' }, { glob: '*', output: 'a', colour: 'b' }, null])(
    '%j is no mapping',
    (entry) => {
      expect(MappingRule.safeParse(entry).success).toBe(false);
    },
  );
});

describe('a file whose fields are mapped', () => {
  const csv = 'ask,said,gold,ok,points\nq1,a,b,no,0.25\nq2,b,b,yes,1\n';

  it('is an evaluation whatever its fields are called', async () => {
    expect(await surveyFile(memoryFile('t.csv', csv))).toBeNull();
    const found = await survey('t.csv', csv, { input: 'ask', references: 'gold', score: 'ok' });
    expect(found?.format).toBe('generic-csv');
    expect(found?.entries.map(({ passed, preview }) => [passed, preview])).toEqual([
      [false, 'q1'],
      [true, 'q2'],
    ]);
    expect(found?.notes).toEqual(['read as: input=ask, output=said, references=gold, score=ok (your mapping)']);
  });

  it('takes the verdict of one field and the score of another', async () => {
    const found = await survey('t.csv', csv, { input: 'ask', passed: 'ok', score: 'points' });
    expect(found?.entries.map(({ passed, score }) => [passed, score])).toEqual([
      [false, 0.25],
      [true, 1],
    ]);
  });

  it('where less is better, yes and 1 fail, and no threshold decides', async () => {
    const rows = [{ wrong: true }, { wrong: 0 }, { wrong: 0.4 }].map((row, i) => ({ q: `q${i}`, said: 'a', ...row }));
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    const found = await survey('t.jsonl', text, { input: 'q', score: 'wrong', direction: 'lower' });
    expect(found?.entries.map(({ passed, score }) => [passed, score])).toEqual([
      [false, 1],
      [true, 0],
      [null, 0.4],
    ]);
  });

  it('without a score is unscored, and nothing is lost', async () => {
    const found = await survey('t.jsonl', '{"q":"a","said":"b"}\n{"other":1}\n[]\n{"q":"a"}\n', { input: 'q' });
    expect(found?.entries.map(({ passed }) => passed)).toEqual([null, null]);
    expect(found?.problems).toEqual([
      { line: 2, message: 'the row has none of the mapped fields "said", "q"' },
      { line: 3, message: 'the line is not a JSON object' },
    ]);
  });

  it('may be a JSON list with nested fields, a gzip file, or Parquet', async () => {
    const rows = [{ in: { q: 'x' }, out: { said: 'y' }, ok: false }];
    const roles = { input: 'in.q', output: 'out.said', score: 'ok' };
    for (const file of [
      memoryFile('a.json', JSON.stringify(rows)),
      memoryFile('a.json.gz', gzipSync(JSON.stringify(rows))),
      memoryFile('a.parquet', parquet({ in: { q: 'STRING' }, out: { said: 'STRING' }, ok: 'BOOLEAN' }, rows)),
    ]) {
      const found = await surveyFile(file, { choicesOf: () => choicesFor(roles) });
      expect(found?.entries.map(({ preview, outputLength, passed }) => [preview, outputLength, passed])).toEqual([
        ['x', 1, false],
      ]);
    }
  });

  it('whose columns have usual names is read without a mapping, Parquet too', async () => {
    const rows = [{ question: 'q?', response: 'a', correct: false, notes: 'n' }];
    const shape = { question: 'STRING', response: 'STRING', correct: 'BOOLEAN', notes: 'STRING' } as const;
    const found = await surveyFile(memoryFile('a.parquet', parquet(shape, rows)));
    expect(found).toMatchObject({
      format: 'generic-parquet',
      notes: ['read as: input=question, output=response, score=correct (guessed from the names)'],
      entries: [{ passed: false, source: { entry: 'row 1' } }],
    });
  });
});

describe('the fields of a file', () => {
  it('come with values of the first rows, and with the guess', async () => {
    const text =
      '{"question":"q","meta":{"level":3},"response":"a  b","correct":true}\n{"question":"q2","response":"c"}\n';
    expect(await fieldsIn(memoryFile('a.jsonl', text))).toEqual({
      fields: [
        { name: 'question', samples: ['q', 'q2'] },
        { name: 'meta', samples: ['{"level":3}'] },
        { name: 'meta.level', samples: ['3'] },
        { name: 'response', samples: ['a b', 'c'] },
        { name: 'correct', samples: ['true'] },
      ],
      guess: { input: 'question', output: 'response', verdict: 'correct' },
    });
  });

  it('are those of tables, packed files and Parquet too; of anything else there are none', async () => {
    const names = async (name: string, content: string | Uint8Array) =>
      (await fieldsIn(memoryFile(name, content)))?.fields.map((field) => field.name);
    expect(await names('a.csv', 'x;y\n1;2\n')).toEqual(['x', 'y']);
    expect(await names('a.json.gz', gzipSync('[{"x":1}]'))).toEqual(['x']);
    expect(await names('a.parquet', parquet({ x: 'STRING' }, [{ x: 'a' }]))).toEqual(['x']);
    expect(await names('a.txt', 'words')).toBeUndefined();
    expect(await names('a.bin', new Uint8Array([0, 1, 2]))).toBeUndefined();
  });
});
