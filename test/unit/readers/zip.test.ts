import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
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
      expect((await textOf(unzstd(chunks, ZSTD_SAMPLE_SIZE))).length).toBe(ZSTD_SAMPLE_SIZE);
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

  it('reads the directory of a zip of more than 65,534 entries', async () => {
    const names = Array.from({ length: 65_600 }, (_, number) => `${number}`);
    const data = zip(names.map((name) => ({ name, data: name, method: 0 })));
    const end = data.subarray(-22);
    const end64 = Buffer.alloc(76);
    end64.write('PK\x06\x06', 0, 'latin1');
    end64.writeBigUInt64LE(BigInt(names.length), 32);
    end64.writeBigUInt64LE(BigInt(end.readUInt32LE(12)), 40);
    end64.writeBigUInt64LE(BigInt(end.readUInt32LE(16)), 48);
    end64.write('PK\x06\x07', 56, 'latin1');
    end64.writeBigUInt64LE(BigInt(data.length - 22), 64);
    end.writeUInt16LE(0xffff, 10);
    const archive = await openZip(memoryFile('x', Buffer.concat([data.subarray(0, -22), end64, end])));
    expect(archive.names).toEqual(names);
    expect(await textOf(archive.stream('65599'))).toBe('65599');
  });

  it('says what is wrong with an entry', async () => {
    const whole = zip([{ name: 'a', data: 'x'.repeat(500) }]);
    const central = whole.length - 22 - 47;
    const broken = async (change: (copy: Buffer) => void) => {
      const copy = Buffer.from(whole);
      change(copy);
      return textOf((await openZip(memoryFile('x', copy))).stream('a')).then(
        () => 'read',
        (error: Error) => error.message,
      );
    };
    expect(await broken(() => undefined)).toBe('read');
    expect(await broken((copy) => copy.writeUInt16LE(1, central + 8))).toBe('the entry is encrypted');
    expect(await broken((copy) => copy.writeUInt16LE(12, central + 10))).toBe('compression method 12 is not supported');
    for (const size of [1, 499, 501]) {
      expect(await broken((copy) => copy.writeUInt32LE(size, central + 24))).toMatch(/another size/);
    }
    expect(await broken((copy) => copy.writeUInt32LE(4, central + 42))).toBe('the entry is not where it should be');
    expect(await broken((copy) => copy.fill(0xff, 31, 36))).toBe("the entry's data is damaged");
  });

  it('refuses entries that lie upon each other', async () => {
    const data = zip([
      { name: 'a', data: 'x'.repeat(500), method: 0 },
      { name: 'b', data: 'y'.repeat(500), method: 0 },
    ]);
    const central = data.length - 22 - 2 * 47;
    data.writeUInt32LE(1000, central + 20);
    data.writeUInt32LE(1000, central + 47 + 20);
    data.writeUInt32LE(0, central + 47 + 42);
    await expect(openZip(memoryFile('x', data))).rejects.toThrow('overlap');
  });

  it('stops at bombs of every method, soon', { timeout: 60_000 }, async () => {
    const readFirst = async (data: Buffer) => {
      const archive = await openZip(memoryFile('x', data));
      return textOf(archive.stream(archive.names[0] ?? '')).then(
        () => 'read',
        (error: Error) => error.message,
      );
    };
    // 4 bytes a block of 2 MB: 80 KB come to 40 GB.
    for (const size of [1000, 200_000_000]) {
      expect(await readFirst(zip([{ name: 'a', data: zstdBomb(20_000), method: 93, size }]))).toMatch(/another size/);
    }
    const zeros = deflateRawSync(Buffer.alloc(300_000_000));
    const deflated = zip([{ name: 'a', data: zeros, method: 0 }]);
    const central = deflated.length - 22 - 47;
    deflated.writeUInt16LE(8, 8);
    deflated.writeUInt16LE(8, central + 10);
    deflated.writeUInt32LE(1000, central + 24);
    expect(await readFirst(deflated)).toMatch(/another size/);
    deflated.writeUInt32LE(300_000_000, central + 24);
    expect(await readFirst(deflated)).toMatch(/more than 200 times its size/);
  });
});

/** A frame of zeros: a header with a window of 8 MB, then blocks that repeat one byte. */
function zstdBomb(blocks: number): Buffer {
  const block = (last: number) => {
    const head = Buffer.alloc(4);
    head.writeUIntLE(last | (1 << 1) | (0x1fffff << 3), 0, 3);
    return head;
  };
  return Buffer.concat([
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x68]),
    ...Array.from({ length: blocks - 1 }, () => block(0)),
    block(1),
  ]);
}
