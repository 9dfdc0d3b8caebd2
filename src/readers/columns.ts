/** Texts of any length, one after the other, as UTF-8. */
export interface TextColumnData {
  bytes: Uint8Array;
  /** Of each text, in bytes; none where all are empty. */
  lengths: Numbers;
  /** Texts that UTF-8 can't say: halves of surrogate pairs. */
  odd: [row: number, text: string][];
}

/**
 * Few different strings: the number of each row's string, from 1; 0 for none. Without numbers, every row has the
 * first string, or none when there is no string.
 */
export interface StringColumnData {
  codes: Numbers;
  values: string[];
}

export type Numbers = Float64Array | Uint32Array | Uint16Array | Uint8Array;

/** Numbers of one kind; grows by doubling. */
export class NumberColumn<T extends Numbers> {
  private values: T;
  length = 0;

  constructor(private readonly kind: { new (length: number): T }) {
    this.values = new kind(64);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new this.kind(this.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length] = value;
    this.length += 1;
  }

  /** In as little memory as they need: none where all are 0. */
  data(): Numbers {
    return narrowed(this.values.subarray(0, this.length));
  }
}

function narrowed(values: Numbers): Numbers {
  let most = 0;
  for (const value of values) {
    // There are two zeros, and only a float can tell them apart.
    if (!Number.isInteger(value) || value < 0 || Object.is(value, -0)) return values.slice();
    if (value > most) most = value;
  }
  if (most === 0) return new Uint8Array();
  if (most < 2 ** 8) return new Uint8Array(values);
  if (most < 2 ** 16) return new Uint16Array(values);
  return most < 2 ** 32 ? new Uint32Array(values) : values.slice();
}

const LONE_SURROGATE = /\p{Surrogate}/u;

export class TextColumn {
  private bytes = Buffer.allocUnsafe(4096);
  private used = 0;
  private readonly lengths = new NumberColumn(Uint32Array);
  private readonly odd: [number, string][] = [];

  push(text: string): void {
    const room = text.length * 3;
    if (this.used + room > this.bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.used + room));
      this.bytes.copy(grown, 0, 0, this.used);
      this.bytes = grown;
    }
    const written = this.bytes.write(text, this.used, 'utf8');
    if (written !== text.length && LONE_SURROGATE.test(text)) this.odd.push([this.lengths.length, text]);
    this.used += written;
    this.lengths.push(written);
  }

  data(): TextColumnData {
    return { bytes: new Uint8Array(this.bytes.subarray(0, this.used)), lengths: this.lengths.data(), odd: this.odd };
  }

  static reader({ bytes, lengths, odd }: TextColumnData): (row: number) => string {
    if (lengths.length === 0) return () => '';
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const ends = new Uint32Array(lengths);
    for (let row = 1; row < ends.length; row += 1) ends[row] = (ends[row] ?? 0) + (ends[row - 1] ?? 0);
    const exceptions = new Map(odd);
    return (row) => exceptions.get(row) ?? buffer.toString('utf8', row === 0 ? 0 : ends[row - 1], ends[row]);
  }
}

export class StringColumn {
  private readonly codes = new NumberColumn(Uint32Array);
  private readonly known = new Map<string, number>();
  private isUniform = true;
  private last = 0;

  push(value: string | undefined): void {
    const code = value === undefined ? 0 : this.codeOf(value);
    this.isUniform &&= this.codes.length === 0 || code === this.last;
    this.last = code;
    this.codes.push(code);
  }

  data(): StringColumnData {
    const values = [...this.known.keys()];
    // Most columns say the same in every row.
    const codes = this.isUniform ? new Uint8Array() : this.codes.data();
    return { codes, values };
  }

  /** `shared`: strings that other columns have given out already. */
  static reader({ codes, values }: StringColumnData, shared: Map<string, string>): (row: number) => string | undefined {
    const own = values.map((value) => {
      const known = shared.get(value);
      if (known !== undefined) return known;
      shared.set(value, value);
      return value;
    });
    return codes.length === 0 ? () => own[0] : (row) => own[(codes[row] ?? 0) - 1];
  }

  private codeOf(value: string): number {
    const known = this.known.get(value);
    if (known !== undefined) return known;
    const code = this.known.size + 1;
    // The map keeps the string: a slice would keep all of the text that it was cut out of.
    this.known.set(Buffer.from(value, 'utf16le').toString('utf16le'), code);
    return code;
  }
}
