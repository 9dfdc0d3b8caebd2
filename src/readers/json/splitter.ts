import type { Problem } from '../../model/example';
import { type PathNode, pathTree } from './pathTree';

/** A wanted value of the document. */
export interface JsonValue {
  kind: 'value';
  /** The wanted path that it matches, as it was asked for. */
  path: string;
  /** The value's bytes; dropped sub-values are `null` in them. */
  bytes: Uint8Array;
  /** Where the value stands in the stream, dropped parts included. */
  byteOffset: number;
  byteLength: number;
  /** The line of its first byte, from 1. */
  line: number;
  /** The key that a `*` of the path stands for (the last one's, when there are several). */
  key?: string;
}

export type JsonPart = JsonValue | { kind: 'problem'; problem: Problem };

export interface SplitOptions {
  /** Paths below a wanted value that are left out of its bytes (`events`, `transcript.events`). */
  drop?: readonly string[];
  /** A wanted value with more bytes than this, after dropping, is a problem instead. */
  maxBytes?: number;
  /** What the first byte counts as, for a stream that begins inside a file. */
  start?: { byteOffset: number; line: number };
}

const MAX_VALUE_BYTES = 256 * 1024 * 1024;
/** So far a string is walked, which for short ones is faster than to search. */
const NEAR_BYTES = 32;

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [0x7b, 0x7d, 0x5b, 0x5d];
const [TAB, LF, CR, SPACE] = [0x09, 0x0a, 0x0d, 0x20];
const BOM = [0xef, 0xbb, 0xbf];

const State = {
  value: 0,
  firstElement: 1,
  key: 2,
  colon: 3,
  after: 4,
  keyString: 5,
  string: 6,
  scalar: 7,
  skip: 8,
  skipString: 9,
  done: 10,
  broken: 11,
} as const;
type State = (typeof State)[keyof typeof State];

const NOTHING_WANTED: PathNode = { children: new Map() };

interface Frame {
  node: PathNode;
  array: boolean;
}

interface Capture {
  path: string;
  byteOffset: number;
  line: number;
  key: string | undefined;
  parts: Uint8Array[];
  size: number;
}

/**
 * Walks one JSON document byte by byte and hands out the wanted values, with their exact places,
 * while the document streams by: it never holds more than one value. Values nobody wants are
 * stepped over without being looked into; wanted ones are for the caller to parse.
 */
export class JsonSplitter {
  private readonly root: PathNode;
  private readonly maxBytes: number;
  private readonly frames: Frame[] = [];
  private state: State = State.value;
  private node: PathNode;
  private key: number[] = [];
  /** The last key that a `*` matched. */
  private memberKey: string | undefined;
  private escaped = false;
  private depth = 0;
  private base: number;
  private line: number;
  private capture: Capture | null = null;
  /** Where in the current chunk the bytes of the capture go on. */
  private from = 0;
  private dropping = false;
  private out: JsonPart[] = [];

  constructor(wanted: readonly string[], options: SplitOptions = {}) {
    this.root = pathTree(wanted, options.drop ?? []);
    this.node = this.root;
    this.maxBytes = options.maxBytes ?? MAX_VALUE_BYTES;
    this.base = options.start?.byteOffset ?? 0;
    this.line = options.start?.line ?? 1;
  }

  /** The values that end in this chunk. */
  push(chunk: Uint8Array): JsonPart[] {
    let at = 0;
    const length = chunk.length;
    while (at < length) {
      switch (this.state) {
        case State.skip:
          at = this.skip(chunk, at);
          break;
        case State.string:
        case State.skipString:
          at = this.string(chunk, at);
          break;
        case State.keyString:
          at = this.keyString(chunk, at);
          break;
        case State.broken:
          at = length;
          break;
        default:
          at = this.token(chunk, at);
      }
    }
    if (this.capture && !this.dropping) this.keep(chunk, length);
    this.from = 0;
    this.base += length;
    return this.taken();
  }

  /** After the last chunk: what the end of the document completes, or the problem that it is torn. */
  end(): JsonPart[] {
    if (this.state === State.scalar && this.frames.length === 0) this.endValue(new Uint8Array(), 0);
    const untouched = this.state === State.value && this.frames.length === 0;
    if (this.state !== State.done && this.state !== State.broken && !untouched) {
      this.problem('the file ends inside the JSON (still being written?)', this.capture?.line ?? this.line);
    }
    return this.taken();
  }

  private taken(): JsonPart[] {
    const out = this.out;
    this.out = [];
    return out;
  }

  private token(chunk: Uint8Array, at: number): number {
    const byte = chunk[at];
    if (this.state === State.scalar) {
      if (!endsScalar(byte)) return at + 1;
      this.endValue(chunk, at);
      return at;
    }
    if (byte === SPACE || byte === LF || byte === CR || byte === TAB) {
      if (byte === LF) this.line += 1;
      return at + 1;
    }
    switch (this.state) {
      case State.firstElement:
        if (byte === CLOSE_ARRAY) return this.close(chunk, at);
        return this.beginValue(chunk, at);
      case State.value:
        if (this.frames.length === 0 && this.base + at < BOM.length && byte === BOM[this.base + at]) return at + 1;
        return this.beginValue(chunk, at);
      case State.key:
        if (byte === CLOSE_OBJECT) return this.close(chunk, at);
        if (byte !== QUOTE) return this.unexpected(chunk, 'a key');
        this.key = [];
        this.state = State.keyString;
        return at + 1;
      case State.colon:
        if (byte !== COLON) return this.unexpected(chunk, 'a colon');
        this.state = State.value;
        return at + 1;
      case State.after:
        return this.separator(chunk, at);
      default:
        return this.unexpected(chunk, 'the end of the document');
    }
  }

  private separator(chunk: Uint8Array, at: number): number {
    const frame = this.frames[this.frames.length - 1];
    const byte = chunk[at];
    if (frame && byte === COMMA) {
      this.node = frame.node.each ?? NOTHING_WANTED;
      this.state = frame.array ? State.value : State.key;
      return at + 1;
    }
    if (frame && byte === (frame.array ? CLOSE_ARRAY : CLOSE_OBJECT)) return this.close(chunk, at);
    return this.unexpected(chunk, frame?.array ? 'a comma or ]' : 'a comma or }');
  }

  private beginValue(chunk: Uint8Array, at: number): number {
    const node = this.node;
    const byte = chunk[at];
    if (byte === COMMA || byte === COLON || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) {
      return this.unexpected(chunk, 'a value');
    }
    if (node.capture !== undefined) {
      const byteOffset = this.base + at;
      const key = node.keyed ? this.memberKey : undefined;
      this.capture = { path: node.capture, byteOffset, line: this.line, key, parts: [], size: 0 };
      this.from = at;
    } else if (node.drop && this.capture) {
      this.keep(chunk, at);
      this.capture.parts.push(Buffer.from('null'));
      this.dropping = true;
    }
    if (byte === QUOTE) {
      this.state = State.string;
    } else if (byte === OPEN_OBJECT && (node.children.size > 0 || node.any)) {
      this.frames.push({ node, array: false });
      this.state = State.key;
    } else if (byte === OPEN_ARRAY && node.each) {
      this.frames.push({ node, array: true });
      this.node = node.each;
      this.state = State.firstElement;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      this.depth = 1;
      this.state = State.skip;
    } else {
      this.state = State.scalar;
    }
    return at + 1;
  }

  private close(chunk: Uint8Array, at: number): number {
    const frame = this.frames.pop();
    if (frame) this.node = frame.node;
    this.endValue(chunk, at + 1);
    return at + 1;
  }

  /** `end`: the place in the chunk after the last byte of the value of `this.node`. */
  private endValue(chunk: Uint8Array, end: number): void {
    const node = this.node;
    this.state = this.frames.length === 0 ? State.done : State.after;
    if (node.capture !== undefined && this.capture) {
      this.keep(chunk, end);
      this.emit(this.capture, this.base + end - this.capture.byteOffset);
      this.capture = null;
    } else if (node.drop && this.dropping) {
      this.dropping = false;
      this.from = end;
    }
  }

  private emit(capture: Capture, byteLength: number): void {
    const { path, byteOffset, line, key, parts, size } = capture;
    if (size > this.maxBytes) {
      this.problem(`the value is too large to read (${Math.round(size / 1024 / 1024)} MB)`, line);
      return;
    }
    const [only] = parts;
    const bytes = only && parts.length === 1 ? only : Buffer.concat(parts);
    const member = key === undefined ? {} : { key };
    this.out.push({ kind: 'value', path, bytes, byteOffset, byteLength, line, ...member });
  }

  /** Takes the bytes of the capture up to `end` out of the chunk. */
  private keep(chunk: Uint8Array, end: number): void {
    const capture = this.capture;
    if (!capture || end <= this.from) return;
    capture.size += end - this.from;
    if (capture.size > this.maxBytes) capture.parts = [];
    else capture.parts.push(chunk.subarray(this.from, end));
  }

  /** The fast way through values that nobody looks into: only strings and brackets count. */
  private skip(chunk: Uint8Array, start: number): number {
    let at = start;
    const length = chunk.length;
    while (at < length) {
      const byte = chunk[at];
      at += 1;
      if (byte === QUOTE) {
        this.state = State.skipString;
        at = this.string(chunk, at);
      } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        this.depth += 1;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        this.depth -= 1;
        if (this.depth === 0) {
          this.endValue(chunk, at);
          return at;
        }
      } else if (byte === LF) {
        this.line += 1;
      }
    }
    return at;
  }

  private string(chunk: Uint8Array, start: number): number {
    let at = start;
    const length = chunk.length;
    if (this.escaped) {
      at += 1;
      this.escaped = false;
    }
    const near = Math.min(length, at + NEAR_BYTES);
    while (at < near) {
      const byte = chunk[at];
      at += 1;
      if (byte === BACKSLASH) {
        if (at === length) this.escaped = true;
        at += 1;
      } else if (byte === QUOTE) {
        return this.endString(chunk, at);
      }
    }
    // Long strings are searched for their quote; whether it ends them, the backslashes before it say.
    for (
      let quote = at < length ? chunk.indexOf(QUOTE, at) : -1;
      quote !== -1;
      quote = chunk.indexOf(QUOTE, quote + 1)
    ) {
      if (slashesBefore(chunk, quote, at) % 2 === 0) return this.endString(chunk, quote + 1);
    }
    if (at < length) this.escaped = slashesBefore(chunk, length, at) % 2 === 1;
    return length;
  }

  private endString(chunk: Uint8Array, end: number): number {
    if (this.state === State.skipString) this.state = State.skip;
    else this.endValue(chunk, end);
    return end;
  }

  private keyString(chunk: Uint8Array, start: number): number {
    for (let at = start; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (byte === QUOTE && !this.escaped) {
        const frame = this.frames[this.frames.length - 1];
        this.node = this.member(frame?.node ?? NOTHING_WANTED, decodeKey(this.key));
        this.state = State.colon;
        return at + 1;
      }
      this.escaped = byte === BACKSLASH && !this.escaped;
      this.key.push(byte);
    }
    return chunk.length;
  }

  private member(node: PathNode, key: string): PathNode {
    const known = node.children.get(key);
    if (known || !node.any) return known ?? NOTHING_WANTED;
    this.memberKey = key;
    return node.any;
  }

  private unexpected(chunk: Uint8Array, wanted: string): number {
    this.problem(`this is not valid JSON: ${wanted} should stand here`, this.line);
    this.capture = null;
    this.state = State.broken;
    return chunk.length;
  }

  private problem(message: string, line: number): void {
    this.out.push({ kind: 'problem', problem: { line, message } });
  }
}

/** The wanted values of a stream, in document order; see `JsonSplitter`. */
export async function* splitJson(
  chunks: AsyncIterable<Uint8Array>,
  wanted: readonly string[],
  options: SplitOptions = {},
): AsyncGenerator<JsonPart, void, undefined> {
  const splitter = new JsonSplitter(wanted, options);
  for await (const chunk of chunks) yield* splitter.push(chunk);
  yield* splitter.end();
}

function endsScalar(byte: number | undefined): boolean {
  return (
    byte === COMMA ||
    byte === CLOSE_OBJECT ||
    byte === CLOSE_ARRAY ||
    byte === COLON ||
    byte === SPACE ||
    byte === LF ||
    byte === CR ||
    byte === TAB
  );
}

/** How many backslashes stand right before a place, back to `from`. */
function slashesBefore(chunk: Uint8Array, place: number, from: number): number {
  let at = place;
  while (at > from && chunk[at - 1] === BACKSLASH) at -= 1;
  return place - at;
}

function decodeKey(bytes: number[]): string {
  const raw = Buffer.from(bytes).toString('utf8');
  if (!raw.includes('\\')) return raw;
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch {
    return raw;
  }
}
