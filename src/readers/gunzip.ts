import { createInflateRaw, type InflateRaw } from 'node:zlib';

/** From so much unpacked on, more than `MAX_RATIO` times the packed size is a bomb: texts come to 50, rarely. */
const FREE_BYTES = 64 * 1024 * 1024;
const MAX_RATIO = 250;
/** Deflate packs 1032 : 1 at most, so a piece never unpacks to more than 32 MiB at once. */
const PIECE_BYTES = 32 * 1024;
/** What comes of one step is lost when the step ends in damage. */
const STEP_BYTES = 32 * 1024;
const MAX_HEADER_BYTES = 1024 * 1024;

/**
 * Unpacks gzip data, of several members too. What ends it before its time is told, not thrown:
 * every byte before that has been handed out.
 */
export async function* gunzip(
  chunks: AsyncIterable<Uint8Array>,
  onDamage: (damage: string) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const members = new Members();
  let [packed, unpacked] = [0, 0];
  try {
    for await (const piece of pieces(chunks)) {
      packed += piece.length;
      for await (const ready of members.push(piece)) {
        unpacked += ready.length;
        yield ready;
      }
      if (members.done) break;
      if (unpacked > FREE_BYTES && unpacked > packed * MAX_RATIO) {
        const read = `reading stopped after ${Math.round(unpacked / 1024 / 1024)} MB`;
        onDamage(`the gzip data unpacks to more than ${MAX_RATIO} times its size: ${read}`);
        return;
      }
    }
    yield* await members.end();
    if (members.damage !== undefined) onDamage(members.damage);
  } finally {
    members.close();
  }
}

async function* pieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES);
  }
}

const TRAILER_BYTES = 8;

/**
 * Header, deflated data and trailer of one member after the other. Node's own gunzip does not hand out what it has
 * unpacked when the checksum after it, or anything behind that, is wrong.
 */
class Members {
  /** Nothing more is read: the data is damaged, or what follows the members is something else. */
  done = false;
  damage: string | undefined;
  private state: 'header' | 'body' | 'trailer' = 'header';
  /** Bytes of a header or a trailer that is not whole yet. */
  private waiting: Uint8Array = new Uint8Array();
  private body: Inflater | null = null;
  private crc = 0;
  private size = 0;
  private count = 0;

  async *push(piece: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
    let rest = piece;
    while (rest.length > 0 && !this.done) {
      if (this.state === 'header') rest = this.header(rest);
      else if (this.state === 'trailer') rest = this.trailer(rest);
      else {
        const { ready, left } = await this.inflate(rest);
        yield* ready;
        rest = left;
      }
    }
  }

  /** What is unpacked at the very end; says what is missing there. */
  async end(): Promise<Uint8Array[]> {
    if (this.done) return [];
    const ready = this.body ? await this.body.end() : [];
    const whole = this.state === 'header' && this.count > 0 && this.waiting.length === 0;
    if (!whole) this.damage = 'the gzip data ends too early (still being written?)';
    return ready;
  }

  close(): void {
    this.body?.close();
  }

  private header(rest: Uint8Array): Uint8Array {
    const bytes = join(this.waiting, rest);
    const length = headerLength(bytes);
    if (length === 'none' && this.count > 0) {
      // Blanks and signatures behind the members are passed over, as gzip itself does.
      this.done = true;
    } else if (length === 'none' || (length === 'more' && bytes.length > MAX_HEADER_BYTES)) {
      this.fail('the gzip data is damaged');
    } else if (length === 'more') {
      this.waiting = bytes;
    } else {
      this.waiting = new Uint8Array();
      this.state = 'body';
      this.body = new Inflater();
      [this.crc, this.size] = [0, 0];
      return bytes.subarray(length);
    }
    return new Uint8Array();
  }

  private async inflate(rest: Uint8Array): Promise<{ ready: Uint8Array[]; left: Uint8Array }> {
    const none = new Uint8Array();
    if (!this.body) return { ready: [], left: none };
    const { ready, used, ended, failed } = await this.body.push(rest);
    for (const chunk of ready) {
      this.crc = crc32(chunk, this.crc);
      this.size = (this.size + chunk.length) >>> 0;
    }
    if (failed) this.fail('the gzip data is damaged');
    if (!ended) return { ready, left: none };
    this.body.close();
    this.body = null;
    this.state = 'trailer';
    return { ready, left: rest.subarray(used) };
  }

  private trailer(rest: Uint8Array): Uint8Array {
    const bytes = join(this.waiting, rest);
    if (bytes.length < TRAILER_BYTES) {
      this.waiting = bytes;
      return new Uint8Array();
    }
    const trailer = Buffer.from(bytes.buffer, bytes.byteOffset, TRAILER_BYTES);
    if (trailer.readUInt32LE(0) !== this.crc || trailer.readUInt32LE(4) !== this.size) {
      this.fail("the gzip data's checksum does not match");
    }
    this.waiting = new Uint8Array();
    this.state = 'header';
    this.count += 1;
    return bytes.subarray(TRAILER_BYTES);
  }

  private fail(damage: string): void {
    this.damage = damage;
    this.done = true;
  }
}

interface Step {
  ready: Uint8Array[];
  /** How many bytes of the input belong to the deflated data. */
  used: number;
  ended: boolean;
  failed: boolean;
}

/** zlib's stream step by step: as an async iterable it drops what it has ready when an error comes. */
class Inflater {
  private ready: Uint8Array[] = [];
  private ended = false;
  private failed = false;
  private readonly zlib: InflateRaw = createInflateRaw({ chunkSize: STEP_BYTES });
  private resume: () => void = () => undefined;

  constructor() {
    this.zlib.on('data', (chunk: Uint8Array) => this.ready.push(chunk));
    this.zlib.on('end', () => {
      this.ended = true;
      this.resume();
    });
    this.zlib.on('error', () => {
      this.failed = true;
      this.resume();
    });
  }

  async push(piece: Uint8Array): Promise<Step> {
    const before = this.zlib.bytesWritten;
    await this.step((done) => this.zlib.write(piece, done));
    const used = this.zlib.bytesWritten - before;
    return { ready: this.taken(), used, ended: this.ended, failed: this.failed };
  }

  async end(): Promise<Uint8Array[]> {
    await this.step(() => this.zlib.end());
    return this.taken();
  }

  close(): void {
    this.zlib.destroy();
  }

  /** zlib calls back after a write, except when that write was its last: then only the events tell. */
  private async step(act: (done: () => void) => void): Promise<void> {
    if (this.ended || this.failed) return;
    await new Promise<void>((resolve) => {
      this.resume = resolve;
      act(() => resolve());
    });
  }

  private taken(): Uint8Array[] {
    const ready = this.ready;
    this.ready = [];
    return ready;
  }
}

/** The length of a member's header (RFC 1952), `more` when it is not whole, `none` when this is no header. */
function headerLength(bytes: Uint8Array): number | 'more' | 'none' {
  const magic = [0x1f, 0x8b, 0x08];
  if (!magic.every((byte, at) => bytes[at] === undefined || bytes[at] === byte)) return 'none';
  if (bytes.length < 10) return 'more';
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));
  for (const flag of [8, 16]) {
    if (!(flags & flag)) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return 'more';
    at = end + 1;
  }
  if (flags & 2) at += 2;
  return at <= bytes.length ? at : 'more';
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  return first.length === 0 ? second : Buffer.concat([first, second]);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** By hand: Node has it since 20.15 only. */
function crc32(bytes: Uint8Array, start: number): number {
  let crc = ~start;
  for (let at = 0; at < bytes.length; at += 1) {
    crc = (CRC_TABLE[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  }
  return ~crc >>> 0;
}
