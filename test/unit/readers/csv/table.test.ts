import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRecords } from '../../../../src/readers/csv/records';
import { loadTableRow, readTable, type TableItem, tableHead } from '../../../../src/readers/csv/table';
import { memoryFile } from '../../../support/memoryFile';

async function table(text: string, delimiter = ',', chunkBytes = 5): Promise<TableItem[]> {
  const items: TableItem[] = [];
  for await (const item of readTable(memoryFile('x.csv', text, chunkBytes), delimiter)) items.push(item);
  return items;
}

describe('readTable', () => {
  it('finds each row at its line and bytes', async () => {
    const text = '\uFEFFa,b\r\n1,"x\r\ny"\r\n\r\n"é ""q""",3\r\n4,5';
    const items = await table(text);
    expect(items.map((item) => item.kind === 'row' && [item.row, item.place.line])).toEqual([
      [{ a: '1', b: 'x\r\ny' }, 2],
      [{ a: 'é "q"', b: '3' }, 5],
      [{ a: '4', b: '5' }, 6],
    ]);
    const file = memoryFile('x.csv', text);
    for (const item of items) {
      if (item.kind !== 'row') continue;
      const source = { path: 'x.csv', format: 'generic-csv', ...item.place } as const;
      expect(await loadTableRow(file, { columns: ['a', 'b'], delimiter: ',' }, source)).toEqual(item.row);
    }
  });

  it('reads rows with too few and too many cells, and says so', async () => {
    const items = await table('a,b\n1\n2,3,4\n');
    expect(items).toMatchObject([
      { kind: 'problem', problem: { line: 2, message: 'the record has 1 cells, the header 2' } },
      { kind: 'row', row: { a: '1' } },
      { kind: 'problem', problem: { line: 3 } },
      { kind: 'row', row: { a: '2', b: '3' } },
    ]);
  });

  it('reports a quote that never closes', async () => {
    const items = await table('a,b\n1,2\n3,"torn');
    expect(items.at(-1)).toMatchObject({ kind: 'problem', problem: { line: 3 } });
    expect(items).toHaveLength(2);
  });

  it('finds every record where it stands, with any cells and chunks', async () => {
    const cell = fc.oneof(fc.constantFrom('', 'a,b', '"', 'x\ny', 'x\r\ny', 'é𝄞', '\r'), fc.string());
    const cells = fc.array(cell, { minLength: 3, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(cells, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom('\n', '\r\n'),
        async (records, chunkBytes, eol) => {
          const text = `id,b,c${eol}${records.map((record) => record.map(quoted).join(',')).join(eol)}${eol}`;
          const data = Buffer.from(text);
          const file = memoryFile('x.csv', text, chunkBytes);
          const found: string[][] = [];
          for await (const item of readRecords(file.stream(), ',')) {
            if (item.kind === 'problem') throw new Error(item.problem.message);
            found.push(item.cells);
            const piece = data.subarray(item.byteOffset, item.byteOffset + item.byteLength).toString();
            const before = data.subarray(0, item.byteOffset).toString();
            expect(item.line).toBe(before.split('\n').length);
            const again: string[][] = [];
            for await (const one of readRecords(memoryFile('y', piece).stream(), ',')) {
              if (one.kind === 'record') again.push(one.cells);
            }
            expect(again).toEqual([item.cells]);
          }
          expect(found).toEqual([['id', 'b', 'c'], ...records]);
        },
      ),
    );
  });
});

describe('tableHead', () => {
  it('tells the delimiter', () => {
    expect(tableHead('a\tb,c\td\n1\t2\t3\n', true)?.columns).toEqual(['a', 'b,c', 'd']);
    expect(tableHead('a;b\n1;2\n', true)).toMatchObject({ delimiter: ';', rows: [{ a: '1', b: '2' }] });
  });

  it('leaves out a row that may go on beyond the head', () => {
    expect(tableHead('a,b\n1,2\n3,"four', false)?.rows).toEqual([{ a: '1', b: '2' }]);
    expect(tableHead('a,b\n1,2\n3,4', false)?.rows).toEqual([{ a: '1', b: '2' }]);
    expect(tableHead('a,b\n1,2\n3,4', true)?.rows).toHaveLength(2);
  });

  it('is null for JSON, binary and plain text', () => {
    expect(tableHead('{"a": 1, "b": 2}', true)).toBeNull();
    expect(tableHead('PK\x03\x04\0,,', true)).toBeNull();
    expect(tableHead('just text\n', true)).toBeNull();
    expect(tableHead('', true)).toBeNull();
  });
});

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}
