import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonPart, JsonSplitter, type SplitOptions } from '../../../../src/readers/json/splitter';

function split(text: string, wanted: string[], chunkBytes = 3, options: SplitOptions = {}): JsonPart[] {
  const splitter = new JsonSplitter(wanted, options);
  const data = Buffer.from(text);
  const parts: JsonPart[] = [];
  for (let at = 0; at < data.length; at += chunkBytes) parts.push(...splitter.push(data.subarray(at, at + chunkBytes)));
  return [...parts, ...splitter.end()];
}
const read = (parts: JsonPart[]) =>
  parts.map((part) =>
    part.kind === 'value' ? [part.path, JSON.parse(Buffer.from(part.bytes).toString())] : part.problem,
  );

describe('JsonSplitter', () => {
  it('hands out wanted values in document order with their places', () => {
    const text = '{"status": "ok",\n "skip": [{"samples": [9]}, "]}\\""],\n "samples": [\n  {"id": 1},\n  2]}';
    const parts = split(text, ['status', 'samples[*]']);
    expect(read(parts)).toEqual([
      ['status', 'ok'],
      ['samples[*]', { id: 1 }],
      ['samples[*]', 2],
    ]);
    const first = parts[1];
    expect(first).toMatchObject({ line: 4, byteOffset: text.indexOf('{"id": 1}'), byteLength: 9 });
  });

  it('puts null for what is dropped and counts its bytes all the same', () => {
    const text = '{"samples": [{"id": 1, "events": [{"a": "]"}], "transcript": {"events": 5, "b": 2}, "store": "x"}]}';
    const [part] = split(text, ['samples[*]'], 4, { drop: ['events', 'transcript.events', 'store'] });
    expect(read(part ? [part] : [])).toEqual([
      ['samples[*]', { id: 1, events: null, transcript: { events: null, b: 2 }, store: null }],
    ]);
    expect(part).toMatchObject({ byteOffset: 13, byteLength: text.length - 2 - 13 });
  });

  it('takes the whole document, a scalar and a nested list', () => {
    expect(read(split(' 12', ['']))).toEqual([['', 12]]);
    expect(read(split('{"a":{"b":[1,[2]]}}', ['a.b[*]']))).toEqual([
      ['a.b[*]', 1],
      ['a.b[*]', [2]],
    ]);
  });

  it('takes every member of an object, with its key', () => {
    const text = '{"eval": {"a/0": [{"x": {"y": 1}}, 2], "b": 3}, "details": {"type": "GEN", "\\u0030": {"c": []}}}';
    const parts = split(text, ['eval.*[*]', 'details.*', 'details[*]', 'details.type']);
    const found = parts.map((part) => (part.kind === 'value' ? [part.path, part.key] : part));
    expect(found).toEqual([
      ['eval.*[*]', 'a/0'],
      ['eval.*[*]', 'a/0'],
      ['details.type', undefined],
      ['details.*', '0'],
    ]);
    expect(read(split('{"0": 1, "1": [2]}', ['*']))).toEqual([
      ['*', 1],
      ['*', [2]],
    ]);
  });

  it('leaves bare NaN and Infinity for the parser', () => {
    const [part] = split('{"samples":[{"v":NaN,"w":-Infinity}]}', ['samples[*]']);
    expect(part?.kind === 'value' && Buffer.from(part.bytes).toString()).toBe('{"v":NaN,"w":-Infinity}');
  });

  it('knows a key by its escapes and reads past a byte order mark', () => {
    expect(read(split('\uFEFF{"\\u0061b":1}', ['ab'], 1))).toEqual([['ab', 1]]);
  });

  it('gives what is whole before a tear, then the line of the torn value', () => {
    const parts = split('{"samples":[\n{"id":1},\n{"id":"unfin', ['samples[*]']);
    expect(read(parts)).toEqual([
      ['samples[*]', { id: 1 }],
      { line: 3, message: 'the file ends inside the JSON (still being written?)' },
    ]);
  });

  it('says where the document stops being JSON', () => {
    expect(read(split('{"a":1}\n{"a":2}', ['a']))).toEqual([
      ['a', 1],
      { line: 2, message: 'this is not valid JSON: the end of the document should stand here' },
    ]);
    expect(read(split('{"a":1\n"b":2}', ['a']))[1]).toMatchObject({ line: 2 });
  });

  it('refuses a value beyond the limit without holding it', () => {
    const parts = split(`{"samples":["${'x'.repeat(99)}", 1]}`, ['samples[*]'], 8, { maxBytes: 50 });
    expect(parts.map(({ kind }) => kind)).toEqual(['problem', 'value']);
  });

  it('agrees with JSON.parse on any document and any chunks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue({ maxDepth: 4 })),
        fc.jsonValue(),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(0, 2),
        (samples, other, chunkBytes, indent) => {
          const text = JSON.stringify({ other, samples, 'näme "x"': other }, null, indent);
          const parts = split(text, ['samples[*]', 'other'], chunkBytes);
          expect(read(parts)).toEqual(
            [['other', other], ...samples.map((sample) => ['samples[*]', sample])].map(normal),
          );
          for (const part of parts) {
            if (part.kind !== 'value') continue;
            const { byteOffset, byteLength, bytes, line } = part;
            const before = Buffer.from(text).subarray(0, byteOffset).toString();
            expect(Buffer.compare(Buffer.from(text).subarray(byteOffset, byteOffset + byteLength), bytes)).toBe(0);
            expect(line).toBe(before.split('\n').length);
          }
        },
      ),
    );
  });

  it('drops like deleting, on any document and any chunks', () => {
    const sample = fc.record({ id: fc.string(), events: fc.jsonValue(), more: fc.record({ events: fc.jsonValue() }) });
    fc.assert(
      fc.property(fc.array(sample), fc.integer({ min: 1, max: 9 }), (samples, chunkBytes) => {
        const parts = split(JSON.stringify({ samples }), ['samples[*]'], chunkBytes, {
          drop: ['events', 'more.events'],
        });
        const expected = samples.map(({ id }) => ['samples[*]', { id, events: null, more: { events: null } }]);
        expect(read(parts)).toEqual(expected);
      }),
    );
  });

  it('never throws on garbage and on cut documents', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 9 }), (bytes, chunkBytes) => {
        split(Buffer.from(bytes).toString('latin1'), ['', 'a'].slice(1), chunkBytes);
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (value, cut) => {
        const text = JSON.stringify({ samples: [value, value] });
        const parts = split(text.slice(0, cut % text.length), ['samples[*]']);
        for (const part of parts) if (part.kind === 'value') JSON.parse(Buffer.from(part.bytes).toString());
      }),
    );
  });
});

/** -0 is written as 0. */
function normal(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
