import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExampleEntry } from '../../../src/model/entry';
import { EntryTableWriter, entriesOf, transferables } from '../../../src/readers/entryTable';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', 'a\ud800', '\udc00', 'é', 'x'.repeat(9000)));
const few = fc.constantFrom('a', 'b', '', '\ud800');
const entry: fc.Arbitrary<ExampleEntry> = fc
  .tuple(
    fc.record(
      {
        key: fc.stringMatching(/^[0-9a-f]{32}$/),
        id: text,
        dataset: few,
        model: fc.oneof(few, text),
        score: fc.option(fc.double()),
        verdict: fc.option(fc.boolean()),
        error: text,
        metric: few,
        finishReason: few,
        outputLength: fc.nat({ max: 2 ** 32 - 1 }),
        preview: text,
      },
      { requiredKeys: ['key', 'id', 'dataset', 'model', 'score', 'outputLength', 'preview'] },
    ),
    fc.record(
      {
        line: fc.integer({ min: 1 }),
        byteOffset: fc.maxSafeNat(),
        byteLength: fc.maxSafeNat(),
        entry: text,
        part: fc.nat(),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([facts, place]) => ({ ...facts, source: { path: 'p', format: 'lm-eval', ...place }, passed: null }));

function tableOf(entries: readonly ExampleEntry[]) {
  const writer = new EntryTableWriter();
  for (const one of entries) writer.push(one);
  return writer.data();
}

describe('a table of entries', () => {
  it('gives back what was put into it, also after it was sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 20 }), async (entries) => {
        const data = tableOf(entries);
        const sent = structuredClone(data, { transfer: transferables(data) });
        expect(await entriesOf([{ data: sent, lines: 0 }])).toEqual(entries);
      }),
    );
  });

  it('takes at most 120 bytes an example besides its key and id, wherever that stands', () => {
    const facts = (n: number): Omit<ExampleEntry, 'source'> => ({
      key: n.toString(16).padStart(32, '0'),
      id: '',
      dataset: 'gsm8k',
      model: `model ${n % 7}`,
      score: n % 2,
      metric: 'exact_match',
      finishReason: n % 3 === 0 ? 'length' : 'stop',
      outputLength: 900 + (n % 500),
      preview: 'x'.repeat(80),
      passed: null,
    });
    const places = [
      (n: number) => ({ line: n + 1, byteOffset: n * 5000, byteLength: 4900 + (n % 300) }),
      (n: number) => ({ entry: `samples/${n}_epoch_1.json` }),
      (n: number) => ({ entry: `row ${n}` }),
      (n: number) => ({ byteOffset: n * 5000, byteLength: 4900 + (n % 300), part: n % 4 }),
    ];
    for (const place of places) {
      const writer = new EntryTableWriter();
      const count = 20_000;
      for (let n = 0; n < count; n += 1) {
        writer.push({ ...facts(n), source: { path: 'p', format: 'lm-eval', ...place(n) } });
      }
      expect(writer.bytes / count - 16).toBeLessThanOrEqual(120);
    }
  });

  it('puts tables of pieces together, each on its lines', async () => {
    const [first] = fc.sample(entry, { numRuns: 1, seed: 1 });
    if (!first) throw new Error('no entry');
    const at = (line: number): ExampleEntry => ({ ...first, source: { path: 'p', format: 'lm-eval', line } });
    const tables = [
      { data: tableOf([at(1), at(3)]), lines: 0 },
      { data: tableOf([]), lines: 4 },
      { data: tableOf([at(2)]), lines: 10 },
    ];
    expect((await entriesOf(tables)).map(({ source }) => source.line)).toEqual([1, 3, 12]);
  });
});
