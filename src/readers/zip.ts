import { Readable } from 'node:stream';
import { createInflateRaw, inflateRawSync } from 'node:zlib';
import { Decompress } from 'fzstd';
import type { FileAccess } from './reader';
import { messageOf } from './values';
import { readDirectory, type ZipMember } from './zipDirectory';

const STORED = 0;
const DEFLATE = 8;
const ZSTD = 93;

/** Up to these sizes an entry is unpacked in one go, without a stream. */
const SMALL_PACKED = 4 * 1024 * 1024;
const SMALL = 16 * 1024 * 1024;
/** Entries stand one after the other: so much is read at once. */
const WINDOW_BYTES = 1024 * 1024;
/** Room for a local header and its extra fields. */
const HEADER_ROOM = 512;
const LOCAL_HEADER = 0x04034b50;
/** More than this unpacked, at more than `MAX_RATIO` times the packed size: nobody writes evaluations like that. */
const FREE_BYTES = 256 * 1024 * 1024;
const MAX_RATIO = 200;

/** A zip whose central directory has been read. */
export interface ZipArchive {
  /** Names as they stand in the directory, slashes and all; of a repeated name the last entry counts. */
  readonly names: readonly string[];
  has(name: string): boolean;
  /** The unpacked bytes of one entry, in chunks. Throws on damaged data and unknown compression. */
  stream(name: string): AsyncIterable<Uint8Array>;
  close(): void;
}

/** Throws with a message for people when the file is no whole zip. */
export async function openZip(file: FileAccess): Promise<ZipArchive> {
  // Sample ids go raw into entry names, "../" and backslashes too: names are keys here and never paths.
  const members = await readDirectory(file);
  const window = new Window(file);
  return {
    names: [...members.keys()],
    has: (name) => members.has(name),
    async *stream(name) {
      const member = members.get(name);
      if (!member) throw new Error(`the zip has no entry ${name}`);
      if (member.encrypted) throw new Error('the entry is encrypted');
      if (![STORED, DEFLATE, ZSTD].includes(member.method)) {
        throw new Error(`compression method ${member.method} is not supported`);
      }
      const start = await dataStart(window, member);
      if (member.packed <= SMALL_PACKED && member.size <= SMALL) {
        yield unpackWhole(await window.bytes(start, member.packed), member);
      } else yield* checked(unpackStream(file.stream(start, start + member.packed), member), member);
    },
    close: () => window.forget(),
  };
}

/** The last bytes that were read of a file; what lies next to them is read along. */
class Window {
  private start = 0;
  private held: Uint8Array = new Uint8Array();

  constructor(private readonly file: FileAccess) {}

  async bytes(offset: number, length: number): Promise<Uint8Array> {
    if (offset < this.start || offset + length > this.start + this.held.length) {
      const held = await this.file.bytes(offset, Math.max(length, WINDOW_BYTES));
      this.start = offset;
      this.held = held;
      return held.subarray(0, length);
    }
    return this.held.subarray(offset - this.start, offset - this.start + length);
  }

  forget(): void {
    this.held = new Uint8Array();
  }
}

/** The local header repeats the name, and has extra fields of its own. */
async function dataStart(window: Window, { offset, packed }: ZipMember): Promise<number> {
  const bytes = await window.bytes(offset, 30 + HEADER_ROOM + (packed <= SMALL_PACKED ? packed : 0));
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (header.length < 30 || header.readUInt32LE(0) !== LOCAL_HEADER)
    throw new Error('the entry is not where it should be');
  return offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
}

function unpackWhole(data: Uint8Array, member: ZipMember): Uint8Array {
  if (data.length < member.packed) throw new Error('the file ends too early');
  let bytes: Uint8Array;
  try {
    if (member.method === STORED) bytes = data;
    else if (member.method === ZSTD) bytes = unzstdWhole(data, member.size);
    else bytes = member.size === 0 ? new Uint8Array() : inflateRawSync(data, { maxOutputLength: member.size });
  } catch (error) {
    throw new Error(describe(error));
  }
  if (bytes.length !== member.size) throw new Error(WRONG_SIZE);
  return bytes;
}

const WRONG_SIZE = "the entry's data is damaged: it has another size than the directory says";

function unpackStream(chunks: AsyncIterable<Uint8Array>, { method, size }: ZipMember): AsyncIterable<Uint8Array> {
  if (method === STORED) return chunks;
  return method === ZSTD ? unzstd(chunks, size) : Readable.from(chunks).pipe(createInflateRaw());
}

async function* checked(
  chunks: AsyncIterable<Uint8Array>,
  { size, packed }: ZipMember,
): AsyncGenerator<Uint8Array, void, undefined> {
  let unpacked = 0;
  try {
    for await (const chunk of chunks) {
      unpacked += chunk.length;
      if (unpacked > size) throw new Error(WRONG_SIZE);
      if (unpacked > FREE_BYTES && unpacked > packed * MAX_RATIO) {
        throw new Error(`the entry unpacks to more than ${MAX_RATIO} times its size: reading stopped`);
      }
      yield chunk;
    }
  } catch (error) {
    throw new Error(describe(error));
  }
  if (unpacked < size) throw new Error(WRONG_SIZE);
}

/**
 * Reads several frames in a row, with or without their sizes, as Inspect AI writes them. Node's own decoder
 * (since 22.15) takes the second frame of a chunk for trailing garbage and ends there, without an error.
 * Throws when more than `size` bytes come.
 */
export async function* unzstd(source: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  const frames = new Frames(size);
  for await (const chunk of source) yield* frames.push(chunk);
  yield* frames.push(new Uint8Array(), true);
}

function unzstdWhole(data: Uint8Array, size: number): Uint8Array {
  return Buffer.concat(data.length === 0 ? [] : new Frames(size).push(data, true));
}

class Frames {
  private ready: Uint8Array[] = [];
  private unpacked = 0;
  private readonly decoder: Decompress;

  constructor(size: number) {
    this.decoder = new Decompress((chunk) => {
      this.unpacked += chunk.length;
      // Four bytes may stand for two million: who waits for the end of a push waits too long.
      if (this.unpacked > size) throw new Error(WRONG_SIZE);
      this.ready.push(chunk);
    });
  }

  push(chunk: Uint8Array, final = false): Uint8Array[] {
    this.decoder.push(chunk, final);
    const { ready } = this;
    this.ready = [];
    return ready;
  }
}

/** Decoders speak of their insides; what people can use is that the data is damaged. */
function describe(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_BUFFER_TOO_LARGE') return WRONG_SIZE;
  if (error instanceof TypeError || error instanceof RangeError || typeof code === 'number') {
    return "the entry's data is damaged";
  }
  if (typeof code === 'string' && code.startsWith('Z_')) return "the entry's data is damaged";
  return messageOf(error);
}
