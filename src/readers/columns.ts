/** Texts of any length, one after the other, as UTF-8. */
export interface TextColumnData {
  bytes: Uint8Array;
  /** Where each text ends. */
  ends: Uint32Array;
  /** Texts that UTF-8 can't say: halves of surrogate pairs. */
  odd: [row: number, text: string][];
}

/**
 * Few different strings: the number of each row's string, from 1; 0 for none. Without numbers, every row has the
 * first string, or none when there is no string.
 */
export interface StringColumnData {
  codes: Uint8Array | Uint16Array | Uint32Array;
  values: string[];
}

type Numbers = Float64Array | Uint32Array | Uint16Array | Uint8Array;

/** Numbers of one kind; grows by doubling, comes out exact. */
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

  data(): T {
    return this.values.slice(0, this.length) as T;
  }
}

const LONE_SURROGATE = /\p{Surrogate}/u;

export class TextColumn {
  private bytes = Buffer.allocUnsafe(4096);
  private used = 0;
  private readonly ends = new NumberColumn(Uint32Array);
  private readonly odd: [number, string][] = [];

  push(text: string): void {
    const room = text.length * 3;
    if (this.used + room > this.bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.used + room));
      this.bytes.copy(grown, 0, 0, this.used);
      this.bytes = grown;
    }
    const written = this.bytes.write(text, this.used, 'utf8');
    if (written !== text.length && LONE_SURROGATE.test(text)) this.odd.push([this.ends.length, text]);
    this.used += written;
    this.ends.push(this.used);
  }

  data(): TextColumnData {
    return { bytes: new Uint8Array(this.bytes.subarray(0, this.used)), ends: this.ends.data(), odd: this.odd };
  }

  static reader({ bytes, ends, odd }: TextColumnData): (row: number) => string {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const exceptions = new Map(odd);
    return (row) => exceptions.get(row) ?? buffer.toString('utf8', row === 0 ? 0 : ends[row - 1], ends[row]);
  }
}

export class StringColumn {
  private readonly codes = new NumberColumn(Uint32Array);
  private readonly known = new Map<string, number>();

  push(value: string | undefined): void {
    this.codes.push(value === undefined ? 0 : this.codeOf(value));
  }

  data(): StringColumnData {
    const codes = this.codes.data();
    const values = [...this.known.keys()];
    const [first] = codes;
    // Most columns say the same in every row.
    if (values.length < 2 && codes.every((code) => code === first)) return { codes: new Uint8Array(), values };
    if (values.length < 2 ** 8) return { codes: new Uint8Array(codes), values };
    return { codes: values.length < 2 ** 16 ? new Uint16Array(codes) : codes, values };
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
