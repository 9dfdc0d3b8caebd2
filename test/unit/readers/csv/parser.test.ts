import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvParser, type CsvRecord } from '../../../../src/readers/csv/parser';
import { recordOf } from '../../../../src/readers/csv/records';

const OPTIONS = { bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true } as const;

/** Chunks of `size` bytes, each written over after its push. */
function parsed(bytes: Uint8Array, size: number, maxBytes?: number) {
  const parser = new CsvParser(',', maxBytes === undefined ? {} : { maxBytes });
  const records: CsvRecord[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = bytes.slice(at, at + size);
    records.push(...parser.push(chunk));
    chunk.fill(0x22);
  }
  records.push(...parser.end());
  return { records, parser };
}

describe('CsvParser', () => {
  it('reads what csv-parse reads, wherever chunks begin', () => {
    const texts = ['"', '"', '""', ',', ';', 'a', 'é', '€', '𝒳', ' ', '1', '\0'];
    // What follows a first record that ends so; a lone CR is text where LF ends records.
    const parts = fc.oneof(
      ...[['\n', '\ra'], ['\r\n'], ['\r']].map((ends) =>
        fc
          .array(fc.constantFrom(...texts, ...ends, ...ends), { maxLength: 30 })
          .map((rest) => ['a,b', ends[0], ...rest].join('')),
      ),
    );
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 9 }), fc.boolean(), (text, size, bom) => {
        const bytes = new TextEncoder().encode((bom ? '\ufeff' : '') + text);
        const expected: string[][] = [];
        let fails = false;
        try {
          parse(Buffer.from(bytes), { ...OPTIONS, on_record: (cells: string[]) => void expected.push(cells) });
        } catch {
          fails = true;
        }
        const { records, parser } = parsed(bytes, size);
        expect(records.map(({ cells }) => cells)).toEqual(expected);
        expect(parser.fault !== undefined).toBe(fails);
        for (const { cells, byteOffset, byteLength } of records) {
          expect(recordOf(bytes.slice(byteOffset, byteOffset + byteLength), ',')).toEqual(cells);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('takes LF and CRLF side by side', () => {
    const { records } = parsed(Buffer.from('a,b\n1,"2"\r\n\r\n3,4\r\r\n'), 2);
    expect(records.map(({ cells, line }) => [line, ...cells])).toEqual([
      [1, 'a', 'b'],
      [2, '1', '2'],
      [4, '3', '4\r'],
    ]);
  });

  it('says where each record stands', () => {
    const text = 'a,b\r\n\r\n"x\ny",é\r\n1,"2"';
    const { records } = parsed(Buffer.from(text), 3);
    expect(records.map(({ line, byteOffset, byteLength }) => [line, byteOffset, byteLength])).toEqual([
      [1, 0, 3],
      [3, 7, 8],
      [5, 17, 5],
    ]);
  });

  it('gives up on a record without an end, and keeps those before it', () => {
    const { records, parser } = parsed(Buffer.from(`a,b\n"${'x'.repeat(500)}`), 50, 200);
    expect(records).toHaveLength(1);
    expect(parser.fault).toBe('too-long');
    expect(parser.line).toBe(2);
  });
});
