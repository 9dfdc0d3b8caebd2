/** One line of a byte stream. */
export interface Line {
  /** From 1. */
  line: number;
  byteOffset: number;
  /** Of the line without its end of line. */
  byteLength: number;
  /** The line without its end of line; empty when the line is `overlong`. */
  bytes: Uint8Array;
  /** False for a last line that no end of line follows. */
  terminated: boolean;
  /** Longer than the limit: its bytes were let go. */
  overlong: boolean;
}

export const MAX_LINE_BYTES = 64 * 1024 * 1024;

const LF = 0x0a;
const CR = 0x0d;
const BOM = [0xef, 0xbb, 0xbf];

/**
 * The lines of a stream, empty ones too, each with its exact place. LF and CRLF end a line;
 * a byte order mark at the start belongs to no line.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes = MAX_LINE_BYTES,
): AsyncGenerator<Line, void, undefined> {
  let parts: Uint8Array[] = [];
  let held = 0;
  let length = 0;
  let line = 1;
  let byteOffset = 0;

  const finish = (terminated: boolean): Line => {
    const overlong = length > maxBytes;
    let bytes: Uint8Array = overlong ? new Uint8Array() : join(parts, held);
    let byteLength = length;
    if (!overlong && terminated && bytes[bytes.length - 1] === CR) {
      bytes = bytes.subarray(0, -1);
      byteLength -= 1;
    }
    const done = { line, byteOffset, byteLength, bytes, terminated, overlong };
    parts = [];
    held = 0;
    line += 1;
    byteOffset += length + 1;
    length = 0;
    return done;
  };
  const add = (part: Uint8Array) => {
    length += part.length;
    if (length > maxBytes) {
      parts = [];
      held = 0;
    } else if (part.length > 0) {
      parts.push(part);
      held += part.length;
    }
  };

  for await (const chunk of withoutBom(chunks, () => {
    byteOffset = BOM.length;
  })) {
    let from = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, from)) {
      add(chunk.subarray(from, end));
      from = end + 1;
      yield finish(true);
    }
    add(chunk.subarray(from));
  }
  if (length > 0) yield finish(false);
}

function join(parts: Uint8Array[], length: number): Uint8Array {
  const [only] = parts;
  return only && parts.length === 1 ? only : Buffer.concat(parts, length);
}

/** The stream after a byte order mark, wherever its chunks begin and end. */
async function* withoutBom(chunks: AsyncIterable<Uint8Array>, onBom: () => void): AsyncGenerator<Uint8Array> {
  let start: Uint8Array | null = new Uint8Array();
  for await (const chunk of chunks) {
    if (start === null) {
      yield chunk;
      continue;
    }
    const head: Uint8Array = start.length === 0 ? chunk : Buffer.concat([start, chunk]);
    if (head.length < BOM.length && BOM.slice(0, head.length).every((byte, at) => head[at] === byte)) {
      start = head;
      continue;
    }
    start = null;
    const hasBom = BOM.every((byte, at) => head[at] === byte);
    if (hasBom) onBom();
    yield hasBom ? head.subarray(BOM.length) : head;
  }
  if (start && start.length > 0) yield start;
}
