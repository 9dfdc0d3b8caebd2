import { describe, expect, it } from 'vitest';
import { memoryFile } from '../../support/memoryFile';
import { readAll, readOne } from '../../support/readings';
import { zip } from '../../support/zipWriter';
import { ZSTD_SAMPLE, ZSTD_SAMPLE_SIZE } from './zstdSample';

const header = (over: object = {}) => ({
  version: 2,
  status: 'success',
  eval: {
    task: 'pkg/arith',
    model: 'openai/tiny',
    dataset: { name: 'numbers' },
    scorers: [{ name: 'absent' }, { name: 'match' }],
    packages: { inspect_ai: '0.3.285' },
  },
  ...over,
});
const sample = (over: object = {}) => ({
  id: 1,
  epoch: 2,
  input: '2+2?',
  target: '4',
  messages: [
    { role: 'user', content: '2+2?' },
    { role: 'assistant', content: '5' },
  ],
  output: { model: 'm', choices: [{ message: { content: '5' }, stop_reason: 'stop' }], completion: '5' },
  scores: { other: { value: 'C' }, match: { value: 'I', answer: '5', explanation: 'Got 5' } },
  events: [{ big: ']}"' }],
  ...over,
});
const json = (samples: unknown[], over: object = {}) =>
  memoryFile('log.json', JSON.stringify({ ...header(over), samples, reductions: [] }, null, 2), 50);
const scored = (value: unknown) => json([sample({ scores: { match: { value } } })]);
const log = (entries: Record<string, unknown>) =>
  memoryFile('log.eval', zip(Object.entries(entries).map(([name, value]) => ({ name, data: JSON.stringify(value) }))));

describe('the Inspect reader', () => {
  it('reads a sample of a JSON log with its anchors', async () => {
    const example = await readOne(json([sample()]));
    expect(example).toMatchObject({
      id: '1',
      dataset: 'pkg/arith',
      model: 'openai/tiny',
      input: '2+2?',
      output: '5',
      references: ['4'],
      score: 0,
      verdict: false,
      metric: 'match',
      explanation: 'Got 5',
      finishReason: 'stop',
      metadata: { epoch: 2, scoredAnswer: '5' },
      source: { format: 'inspect', line: 23 },
    });
  });

  it.each([
    ['C', 1, true],
    ['P', 0.5, false],
    ['I', 0, false],
    ['N', 0, false],
    [true, 1, true],
    [false, 0, false],
    ['yes', 1, true],
    [0.66, 0.66, undefined],
    ['0.5', 0.5, undefined],
    [null, null, null],
    ['whatever', null, null],
    [{ a: 'C', b: 'I' }, 0.5, false],
    [{ a: true, b: true }, 1, true],
    [{ a: 0.3, b: 'C' }, 0.3, undefined],
    [{}, null, null],
    [[0.25, 1], 0.25, undefined],
  ])('reads the score %j as %j, %j', async (value, score, verdict) => {
    const example = await readOne(scored(value));
    expect([example.score, example.verdict]).toEqual([score, verdict]);
  });

  it('reads the one score of a sample in version 1 of the format', async () => {
    const { eval: run } = header();
    const over = { version: 1, eval: { ...run, scorers: undefined }, results: { scorer: { name: 'includes' } } };
    const first = sample({ scores: undefined, score: { value: 'I', answer: '5', explanation: 'Got 5' } });
    expect(await readOne(json([first], over))).toMatchObject({
      verdict: false,
      metric: 'includes',
      explanation: 'Got 5',
    });
    expect((await readOne(json([first], { ...over, results: {} }))).metric).toBe('score');
  });

  it('takes a bare NaN for unscored', async () => {
    const text = JSON.stringify({ ...header(), samples: [sample({ scores: { match: { value: 'HERE' } } })] });
    const example = await readOne(memoryFile('log.json', text.replace('"HERE"', 'NaN'), 9));
    expect([example.score, example.verdict]).toEqual([null, null]);
  });

  it('has no verdict without scores, and the error of a crashed sample', async () => {
    const { examples } = await readAll(
      json([sample({ scores: undefined }), sample({ error: { message: 'boom', traceback: 't' } })]),
    );
    expect(examples.map(({ verdict, error }) => [verdict, error])).toEqual([
      [null, undefined],
      [false, 'boom'],
    ]);
  });

  it('reads messages as input, parts, images, refusals and limits', async () => {
    const content = [
      { type: 'text', text: 'Look:' },
      { type: 'image', image: 'data:image/png;base64,AAAA' },
    ];
    const example = await readOne(
      json([
        sample({
          input: [{ role: 'user', content }],
          output: {
            choices: [
              { message: { content: [{ type: 'text', text: 'No.', refusal: true }] }, stop_reason: 'content_filter' },
            ],
          },
          limit: { type: 'message', limit: 3 },
        }),
      ]),
    );
    expect(example).toMatchObject({
      input: 'Look:\n[image]',
      output: 'No.',
      finishReason: 'content_filter',
      metadata: { refusal: true, limit: 'message', limitValue: 3 },
    });
  });

  it('renders tool calls and puts the last text of a silent agent into the output', async () => {
    const id = 'a'.repeat(32);
    const example = await readOne(
      json([
        sample({
          messages: [
            { role: 'user', content: `attachment://${id}` },
            {
              role: 'assistant',
              content: 'Looking.',
              tool_calls: [{ function: 'find', arguments: { q: 'x' }, parse_error: 'bad' }],
            },
            { role: 'tool', content: 'nothing', error: { type: 'timeout', message: 'slow' } },
            { role: 'assistant', content: '', tool_calls: [{ function: 'find', arguments: {} }] },
          ],
          attachments: { [id]: 'the long question' },
          output: { choices: [{ message: { content: '' }, stop_reason: 'tool_calls' }], completion: '' },
        }),
      ]),
    );
    expect(example.output).toBe('Looking.');
    expect(example.messages).toEqual([
      { role: 'user', content: 'the long question' },
      { role: 'assistant', content: 'Looking.\n→ call find({"q":"x"})' },
      { role: 'tool', content: 'nothing\n[error: timeout: slow]' },
      { role: 'assistant', content: '→ call find({})' },
    ]);
    expect(example.metadata?.toolErrors).toEqual(['parsing: bad', 'timeout: slow']);
  });

  it('reads a zip with zstd and deflated samples; ids come from the JSON', async () => {
    const file = memoryFile(
      'log.eval',
      zip([
        { name: '_journal/start.json', data: JSON.stringify(header({ status: undefined })), method: 0 },
        { name: 'samples/a/b c_epoch_2.json', data: JSON.stringify(sample({ id: 'a/b c' })) },
        { name: 'samples/z_epoch_1.json', data: ZSTD_SAMPLE, method: 93, size: ZSTD_SAMPLE_SIZE },
        { name: 'summaries.json', data: '[]' },
        { name: 'header.json', data: JSON.stringify(header()) },
      ]),
      64,
    );
    const { format, examples, problems, notes } = await readAll(file);
    expect(format).toBe('inspect');
    expect(examples.map(({ id, verdict, source }) => [id, verdict, source.entry])).toEqual([
      ['a/b c', false, 'samples/a/b c_epoch_2.json'],
      ['zstd-1', false, 'samples/z_epoch_1.json'],
    ]);
    expect([problems, notes]).toEqual([[], []]);
  });

  it('reads what an unfinished run has written, and says so', async () => {
    const { examples, notes } = await readAll(
      log({ '_journal/start.json': header({ status: undefined }), 'samples/1_epoch_1.json': sample() }),
    );
    expect(examples).toHaveLength(1);
    expect(notes).toEqual(['the run is not finished: only the samples written so far are here']);
  });

  it('says when a log has no samples and when a run was cancelled', async () => {
    const { examples, notes } = await readAll(log({ 'header.json': header({ status: 'cancelled' }) }));
    expect(examples).toEqual([]);
    expect(notes).toEqual([
      'the run ended with status "cancelled"',
      'the log holds no samples (header only, or logged without samples)',
    ]);
  });

  it('gives whole samples before a tear and reads on after a broken entry', async () => {
    const text = JSON.stringify({ ...header(), samples: [sample(), sample({ id: 2 })] });
    const torn = await readAll(memoryFile('log.json', text.slice(0, -40), 30));
    expect(torn.examples).toHaveLength(1);
    expect(torn.problems).toMatchObject([{ line: 1 }]);
    const broken = memoryFile(
      'log.eval',
      zip([
        { name: 'header.json', data: JSON.stringify(header()) },
        { name: 'samples/1_epoch_1.json', data: '{"id": 1' },
        { name: 'samples/2_epoch_1.json', data: JSON.stringify(sample({ id: 2 })) },
      ]),
    );
    const read = await readAll(broken);
    expect(read.examples.map(({ id }) => id)).toEqual(['2']);
    expect(read.problems[0]?.message).toContain('samples/1_epoch_1.json');
  });

  it('knows a log by its first keys when the list of sample ids is longer than the head', async () => {
    const dataset = { sample_ids: Array.from({ length: 20_000 }, (_, id) => id) };
    const { model, ...rest } = header().eval;
    const file = json([sample()], { eval: { run_id: 'r', ...rest, dataset, model } });
    expect((await readOne(file)).model).toBe('openai/tiny');
  });

  it('does not take eval-set.json and other zips for logs', async () => {
    expect((await readAll(memoryFile('eval-set.json', '{"eval_set_id": "x", "tasks": []}'))).format).toBeNull();
    expect((await readAll(memoryFile('a.zip', zip([{ name: 'b', data: 'c' }])))).format).toBeNull();
  });
});
