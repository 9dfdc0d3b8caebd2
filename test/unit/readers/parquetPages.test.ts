import { describe, expect, it } from 'vitest';
import { openParquet } from '../../../src/readers/parquet/parquet';
import { memoryFile } from '../../support/memoryFile';
import { parquet } from '../../support/parquetWriter';

const file = parquet(
  { question: 'STRING', tags: ['STRING'] },
  [0, 1, 2].map((n) => ({ question: `q${n}`, tags: ['a', `b${n}`] })),
);

describe('pages of a Parquet file', () => {
  it('give a row alone as among the others, or none, whichever bit of them has flipped', async () => {
    // The description of the columns lies behind their pages.
    const pages = file.length - 8 - new DataView(file.buffer).getUint32(file.length - 8, true);
    let damaged = 0;
    for (let bit = 0; bit < pages * 8; bit += 1) {
      const flipped = Buffer.from(file);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const opened = await openParquet(memoryFile('rows.parquet', flipped), () => true);
      const [group] = opened.groups;
      if (!group) throw new Error('no rows');
      const all = await opened.read(group).catch(() => null);
      if (all === null) damaged += 1;
      for (const [n, row] of (all ?? []).entries()) {
        expect(await opened.read(group, n, n + 1), `bit ${bit}, row ${n}`).toEqual([row]);
      }
    }
    expect(damaged).toBeGreaterThan(0);
  });
});
