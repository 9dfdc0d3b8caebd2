import { describe, expect, it } from 'vitest';
import { memoryFile } from '../../support/memoryFile';
import { readAll, readOne } from '../../support/readings';

const result = (over: object = {}) => ({
  prompt: { raw: 'Say 4', label: 'Say {{n}}' },
  provider: { id: 'openai:x', label: 'tiny' },
  response: { output: '5', finishReason: 'stop' },
  vars: { n: 4 },
  success: false,
  score: 0.5,
  failureReason: 1,
  error: 'Expected output to equal "4"',
  gradingResult: { pass: false, reason: 'Expected output to equal "4"', componentResults: [] },
  testCase: {
    assert: [
      { type: 'equals', value: '4' },
      { type: 'not-contains', value: '5' },
      { type: 'contains-any', value: ['four', 4] },
      { type: 'assert-set', assert: [{ type: 'icontains', value: 'IV' }] },
      { type: 'javascript', value: 'output > 3' },
    ],
  },
  testIdx: 3,
  promptIdx: 0,
  ...over,
});
const v3 = (results: object[], config: object = { description: 'numbers' }) =>
  memoryFile(
    'out.json',
    JSON.stringify({ evalId: 'e', results: { version: 3, prompts: [], results, stats: {} }, config }, null, 2),
    40,
  );

describe('the promptfoo reader', () => {
  it('reads a failing result', async () => {
    expect(await readOne(v3([result()]))).toMatchObject({
      id: '3',
      dataset: 'numbers',
      model: 'tiny',
      input: 'Say 4',
      output: '5',
      references: ['4', 'four', 'IV'],
      score: 0.5,
      verdict: false,
      finishReason: 'stop',
      explanation: 'Expected output to equal "4"',
    });
    expect(await readOne(v3([result()]))).not.toHaveProperty('error');
  });

  it('tells an error from a failure, with and without a failure reason', async () => {
    const { examples } = await readAll(
      v3([
        result({ failureReason: 2, error: 'HTTP 500', response: {} }),
        result({ failureReason: undefined, gradingResult: null, error: 'timeout' }),
        result({ failureReason: undefined }),
        result({ success: true, failureReason: 0, error: undefined }),
      ]),
    );
    expect(examples.map(({ error, verdict }) => [error, verdict])).toEqual([
      ['HTTP 500', false],
      ['timeout', false],
      [undefined, false],
      [undefined, true],
    ]);
  });

  it('reads chat prompts, JSON outputs, old providers and ids from the variables', async () => {
    const raw = JSON.stringify([{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }]);
    const example = await readOne(
      v3([result({ prompt: { raw }, response: { output: { a: 1 } }, provider: 'openai:y', vars: { id: 'q9' } })]),
    );
    expect(example).toMatchObject({ id: 'q9', model: 'openai:y', input: 'Hi', output: '{"a":1}' });
    expect(example.messages).toEqual([{ role: 'user', content: 'Hi' }]);
  });

  it('reads version 2, which numbers no tests: equal variables are one test', async () => {
    const { testIdx, ...old } = result();
    expect(testIdx).toBe(3);
    const results = { version: 2, timestamp: 'x', results: [old, { ...old, provider: 'b' }], table: {}, stats: {} };
    const { examples } = await readAll(memoryFile('old.json', JSON.stringify({ results, config: {} }), 33));
    expect(examples.map(({ dataset, model }) => [dataset, model])).toEqual([
      ['old', 'tiny'],
      ['old', 'b'],
    ]);
    expect(examples[0]?.id).toBe(examples[1]?.id);
  });

  it('reads one result a line, called after the file', async () => {
    const text = `${JSON.stringify(result())}\n{"x": 1}\n${JSON.stringify(result({ testIdx: 4 }))}`;
    const { examples, problems } = await readAll(memoryFile('run-7.jsonl', text, 40));
    expect(examples.map(({ id, dataset, source }) => [id, dataset, source.line])).toEqual([
      ['3', 'run-7', 1],
      ['4', 'run-7', 3],
    ]);
    expect(problems).toEqual([{ line: 2, message: 'the line is no result of promptfoo' }]);
  });
});
