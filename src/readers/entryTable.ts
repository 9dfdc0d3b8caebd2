import type { ExampleEntry } from '../model/entry';
import type { FormatId, Source } from '../model/example';
import { NumberColumn, StringColumn, type StringColumnData, TextColumn, type TextColumnData } from './columns';

/** Entries as they go from thread to thread: typed arrays, which change hands without being copied. */
export interface EntryTableData {
  length: number;
  /** 16 bytes a row. */
  keys: TextColumnData['bytes'];
  ids: TextColumnData;
  previews: TextColumnData;
  scores: Float64Array;
  /** 0 where there is none. */
  lines: Uint32Array;
  byteOffsets: Float64Array;
  byteLengths: Uint32Array | Float64Array;
  outputLengths: Uint32Array;
  flags: Uint8Array;
  datasets: StringColumnData;
  models: StringColumnData;
  metrics: StringColumnData;
  finishReasons: StringColumnData;
  paths: StringColumnData;
  formats: StringColumnData;
  /** Of few rows: row and text in turn. */
  errors: [row: number, text: string][];
  members: [row: number, text: string][];
  /** Of few rows too: `source.part`. */
  parts: [row: number, part: number][];
}

const KEY_BYTES = 16;
/** Two bits for the tool's verdict: absent, null, false, true. */
const VERDICTS = [undefined, null, false, true] as const;
const HAS_SCORE = 4;
const HAS_OFFSET = 8;
const HAS_LENGTH = 16;

/**
 * Entries by columns: about a third of the memory of objects, and made to be sent from a worker. Nothing is
 * decided in it: `passed` is null in every entry that it gives back.
 */
export class EntryTableWriter {
  private length = 0;
  private keys = Buffer.allocUnsafe(KEY_BYTES * 64);
  private readonly ids = new TextColumn();
  private readonly previews = new TextColumn();
  private readonly scores = new NumberColumn(Float64Array);
  private readonly lines = new NumberColumn(Uint32Array);
  private readonly byteOffsets = new NumberColumn(Float64Array);
  private readonly byteLengths = new NumberColumn(Float64Array);
  private readonly outputLengths = new NumberColumn(Uint32Array);
  private readonly flags = new NumberColumn(Uint8Array);
  private readonly datasets = new StringColumn();
  private readonly models = new StringColumn();
  private readonly metrics = new StringColumn();
  private readonly finishReasons = new StringColumn();
  private readonly paths = new StringColumn();
  private readonly formats = new StringColumn();
  private readonly errors: [number, string][] = [];
  private readonly members: [number, string][] = [];
  private readonly parts: [number, number][] = [];

  push(entry: ExampleEntry): void {
    const { source, score } = entry;
    const row = this.length;
    if ((row + 1) * KEY_BYTES > this.keys.length) {
      const grown = Buffer.allocUnsafe(this.keys.length * 2);
      this.keys.copy(grown);
      this.keys = grown;
    }
    this.keys.write(entry.key, row * KEY_BYTES, 'hex');
    this.ids.push(entry.id);
    this.previews.push(entry.preview);
    this.scores.push(score ?? 0);
    this.lines.push(source.line ?? 0);
    this.byteOffsets.push(source.byteOffset ?? 0);
    this.byteLengths.push(source.byteLength ?? 0);
    this.outputLengths.push(entry.outputLength);
    this.flags.push(
      VERDICTS.indexOf(entry.verdict) +
        (score === null ? 0 : HAS_SCORE) +
        (source.byteOffset === undefined ? 0 : HAS_OFFSET) +
        (source.byteLength === undefined ? 0 : HAS_LENGTH),
    );
    this.datasets.push(entry.dataset);
    this.models.push(entry.model);
    this.metrics.push(entry.metric);
    this.finishReasons.push(entry.finishReason);
    this.paths.push(source.path);
    this.formats.push(source.format);
    if (entry.error !== undefined) this.errors.push([row, entry.error]);
    if (source.entry !== undefined) this.members.push([row, source.entry]);
    if (source.part !== undefined) this.parts.push([row, source.part]);
    this.length += 1;
  }

  /** What the columns hold in memory, without the errors of the few rows that have one. */
  get bytes(): number {
    return transferables(this.data()).reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  data(): EntryTableData {
    return {
      length: this.length,
      keys: new Uint8Array(this.keys.subarray(0, this.length * KEY_BYTES)),
      ids: this.ids.data(),
      previews: this.previews.data(),
      scores: this.scores.data(),
      lines: this.lines.data(),
      byteOffsets: this.byteOffsets.data(),
      byteLengths: narrowed(this.byteLengths.data()),
      outputLengths: this.outputLengths.data(),
      flags: this.flags.data(),
      datasets: this.datasets.data(),
      models: this.models.data(),
      metrics: this.metrics.data(),
      finishReasons: this.finishReasons.data(),
      paths: this.paths.data(),
      formats: this.formats.data(),
      errors: this.errors,
      members: this.members,
      parts: this.parts,
    };
  }
}

/** Half the memory where no number is too large for it. */
function narrowed(values: Float64Array): Uint32Array | Float64Array {
  return values.every((value) => value < 2 ** 32) ? new Uint32Array(values) : values;
}

/** The memory of a table that can change hands. */
export function transferables(data: EntryTableData): ArrayBuffer[] {
  const arrays = [
    ...[data.keys, data.scores, data.lines, data.byteOffsets, data.byteLengths, data.outputLengths, data.flags],
    ...[data.ids.bytes, data.ids.ends, data.previews.bytes, data.previews.ends],
    ...[data.datasets, data.models, data.metrics, data.finishReasons, data.paths, data.formats].map(
      ({ codes }) => codes,
    ),
  ];
  return arrays.map(({ buffer }) => buffer as ArrayBuffer);
}

/** How many rows become objects before the thread's other work gets its turn. */
const BATCH_ROWS = 2000;

/** Makes entries of tables that follow each other. Strings that repeat are shared. */
export class EntryList {
  readonly entries: ExampleEntry[] = [];
  private readonly shared = new Map<string, string>();

  /** `lines`: by how many lines the table lies further down in the file. Gives way to other work between batches. */
  async add(data: EntryTableData, lines: number, signal?: AbortSignal): Promise<void> {
    const reader = new TableReader(data, lines, this.shared);
    for (let row = 0; row < data.length; row += 1) {
      this.entries.push(reader.entry(row));
      if (this.entries.length % BATCH_ROWS !== 0) continue;
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    }
  }
}

/** The entries of tables that follow each other; see `EntryList`. */
export async function entriesOf(
  tables: readonly { data: EntryTableData; lines: number }[],
  signal?: AbortSignal,
): Promise<ExampleEntry[]> {
  const list = new EntryList();
  for (const { data, lines } of tables) await list.add(data, lines, signal);
  return list.entries;
}

class TableReader {
  private readonly keys: Buffer;
  private readonly ids: (row: number) => string;
  private readonly previews: (row: number) => string;
  private readonly column: Record<'datasets' | 'models' | 'metrics' | 'finishReasons' | 'paths' | 'formats', Column>;
  private readonly errors: ReadonlyMap<number, string>;
  private readonly members: ReadonlyMap<number, string>;
  private readonly parts: ReadonlyMap<number, number>;

  constructor(
    private readonly data: EntryTableData,
    private readonly lines: number,
    shared: Map<string, string>,
  ) {
    this.keys = Buffer.from(data.keys.buffer, data.keys.byteOffset, data.keys.byteLength);
    this.ids = TextColumn.reader(data.ids);
    this.previews = TextColumn.reader(data.previews);
    const column = (strings: StringColumnData) => StringColumn.reader(strings, shared);
    this.column = {
      datasets: column(data.datasets),
      models: column(data.models),
      metrics: column(data.metrics),
      finishReasons: column(data.finishReasons),
      paths: column(data.paths),
      formats: column(data.formats),
    };
    this.errors = new Map(data.errors);
    this.members = new Map(data.members);
    this.parts = new Map(data.parts);
  }

  entry(row: number): ExampleEntry {
    const { data, column } = this;
    const flags = data.flags[row] ?? 0;
    const verdict = VERDICTS[flags & 3];
    const error = this.errors.get(row);
    const metric = column.metrics(row);
    const finishReason = column.finishReasons(row);
    return {
      key: this.keys.toString('hex', row * KEY_BYTES, (row + 1) * KEY_BYTES),
      id: this.ids(row),
      dataset: column.datasets(row) ?? '',
      model: column.models(row) ?? '',
      score: flags & HAS_SCORE ? (data.scores[row] ?? null) : null,
      ...(verdict === undefined ? {} : { verdict }),
      ...(error === undefined ? {} : { error }),
      ...(metric === undefined ? {} : { metric }),
      ...(finishReason === undefined ? {} : { finishReason }),
      outputLength: data.outputLengths[row] ?? 0,
      preview: this.previews(row),
      source: this.source(row, flags),
      passed: null,
    };
  }

  private source(row: number, flags: number): Source {
    const { data, column } = this;
    const line = data.lines[row] ?? 0;
    const member = this.members.get(row);
    const part = this.parts.get(row);
    return {
      path: column.paths(row) ?? '',
      format: column.formats(row) as FormatId,
      ...(line === 0 ? {} : { line: line + this.lines }),
      ...(flags & HAS_OFFSET ? { byteOffset: data.byteOffsets[row] ?? 0 } : {}),
      ...(flags & HAS_LENGTH ? { byteLength: data.byteLengths[row] ?? 0 } : {}),
      ...(member === undefined ? {} : { entry: member }),
      ...(part === undefined ? {} : { part }),
    };
  }
}

type Column = (row: number) => string | undefined;
