import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openZip, unzstd } from '../../../src/readers/zip';
import { memoryFile } from '../../support/memoryFile';
import { zip } from '../../support/zipWriter';
import { ZSTD_SAMPLE, ZSTD_SAMPLE_SIZE } from './zstdSample';

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

describe('openZip', () => {
  it('reads stored, deflated and zstd entries under raw names', async () => {
    const noise = createHash('sha512').update('x').digest('hex').repeat(2000);
    const file = memoryFile(
      'x.eval',
      zip([
        { name: 'samples/../a\\b c/é_epoch_1.json', data: 'stored', method: 0 },
        { name: '_epoch_1.json', data: noise, method: 8 },
        { name: 'z', data: ZSTD_SAMPLE, method: 93, size: ZSTD_SAMPLE_SIZE },
      ]),
      100,
    );
    const archive = await openZip(file);
    expect(archive.names).toEqual(['samples/../a\\b c/é_epoch_1.json', '_epoch_1.json', 'z']);
    expect(await textOf(archive.stream('samples/../a\\b c/é_epoch_1.json'))).toBe('stored');
    expect(await textOf(archive.stream('_epoch_1.json'))).toBe(noise);
    expect(JSON.parse(await textOf(archive.stream('z')))).toMatchObject({ id: 'zstd-1' });
    archive.close();
  });

  it('reads several zstd frames in chunks of any size', async () => {
    for (const chunkBytes of [1, 5, 50, 1000]) {
      const chunks = memoryFile('z', ZSTD_SAMPLE, chunkBytes).stream();
      expect((await textOf(unzstd(chunks))).length).toBe(ZSTD_SAMPLE_SIZE);
    }
  });

  it('of a repeated name takes the last entry', async () => {
    const twice = zip([
      { name: 'header.json', data: 'old' },
      { name: 'header.json', data: 'new' },
    ]);
    const archive = await openZip(memoryFile('x', twice));
    expect(await textOf(archive.stream('header.json'))).toBe('new');
  });

  it('says so when the file is cut', async () => {
    const data = zip([{ name: 'a', data: 'b' }]);
    await expect(openZip(memoryFile('x', data.subarray(0, data.length - 30)))).rejects.toThrow("the zip can't be read");
  });
});
