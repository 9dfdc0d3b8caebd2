const LF = 0x0a;
const CR = 0x0d;
const BOM = [0xef, 0xbb, 0xbf];

/** Where a record lies in the stream. */
export interface Place {
  line: number;
  byteOffset: number;
  byteLength: number;
}

/** The bytes that a parser has been given and not yet answered for: finds the exact place of each record. */
export class ByteWindow {
  private readonly chunks: Uint8Array[] = [];
  /** Of the first chunk held. */
  private base = 0;
  private at = 0;
  private line = 1;

  push(chunk: Uint8Array): void {
    this.chunks.push(chunk);
  }

  /** The place of the record that ends at the byte `end` of the stream, blank lines around it left out. */
  take(end: number): Place {
    this.blanks(end);
    const line = this.line;
    const byteOffset = this.at;
    let last = byteOffset;
    while (this.at < end) {
      const byte = this.step();
      if (byte !== LF && byte !== CR) last = this.at;
    }
    return { line, byteOffset, byteLength: last - byteOffset };
  }

  /** Where the next record begins, as far as the bytes are here. */
  nextLine(): number {
    this.blanks(Number.POSITIVE_INFINITY);
    return this.line;
  }

  private blanks(end: number): void {
    while (this.at < end && isBlank(this.peek(), this.at)) this.step();
  }

  private peek(): number | undefined {
    let [first] = this.chunks;
    while (first && this.at - this.base >= first.length) {
      this.base += first.length;
      this.chunks.shift();
      [first] = this.chunks;
    }
    return first?.[this.at - this.base];
  }

  private step(): number | undefined {
    const byte = this.peek();
    this.at += 1;
    if (byte === LF) this.line += 1;
    return byte;
  }
}

function isBlank(byte: number | undefined, at: number): boolean {
  return byte === LF || byte === CR || (at < BOM.length && byte === BOM[at]);
}
