export interface CsvRecord {
  kind: 'record';
  cells: string[];
  /** Of its first character, from 1: a record may hold line breaks. */
  line: number;
  byteOffset: number;
  /** Without the end of line behind it. */
  byteLength: number;
}

/** Which bytes end a record: LF and CRLF, or a lone CR too, when the first record ends so. */
export const LineEnd = { unknown: 0, lf: 1, cr: 2 } as const;
export type LineEnd = (typeof LineEnd)[keyof typeof LineEnd];

export interface CsvOptions {
  /** A record with more bytes than this is a fault. */
  maxBytes?: number;
  /** Where in the file the first chunk begins; lines count from 1 there too. */
  byteOffset?: number;
  /** How many lines end before the first chunk. */
  linesBefore?: number;
  /** No record that begins at this place of the file or behind it is taken. */
  end?: number;
  /** For a chunk that begins inside of a file. */
  lineEnd?: LineEnd;
  /** The first chunk begins inside of a quoted text. */
  quoted?: boolean;
}

export type CsvFault = 'quote-not-closed' | 'too-long';

const MAX_RECORD_BYTES = 64 * 1024 * 1024;

const QUOTE = 0x22;
const [LF, CR] = [0x0a, 0x0d];
const BOM = [0xef, 0xbb, 0xbf];

const State = { start: 0, plain: 1, quoted: 2 } as const;
type State = (typeof State)[keyof typeof State];

/** More bytes have to come before it can be said. */
const UNKNOWN = -1;

/**
 * Cuts the bytes of a CSV file into records, the header like the others, each with its exact place. Quoted texts are
 * searched for their end, not walked, so that long ones cost little more than to be decoded.
 *
 * As csv-parse does it with quotes and columns relaxed: a quote inside a cell is text; so is the opening one when
 * something else than the end of the cell follows the closing one; lines without a character are passed over. But
 * LF and CRLF may stand side by side in one file.
 */
export class CsvParser {
  fault: CsvFault | undefined;
  private readonly delimiter: number;
  private readonly maxBytes: number;
  private readonly limit: number;
  private buffer = Buffer.alloc(0);
  /** How much of the buffer holds bytes. */
  private used = 0;
  /** Where the record begins that is being read, in the buffer, and the cell, and what has been looked at. */
  private record = 0;
  private cell = 0;
  private at = 0;
  private state: State = State.start;
  private escapes = false;
  private wasQuoted = false;
  /** The beginning of a cell whose quotes turned out to be text. */
  private prefix = '';
  private cells: string[] = [];
  private lineEnd: LineEnd;
  /** Of the buffer's first byte. */
  private offset: number;
  private readonly linesBefore: number;
  /** In which the next record begins. */
  line: number;
  private begun: boolean;
  private ready: CsvRecord[] = [];

  constructor(delimiter: string, options: CsvOptions = {}) {
    this.delimiter = delimiter.charCodeAt(0);
    this.maxBytes = options.maxBytes ?? MAX_RECORD_BYTES;
    this.offset = options.byteOffset ?? 0;
    this.linesBefore = options.linesBefore ?? 0;
    this.line = this.linesBefore + 1;
    this.limit = options.end ?? Number.POSITIVE_INFINITY;
    this.lineEnd = options.lineEnd ?? LineEnd.unknown;
    this.begun = this.offset > 0;
    if (options.quoted) this.state = State.quoted;
    // The text of a quoted cell begins behind its quote; this one's is somewhere before.
    if (options.quoted) this.cell = -1;
  }

  /** Which bytes end a record, as far as they have told. */
  get ending(): LineEnd {
    return this.lineEnd;
  }

  /** Where in the file the next record begins. */
  get border(): number {
    return this.offset + this.record;
  }

  /** Lines of these chunks that have ended before `border`. */
  get lines(): number {
    return this.line - 1 - this.linesBefore;
  }

  /** True when the next record would begin at `end` or behind it: nothing more is taken. */
  get done(): boolean {
    return this.border >= this.limit;
  }

  /** The records that end in this chunk, which may be written over afterwards. */
  push(chunk: Uint8Array): CsvRecord[] {
    if (this.fault || this.done) return [];
    this.append(chunk);
    if (!this.begun && !this.begin(false)) return [];
    this.walk(false);
    if (!this.fault && this.used - this.record > this.maxBytes) this.fault = 'too-long';
    return this.taken();
  }

  /** After the last chunk. */
  end(): CsvRecord[] {
    if (this.fault || this.done) return [];
    if (!this.begun) this.begin(true);
    this.walk(true);
    if (this.fault || this.done) return this.taken();
    if (this.state === State.quoted) this.fault = 'quote-not-closed';
    else if (this.wasQuoted || this.cells.length > 0 || this.used > this.cell || this.prefix !== '') {
      this.endCell(this.used);
      this.endRecord(this.used, this.used);
    }
    return this.taken();
  }

  private taken(): CsvRecord[] {
    const ready = this.ready;
    this.ready = [];
    return ready;
  }

  /** What is left of the last chunk and the new one, in one buffer; it doubles, so long records don't cost more. */
  private append(chunk: Uint8Array): void {
    const left = this.used - this.record;
    if (left + chunk.length > this.buffer.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, left + chunk.length));
      this.buffer.copy(grown, 0, this.record, this.used);
      this.buffer = grown;
    } else this.buffer.copyWithin(0, this.record, this.used);
    this.offset += this.record;
    this.at -= this.record;
    this.cell -= this.record;
    this.record = 0;
    this.used = left;
    this.buffer.set(chunk, this.used);
    this.used += chunk.length;
  }

  /** Steps over a byte order mark. False when it can't be said yet whether there is one. */
  private begin(last: boolean): boolean {
    if (this.used < BOM.length && !last) return false;
    this.begun = true;
    if (this.used >= BOM.length && BOM.every((byte, at) => this.buffer[at] === byte)) {
      this.record = BOM.length;
      this.cell = BOM.length;
      this.at = BOM.length;
    }
    return true;
  }

  private walk(last: boolean): void {
    for (;;) {
      if (this.state === State.start) {
        if (this.at >= this.used) return;
        if (this.buffer[this.at] === QUOTE) {
          this.state = State.quoted;
          this.at += 1;
        } else this.state = State.plain;
      } else if (!(this.state === State.quoted ? this.quoted(last) : this.plain(last))) return;
      if (this.fault || this.done) return;
    }
  }

  /** Walks to the end of a cell that is not, or no longer, in quotes. False when the bytes end before it. */
  private plain(last: boolean): boolean {
    const { buffer, used, delimiter } = this;
    let at = this.at;
    for (; at < used; at += 1) {
      const byte = buffer[at];
      if (byte === delimiter) {
        this.endCell(at);
        this.begins(at + 1);
        return true;
      }
      if (byte !== LF && byte !== CR) continue;
      const length = this.lineEndAt(at, last);
      if (length === UNKNOWN) break;
      if (length === 0) continue;
      const empty = at === this.cell && this.cells.length === 0 && !this.wasQuoted && this.prefix === '';
      if (!empty) this.endCell(at);
      this.begins(at + length);
      if (empty) this.passLines(at + length);
      else this.endRecord(at, at + length);
      return true;
    }
    this.at = at;
    return false;
  }

  /** Searches the end of a quoted text. False when the bytes end before it. */
  private quoted(last: boolean): boolean {
    const { buffer, used } = this;
    let at = this.at;
    for (;;) {
      const quote = buffer.indexOf(QUOTE, at);
      if (quote === -1 || quote >= used) {
        this.at = used;
        return false;
      }
      const next = quote + 1 < used ? buffer[quote + 1] : undefined;
      if (next === undefined && !last) {
        this.at = quote;
        return false;
      }
      if (next === QUOTE) {
        this.escapes = true;
        at = quote + 2;
        continue;
      }
      const lineEnd = next === LF || next === CR ? this.lineEndAt(quote + 1, last) : 0;
      if (lineEnd === UNKNOWN) {
        this.at = quote;
        return false;
      }
      const text = unescaped(this.decode(this.cell + 1, quote), this.escapes);
      const closes = next === undefined || next === 0 || next === this.delimiter || lineEnd > 0;
      this.prefix = closes ? text : `"${text}"`;
      this.wasQuoted = true;
      this.escapes = false;
      this.state = State.plain;
      this.cell = quote + 1;
      this.at = quote + 1;
      return true;
    }
  }

  /** How many bytes of an end of record stand here, 0 for none. */
  private lineEndAt(at: number, last: boolean): number {
    if (this.buffer[at] === LF) {
      if (this.lineEnd === LineEnd.unknown) this.lineEnd = LineEnd.lf;
      return 1;
    }
    if (this.lineEnd === LineEnd.cr) return 1;
    if (at + 1 >= this.used && !last) return UNKNOWN;
    const both = at + 1 < this.used && this.buffer[at + 1] === LF;
    if (this.lineEnd === LineEnd.unknown) this.lineEnd = both ? LineEnd.lf : LineEnd.cr;
    if (both) return 2;
    return this.lineEnd === LineEnd.cr ? 1 : 0;
  }

  private endCell(end: number): void {
    const text = this.cell < end ? this.decode(this.cell, end) : '';
    this.cells.push(this.prefix === '' ? text : this.prefix + text);
  }

  private begins(at: number): void {
    this.cell = at;
    this.at = at;
    this.state = State.start;
    this.prefix = '';
    this.wasQuoted = false;
  }

  /** `end`: of its last cell; `next`: where the next record begins. */
  private endRecord(end: number, next: number): void {
    const { cells, line, record } = this;
    this.ready.push({ kind: 'record', cells, line, byteOffset: this.offset + record, byteLength: end - record });
    this.cells = [];
    this.passLines(next);
    if (end - record > this.maxBytes) this.fault = 'too-long';
  }

  /** The next record begins at `next`: the lines before it are counted. */
  private passLines(next: number): void {
    const { buffer } = this;
    for (let lf = buffer.indexOf(LF, this.record); lf !== -1 && lf < next; lf = buffer.indexOf(LF, lf + 1))
      this.line += 1;
    this.record = next;
  }

  private decode(start: number, end: number): string {
    return this.buffer.toString('utf8', start, end);
  }
}

function unescaped(text: string, escapes: boolean): string {
  return escapes ? text.replaceAll('""', '"') : text;
}
