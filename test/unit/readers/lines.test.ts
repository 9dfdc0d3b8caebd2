import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Line, type LineOptions, readLines } from '../../../src/readers/lines';
import { memoryFile } from '../../support/memoryFile';

async function linesOf(content: string | Uint8Array, chunkBytes = 7, options: LineOptions = {}): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of readLines(memoryFile('x', content, chunkBytes).stream(), options)) lines.push(line);
  return lines;
}
const texts = (lines: Line[]) => lines.map(({ bytes }) => Buffer.from(bytes).toString());

describe('readLines', () => {
  it('keeps empty lines, strips CRLF and tells a last line without an end', async () => {
    const lines = await linesOf('a\r\n\n b\nlast');
    expect(texts(lines)).toEqual(['a', '', ' b', 'last']);
    expect(
      lines.map(({ line, byteOffset, byteLength, terminated }) => [line, byteOffset, byteLength, terminated]),
    ).toEqual([
      [1, 0, 1, true],
      [2, 3, 0, true],
      [3, 4, 2, true],
      [4, 7, 4, false],
    ]);
  });

  it('has no line for an empty file nor after the last end of line', async () => {
    expect(await linesOf('')).toEqual([]);
    expect(await linesOf('a\n')).toHaveLength(1);
  });

  it('leaves a byte order mark out, wherever the chunks end', async () => {
    for (const chunkBytes of [1, 2, 3, 4]) {
      const [first, second] = await linesOf('\uFEFFa\nb', chunkBytes);
      expect([first?.byteOffset, texts([first as Line])[0], second?.byteOffset]).toEqual([3, 'a', 5]);
    }
  });

  it('lets go of a line beyond the limit and reads on', async () => {
    const lines = await linesOf(`short\n${'x'.repeat(100)}\nend\n`, 7, { maxBytes: 50 });
    expect(lines.map(({ overlong, byteLength }) => [overlong, byteLength])).toEqual([
      [false, 5],
      [true, 100],
      [false, 3],
    ]);
    expect(lines[2]?.byteOffset).toBe(107);
  });

  it('finds every line at its offset, with any chunks', async () => {
    const piece = fc.oneof(fc.constantFrom('\n', '\r\n', '\r', 'é', '𝄞', '"'), fc.string());
    await fc.assert(
      fc.asyncProperty(fc.array(piece), fc.integer({ min: 1, max: 20 }), async (pieces, chunkBytes) => {
        const data = Buffer.from(pieces.join(''));
        const lines = await linesOf(data, chunkBytes);
        for (const { byteOffset, byteLength, bytes } of lines) {
          expect(Buffer.compare(data.subarray(byteOffset, byteOffset + byteLength), bytes)).toBe(0);
        }
        const expected = data
          .toString('latin1')
          .replace(/^\xef\xbb\xbf/, '')
          .split('\n');
        if (expected.at(-1) === '') expected.pop();
        expect(lines).toHaveLength(expected.length);
        const whole = (line: Line) => line.byteLength > 0 || data[line.byteOffset] === 0x0d;
        expect(await linesOf(data, chunkBytes, { skipEmpty: true })).toEqual(lines.filter(whole));
      }),
    );
  });
});
