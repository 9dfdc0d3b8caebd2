import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../support/tempFolder';

const TEXT = Array.from({ length: 40_000 }, (_, i) => `line ${i}\n`).join('');

/** Longer than a file stays open after a read. */
const LONGER_THAN_OPEN = 150;

async function fileOf(text: string) {
  const { path, open } = await tempFolder({ 'a.txt': text });
  return { file: await open('a.txt'), path: join(path, 'a.txt') };
}

describe('pieces of a file of the disk', () => {
  it('are what stands there, in whatever order and at once', async () => {
    const { file } = await fileOf(TEXT);
    const places = Array.from({ length: 400 }, (_, i) => [(i * 7_919) % TEXT.length, (i * 131) % 90_000] as const);
    const read = await Promise.all(places.map(([offset, length]) => file.bytes(offset, length)));
    for (const [i, [offset, length]] of places.entries()) {
      expect(Buffer.from(read[i] ?? []).toString()).toBe(TEXT.slice(offset, offset + length));
    }
  });

  it('end where the file ends', async () => {
    const { file } = await fileOf('short');
    expect(Buffer.from(await file.bytes(2, 100)).toString()).toBe('ort');
    expect(await file.bytes(5, 10)).toHaveLength(0);
    expect(await file.bytes(1_000, 10)).toHaveLength(0);
    // A length out of a damaged header: no memory is taken for it.
    expect(await file.bytes(0, 2 ** 40)).toHaveLength(5);
  });

  it('show what was appended at once', async () => {
    const { file, path } = await fileOf('one\n');
    expect(await file.bytes(0, 4)).toHaveLength(4);
    await appendFile(path, 'two\n');
    expect(Buffer.from(await file.bytes(4, 4)).toString()).toBe('two\n');
  });

  it('show another file in its place a moment later', async () => {
    const { file, path } = await fileOf('old');
    expect(Buffer.from(await file.bytes(0, 3)).toString()).toBe('old');
    await rm(path);
    await writeFile(path, 'new');
    await wait(LONGER_THAN_OPEN);
    expect(Buffer.from(await file.bytes(0, 3)).toString()).toBe('new');
  });

  it('of a file that is gone are an error, and are there again with the file', async () => {
    const { file, path } = await fileOf('text');
    await rm(path);
    await expect(file.bytes(0, 4)).rejects.toThrow('ENOENT');
    await writeFile(path, 'back');
    expect(Buffer.from(await file.bytes(0, 4)).toString()).toBe('back');
  });
});
