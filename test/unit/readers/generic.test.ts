import { describe, expect, it } from 'vitest';
import { fieldNames, guessMapping } from '../../../src/readers/generic/mapping';
import { verdictValue } from '../../../src/readers/generic/verdictValue';
import { memoryFile } from '../../support/memoryFile';
import { readAll, readOne } from '../../support/readings';

describe('guessMapping', () => {
  it('knows names in any writing', () => {
    expect(guessMapping(['Question', 'Model Answer', 'Expected Answer', 'Correct'], [{ Correct: 'FALSE' }])).toEqual({
      input: 'Question',
      output: 'Model Answer',
      reference: 'Expected Answer',
      verdict: 'Correct',
    });
  });

  it('takes "answer" for the output only where nothing else is', () => {
    expect(guessMapping(['question', 'answer', 'score'])).toMatchObject({ output: 'answer' });
    expect(guessMapping(['question', 'answer', 'response', 'score'])).toMatchObject({
      output: 'response',
      reference: 'answer',
    });
  });

  it('prefers what says right or wrong to a score, by values as well as by names', () => {
    expect(guessMapping(['prompt', 'output', 'score', 'is_correct'])?.verdict).toBe('is_correct');
    const rows = [{ prompt: 'a', output: 'b', correct: 'Paris', score: 1 }];
    expect(guessMapping(['prompt', 'output', 'correct', 'score'], rows)?.verdict).toBe('score');
  });

  it('finds nested fields', () => {
    const rows = [{ input: 'q', output: 'a', expected: 'b', scores: { Levenshtein: 0.5, ExactMatch: 0 }, id: 'x' }];
    expect(guessMapping(fieldNames(rows), rows)).toEqual({
      input: 'input',
      output: 'output',
      reference: 'expected',
      verdict: 'scores.ExactMatch',
      id: 'id',
    });
    expect(guessMapping(['inputs.q', 'outputs.a', 'reference.r', 'feedback.grade'])).toMatchObject({
      input: 'inputs.q',
      output: 'outputs.a',
      reference: 'reference.r',
      verdict: 'feedback.grade',
    });
  });

  it.each([
    [['name', 'version', 'scripts']],
    [['id', 'result', 'latency']],
    [['accuracy', 'correct_count', 'total_count']],
    [['question', 'answer']],
    [['prompt', 'completion']],
    [['level', 'message', 'output', 'success']],
    [['input', 'output', 'correct_answer', 'passage']],
    [['instruction', 'output_1', 'output_2', 'preference']],
  ])('is null for %j', (names) => {
    expect(guessMapping(names)).toBeNull();
  });
});

describe('verdictValue', () => {
  it.each([
    [true, { score: 1, verdict: true }],
    ['FALSE', { score: 0, verdict: false }],
    [' pass ', { score: 1, verdict: true }],
    ['I', { score: 0, verdict: false }],
    [1, { score: 1 }],
    ['0', { score: 0 }],
    ['0.75', { score: 0.75 }],
    ['80 %', { score: 80 }],
    ['', { score: null, verdict: null }],
    [null, { score: null, verdict: null }],
    ['Paris', undefined],
    [{}, undefined],
  ])('reads %j as %j', (value, expected) => {
    expect(verdictValue(value)).toEqual(expected);
  });
});

describe('the generic readers', () => {
  it('reads JSON Lines with messages, errors and nested verdicts', async () => {
    const rows = [
      {
        messages: [{ role: 'user', content: 'Q?' }],
        response: 'a',
        expected: ['b', 'c'],
        scores: { exact: 0 },
        error: null,
      },
      { messages: [], response: null, expected: 'b', scores: {}, error: 'HTTP 500' },
    ];
    const text = rows.map((row) => JSON.stringify(row)).join('\r\n');
    const { format, examples, notes } = await readAll(memoryFile('tiny.jsonl', text, 20));
    expect(format).toBe('generic-jsonl');
    expect(examples).toMatchObject([
      {
        model: 'tiny',
        dataset: 'tiny',
        input: 'Q?',
        output: 'a',
        references: ['b', 'c'],
        score: 0,
        metric: 'scores.exact',
      },
      { error: 'HTTP 500', output: '', score: null, verdict: null },
    ]);
    expect(notes[0]).toContain('output=response');
  });

  it('reads a list of objects in place', async () => {
    const text = JSON.stringify(
      [
        { id: 1, question: 'q', prediction: 'x', passed: false },
        { id: 2, question: 'r', prediction: 'y', passed: true },
      ],
      null,
      1,
    );
    const { examples } = await readAll(memoryFile('list.json', text, 13));
    expect(examples.map(({ id, verdict, source }) => [id, verdict, source.line])).toEqual([
      ['1', false, 2],
      ['2', true, 8],
    ]);
  });

  it('reads CSV and TSV, names unnumbered questions by their text', async () => {
    const csv = 'Question,Model Answer,Correct\n"a\nb",x,TRUE\nc,y,FALSE\n';
    const first = await readAll(memoryFile('t.csv', csv, 9));
    expect(first.examples.map(({ verdict, source }) => [verdict, source.line])).toEqual([
      [true, 2],
      [false, 4],
    ]);
    const tsv = 'Question\tModel Answer\tCorrect\nc\tz\tFALSE\n';
    expect((await readOne(memoryFile('u.tsv', tsv))).id).toBe(first.examples[1]?.id);
  });

  it('reads a file whose first row is larger than the head', async () => {
    const late = { prompt: 'p'.repeat(100_000), output: 'o', correct: false };
    expect((await readAll(memoryFile('late.jsonl', `${JSON.stringify(late)}\n`))).examples).toHaveLength(1);
    const early = { output: 'o', correct: false, prompt: 'p'.repeat(2_000_000) };
    expect((await readAll(memoryFile('early.jsonl', `${JSON.stringify(early)}\n`))).examples).toHaveLength(1);
  });

  it.each([
    ['package.json', '{\n  "name": "x",\n  "scripts": {"output": "a", "score": "b"}\n}\n'],
    ['tsconfig.json', '{ // comment\n "compilerOptions": {} }'],
    ['log.jsonl', '{"level":"info","message":"done","success":true}\n'],
    ['data.jsonl', '{"question":"q","answer":"a"}\n'],
    ['corrections.jsonl', '{"key":"k","category":"c","author":"a","createdAt":"t"}\n'],
    ['bfcl_score.json', '{"accuracy":0.5,"correct_count":1,"total_count":2}\n{"id":"a","valid":false}\n'],
    ['empty.jsonl', ''],
    ['empty.csv', ''],
    ['prices.csv', 'date,price\n2020-01-01,5\n'],
    ['notes.csv', 'just one line of text'],
  ])('does not claim %s', async (name, text) => {
    expect((await readAll(memoryFile(name, text))).format).toBeNull();
  });
});
