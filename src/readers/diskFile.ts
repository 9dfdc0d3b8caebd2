import { createReadStream } from 'node:fs';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FileAccess } from './reader';

/** Small enough that the work on one chunk never holds the event loop for long. */
const CHUNK_BYTES = 128 * 1024;
/** Each read costs a turn of the event loop: smaller ones take a tenth more of the processor. */
const SCAN_BYTES = 256 * 1024;

/** A shorter read is not worth a look at how long the file is. */
const UNCHECKED_BYTES = 1024 * 1024;
/** So much is read at once where less is asked for. */
const WINDOW_BYTES = 64 * 1024;
/** How long a file stays open after a read, for the next one, milliseconds. */
const LINGER_MS = 50;

/** A file of the local disk. Nothing stays open for longer than a moment. Throws when the path is no readable file. */
export async function openDiskFile(path: string): Promise<FileAccess> {
  const facts = await stat(path);
  if (!facts.isFile()) throw new Error(`${path} is not a file`);
  const folder = dirname(path);
  const reader = new BriefReader(path);
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
    bytes: (offset, length) => reader.bytes(offset, length),
    siblings: () => readdir(folder),
    sibling: (name) => openDiskFile(join(folder, name)),
    async isReplaced() {
      const now = await stat(path).catch(() => null);
      if (now === null) return false;
      const rewritten = now.mtimeMs !== facts.mtimeMs && now.size <= facts.size;
      return now.ino !== facts.ino || rewritten;
    },
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

/**
 * Reads that follow closely upon one another share a handle and what was read: a call to the system
 * takes longer than an example, and examples are mostly asked for in the order of the file.
 */
class BriefReader {
  private opened: Promise<FileHandle> | undefined;
  private window: { start: number; end: number; bytes: Promise<Uint8Array> } | undefined;
  private users = 0;
  private closing: NodeJS.Timeout | undefined;

  constructor(private readonly path: string) {}

  async bytes(offset: number, length: number): Promise<Uint8Array> {
    clearTimeout(this.closing);
    this.users += 1;
    try {
      return await this.read(offset, length);
    } finally {
      this.users -= 1;
      if (this.users === 0) this.closing = setTimeout(() => this.close(), LINGER_MS);
    }
  }

  private async read(offset: number, length: number): Promise<Uint8Array> {
    this.opened ??= this.open();
    if (length > WINDOW_BYTES) return readFully(await this.opened, offset, length);
    if (!this.window || offset < this.window.start || offset + length > this.window.end) {
      const bytes = this.opened.then((handle) => readFully(handle, offset, WINDOW_BYTES));
      this.window = { start: offset, end: offset + WINDOW_BYTES, bytes };
    }
    const { start, bytes } = this.window;
    const part = (await bytes).subarray(offset - start, offset - start + length);
    // Where the file ended there may be more by now.
    return part.length === length ? part : readFully(await this.opened, offset, length);
  }

  /** A file that can't be opened now may be there at the next try. */
  private open(): Promise<FileHandle> {
    const opened = open(this.path, 'r');
    opened.catch(() => this.close());
    return opened;
  }

  private close(): void {
    void this.opened?.then((handle) => handle.close()).catch(() => undefined);
    this.opened = undefined;
    this.window = undefined;
  }
}

async function readFully(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(length <= UNCHECKED_BYTES ? length : await within(handle, offset, length));
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** The file's end bounds what is allocated: a length out of a damaged header may be anything. */
async function within(handle: FileHandle, offset: number, length: number): Promise<number> {
  return Math.min(length, Math.max(0, (await handle.stat()).size - offset));
}

async function* empty(): AsyncGenerator<Uint8Array> {}
