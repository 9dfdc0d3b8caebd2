import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FileAccess } from './reader';

/** Small enough that the work on one chunk never holds the event loop for long. */
const CHUNK_BYTES = 128 * 1024;
const SCAN_BYTES = 64 * 1024;

/** A file of the local disk. Nothing stays open between calls. Throws when the path is no readable file. */
export async function openDiskFile(path: string): Promise<FileAccess> {
  const facts = await stat(path);
  if (!facts.isFile()) throw new Error(`${path} is not a file`);
  const folder = dirname(path);
  return {
    path,
    name: basename(path),
    size: facts.size,
    mtime: facts.mtimeMs,
    stream(start = 0, end) {
      if (end !== undefined && end <= start) return empty();
      return createReadStream(path, {
        start,
        ...(end === undefined ? {} : { end: end - 1 }),
        highWaterMark: CHUNK_BYTES,
      });
    },
    scan: (start = 0) => scan(path, start),
    async bytes(offset, length) {
      const handle = await open(path, 'r');
      try {
        return await readFully(handle, offset, length);
      } finally {
        await handle.close();
      }
    },
    siblings: () => readdir(folder),
    sibling: (name) => openDiskFile(join(folder, name)),
  };
}

/** Two buffers in turn: one is read into while the other is worked on. */
async function* scan(path: string, start: number): AsyncGenerator<Uint8Array, void, undefined> {
  const handle = await open(path, 'r');
  let [busy, free] = [Buffer.allocUnsafeSlow(SCAN_BYTES), Buffer.allocUnsafeSlow(SCAN_BYTES)];
  let at = start;
  let reading = handle.read(busy, 0, SCAN_BYTES, at);
  try {
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      at += bytesRead;
      [busy, free] = [free, busy];
      reading = handle.read(busy, 0, SCAN_BYTES, at);
      yield free.subarray(0, bytesRead);
    }
  } finally {
    await reading.catch(() => undefined);
    await handle.close();
  }
}

async function readFully(
  handle: Awaited<ReturnType<typeof open>>,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  // The file's end bounds what is allocated: a length out of a damaged header may be anything.
  const available = Math.max(0, (await handle.stat()).size - offset);
  const buffer = Buffer.allocUnsafe(Math.min(length, available));
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

async function* empty(): AsyncGenerator<Uint8Array> {}
