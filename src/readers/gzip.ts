import { gunzip } from './gunzip';
import type { FileAccess } from './reader';

const BLOCK_BYTES = 128 * 1024;
/** So much of what was last unpacked stays at hand for `bytes`. */
const WINDOW_BYTES = 2 * 1024 * 1024;
const HEAD_BYTES = 64 * 1024;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08;
}

/**
 * A gzip file as readers see it: its unpacked contents under its name without `.gz`, places counting unpacked bytes.
 *
 * Only unpacking from the start leads to a place. `stream()` does that; `bytes()` goes on from where it last was
 * when it is asked in the order of the file, and starts anew when it is asked for what lies behind.
 * Data that is cut off or damaged ends the stream like the end of a file; `damage` then says why.
 */
export class GzipFile implements FileAccess {
  readonly path: string;
  readonly name: string;
  readonly mtime: number;
  damage?: string;
  private cursor: Cursor;
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly packed: FileAccess,
    /** Exact below 64 KiB; else as the file's last bytes say, which may be wrong for files over 4 GiB or joined ones. */
    public size: number,
  ) {
    this.path = packed.path;
    this.name = packed.name.replace(/(?<=.)\.gz$/i, '');
    this.mtime = packed.mtime;
    this.cursor = this.newCursor();
  }

  static async open(packed: FileAccess): Promise<GzipFile> {
    const file = new GzipFile(packed, 0);
    const head = await file.bytes(0, HEAD_BYTES + 1);
    file.size = head.length <= HEAD_BYTES ? head.length : Math.max(await statedSize(packed), head.length);
    return file;
  }

  async *stream(start = 0, end = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array, void, undefined> {
    if (start > 0) {
      yield* this.range(start, end);
      return;
    }
    let left = end;
    for await (const chunk of gunzip(this.packed.stream(), (damage) => this.note(damage))) {
      if (left <= 0) return;
      yield chunk.length > left ? chunk.subarray(0, left) : chunk;
      left -= chunk.length;
    }
  }

  bytes(offset: number, length: number): Promise<Uint8Array> {
    const read = this.turn.then(async () => {
      if (offset < this.cursor.oldest) {
        this.cursor.close();
        this.cursor = this.newCursor();
      }
      return this.cursor.read(offset, length);
    });
    this.turn = read.catch(() => undefined);
    return read;
  }

  siblings(): Promise<readonly string[]> {
    return this.packed.siblings();
  }

  /** A companion may be packed too. */
  async sibling(name: string): Promise<FileAccess> {
    try {
      return await this.packed.sibling(name);
    } catch (error) {
      const packed = await this.packed.sibling(`${name}.gz`).catch(() => {
        throw error;
      });
      return GzipFile.open(packed);
    }
  }

  private async *range(start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
    for (let at = start; at < end; ) {
      const chunk = await this.bytes(at, Math.min(BLOCK_BYTES, end - at));
      if (chunk.length === 0) return;
      yield chunk;
      at += chunk.length;
    }
  }

  private newCursor(): Cursor {
    return new Cursor(gunzip(blocks(this.packed), (damage) => this.note(damage)));
  }

  private note(damage: string): void {
    this.damage ??= damage;
  }
}

/** Walks forward over unpacked bytes and keeps the last of them. */
class Cursor {
  /** The place of the first byte that is still at hand. */
  oldest = 0;
  private readonly kept: Uint8Array[] = [];
  private held = 0;

  constructor(private readonly chunks: AsyncGenerator<Uint8Array, void, undefined>) {}

  async read(offset: number, length: number): Promise<Uint8Array> {
    const end = offset + length;
    const parts: Uint8Array[] = [];
    let at = this.oldest;
    for (const chunk of this.kept) {
      take(parts, chunk, at, offset, end);
      at += chunk.length;
    }
    while (at < end) {
      const { value: chunk } = await this.chunks.next();
      if (!chunk) break;
      take(parts, chunk, at, offset, end);
      at += chunk.length;
      this.keep(chunk);
    }
    return Buffer.concat(parts);
  }

  close(): void {
    void this.chunks.return();
  }

  private keep(chunk: Uint8Array): void {
    this.kept.push(chunk);
    this.held += chunk.length;
    for (let [first] = this.kept; first && this.held - first.length >= WINDOW_BYTES; [first] = this.kept) {
      this.kept.shift();
      this.held -= first.length;
      this.oldest += first.length;
    }
  }
}

/** The part of a chunk that begins at `at` which lies between `start` and `end`. */
function take(parts: Uint8Array[], chunk: Uint8Array, at: number, start: number, end: number): void {
  if (at + chunk.length > start && at < end) parts.push(chunk.subarray(Math.max(0, start - at), end - at));
}

/** A file by blocks, without keeping it open in between. */
async function* blocks(file: FileAccess): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < file.size; ) {
    const block = await file.bytes(at, Math.min(BLOCK_BYTES, file.size - at));
    if (block.length === 0) return;
    yield block;
    at += block.length;
  }
}

/** The unpacked size that stands in the last four bytes, modulo 2³². */
async function statedSize(packed: FileAccess): Promise<number> {
  const tail = await packed.bytes(Math.max(0, packed.size - 4), 4);
  return tail.length < 4 ? 0 : Buffer.from(tail).readUInt32LE(0);
}
