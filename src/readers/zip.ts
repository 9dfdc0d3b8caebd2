import { Readable } from 'node:stream';
import { Decompress } from 'fzstd';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import type { FileAccess } from './reader';

const STORED = 0;
const DEFLATE = 8;
const ZSTD = 93;

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
  const zip = await fromRandomAccessReaderPromise(new FileAccessReader(file), file.size, {
    // Sample ids go raw into entry names; yauzl would refuse "../" and backslashes in them.
    decodeStrings: false,
    autoClose: false,
  }).catch((error: unknown) => {
    throw new Error(`the zip can't be read: ${messageOf(error)}`);
  });
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) entries.set(nameOf(entry), entry);
  } catch (error) {
    throw new Error(`the zip's directory is damaged: ${messageOf(error)}`);
  }
  return {
    names: [...entries.keys()],
    has: (name) => entries.has(name),
    async *stream(name) {
      const entry = entries.get(name);
      if (!entry) throw new Error(`the zip has no entry ${name}`);
      yield* unpack(zip, entry);
    },
    close: () => zip.close(),
  };
}

async function* unpack(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  switch (entry.compressionMethod) {
    case STORED:
    case DEFLATE:
      yield* await zip.openReadStreamPromise(entry);
      return;
    case ZSTD:
      yield* unzstd(await zip.openReadStreamPromise(entry, { decodeFileData: false }));
      return;
    default:
      throw new Error(`compression method ${entry.compressionMethod} is not supported`);
  }
}

/**
 * Reads several frames in a row, with or without their sizes, as Inspect AI writes them. Node's own decoder
 * (since 22.15) takes the second frame of a chunk for trailing garbage and ends there, without an error.
 */
export async function* unzstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const decoder = new Decompress((chunk) => {
    ready.push(chunk);
  });
  for await (const chunk of source) {
    decoder.push(chunk);
    const parts = ready;
    ready = [];
    yield* parts;
  }
  decoder.push(new Uint8Array(), true);
  yield* ready;
}

class FileAccessReader extends RandomAccessReader {
  constructor(private readonly file: FileAccess) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.file.stream(start, end));
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    this.file.bytes(position, length).then(
      (bytes) => {
        buffer.set(bytes, offset);
        callback(bytes.length < length ? new Error('the file ends too early') : null, bytes.length);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    );
  }
}

function nameOf(entry: Entry): string {
  // With decodeStrings off the name is a Buffer, whatever the types say.
  return Buffer.from(entry.fileName).toString('utf8');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
