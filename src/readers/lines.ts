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

export interface LineOptions {
  /** A line with more bytes than this is `overlong`. */
  maxBytes?: number;
  /** Where in the file the first chunk begins, for a stream that begins inside of it; lines count from 1 there too. */
  byteOffset?: number;
  /** How many lines end before the first chunk. */
  linesBefore?: number;
  /** No line that begins at this place of the file or behind it is handed out. */
  end?: number;
  /** Lines without a byte are counted, and not handed out: a file of a hundred million of them is soon read. */
  skipEmpty?: boolean;
  /** Chunks are written over after their `push`: what is kept of them is copied. */
  borrowed?: boolean;
}

/**
 * Cuts chunks into lines, empty ones too, each with its exact place. LF and CRLF end a line;
 * a byte order mark at the start of the file belongs to no line. Lines that lie in one chunk share its memory.
 */
export class LineSplitter {
  /** True when the next line would begin at `end` or behind it: nothing more is taken. */
  done = false;
  private readonly maxBytes: number;
  private readonly end: number;
  private readonly borrowed: boolean;
  private readonly skipEmpty: boolean;
  private byteOffset: number;
  private readonly linesBefore: number;
  private line: number;
  private parts: Uint8Array[] = [];
  private held = 0;
  private length = 0;
  /** The first bytes, until it is known whether they are a byte order mark; null after that. */
  private start: Uint8Array | null;

  constructor(options: LineOptions = {}) {
    const { byteOffset = 0, linesBefore = 0, end = Number.POSITIVE_INFINITY, borrowed = false } = options;
    this.maxBytes = options.maxBytes ?? MAX_LINE_BYTES;
    this.borrowed = borrowed;
    this.skipEmpty = options.skipEmpty ?? false;
    this.byteOffset = byteOffset;
    this.linesBefore = linesBefore;
    this.line = linesBefore + 1;
    this.end = end;
    this.start = byteOffset === 0 ? new Uint8Array() : null;
  }

  /** How many lines have ended so far. */
  get lines(): number {
    return this.line - 1 - this.linesBefore;
  }

  /** The lines that end in this chunk. */
  push(bytes: Uint8Array): Line[] {
    const lines: Line[] = [];
    const chunk = this.start === null ? bytes : this.withoutBom(bytes);
    let from = this.afterEmpty(chunk, 0);
    for (let lf = chunk.indexOf(LF, from); lf !== -1 && !this.done; lf = chunk.indexOf(LF, from)) {
      this.add(chunk.subarray(from, lf));
      lines.push(this.finish(true));
      from = this.afterEmpty(chunk, lf + 1);
    }
    if (!this.done && from < chunk.length)
      this.add(this.borrowed ? Buffer.from(chunk.subarray(from)) : chunk.subarray(from));
    return lines;
  }

  /** After the last chunk: the line that nothing ends. */
  rest(): Line[] {
    if (this.start && this.start.length > 0) this.add(this.start);
    this.start = null;
    return this.length > 0 && !this.done ? [this.finish(false)] : [];
  }

  private afterEmpty(chunk: Uint8Array, from: number): number {
    if (!this.skipEmpty || this.length > 0) return from;
    let at = from;
    while (chunk[at] === LF && this.byteOffset + at - from < this.end) at += 1;
    if (at === from) return from;
    this.line += at - from;
    this.byteOffset += at - from;
    this.done = this.byteOffset >= this.end;
    return at;
  }

  private finish(terminated: boolean): Line {
    const { line, byteOffset, length } = this;
    const overlong = length > this.maxBytes;
    let bytes: Uint8Array = overlong ? new Uint8Array() : join(this.parts, this.held);
    let byteLength = length;
    if (!overlong && terminated && bytes[bytes.length - 1] === CR) {
      bytes = bytes.subarray(0, -1);
      byteLength -= 1;
    }
    this.parts = [];
    this.held = 0;
    this.length = 0;
    this.line += 1;
    this.byteOffset += length + 1;
    this.done = this.byteOffset >= this.end;
    return { line, byteOffset, byteLength, bytes, terminated, overlong };
  }

  private add(part: Uint8Array): void {
    this.length += part.length;
    if (this.length > this.maxBytes) {
      this.parts = [];
      this.held = 0;
    } else if (part.length > 0) {
      this.parts.push(part);
      this.held += part.length;
    }
  }

  /** The stream after a byte order mark, wherever its chunks begin and end. */
  private withoutBom(chunk: Uint8Array): Uint8Array {
    const head = this.start && this.start.length > 0 ? Buffer.concat([this.start, chunk]) : chunk;
    if (head.length < BOM.length && BOM.slice(0, head.length).every((byte, at) => head[at] === byte)) {
      this.start = Uint8Array.from(head);
      return new Uint8Array();
    }
    this.start = null;
    if (!BOM.every((byte, at) => head[at] === byte)) return head;
    this.byteOffset = BOM.length;
    return head.subarray(BOM.length);
  }
}

/** The lines of a stream; see `LineSplitter`. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  options: Pick<LineOptions, 'maxBytes' | 'skipEmpty'> = {},
): AsyncGenerator<Line, void, undefined> {
  const splitter = new LineSplitter(options);
  for await (const chunk of chunks) for (const line of splitter.push(chunk)) yield line;
  for (const line of splitter.rest()) yield line;
}

function join(parts: Uint8Array[], length: number): Uint8Array {
  const [only] = parts;
  return only && parts.length === 1 ? only : Buffer.concat(parts, length);
}
