import type { ExampleEntry } from '../model/entry';
import type { FormatId, Source } from '../model/example';
import {
  NumberColumn,
  type Numbers,
  StringColumn,
  type StringColumnData,
  TextColumn,
  type TextColumnData,
} from './columns';

/** Entries as they go from thread to thread: typed arrays, which change hands without being copied. */
export interface EntryTableData {
  length: number;
  /** 16 bytes a row. */
  keys: TextColumnData['bytes'];
  ids: TextColumnData;
  previews: TextColumnData;
  scores: Numbers;
  /** 0 where there is none. */
  lines: Numbers;
  byteOffsets: Numbers;
  byteLengths: Numbers;
  outputLengths: Numbers;
  /** Of `source`, and one more: 0 where there is none. */
  parts: Numbers;
  flags: Numbers;
  /** Empty where there is none; the flags tell. */
  errors: TextColumnData;
  members: TextColumnData;
  datasets: StringColumnData;
  models: StringColumnData;
  metrics: StringColumnData;
  finishReasons: StringColumnData;
  paths: StringColumnData;
  formats: StringColumnData;
}

const KEY_BYTES = 16;
/** Two bits for the tool's verdict: absent, null, false, true. */
const VERDICTS = [undefined, null, false, true] as const;
const HAS_SCORE = 4;
const HAS_OFFSET = 8;
const HAS_LENGTH = 16;
const HAS_ERROR = 32;
const HAS_MEMBER = 64;

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
  private readonly parts = new NumberColumn(Float64Array);
  private readonly flags = new NumberColumn(Uint8Array);
  private readonly errors = new TextColumn();
  private readonly members = new TextColumn();
  private readonly datasets = new StringColumn();
  private readonly models = new StringColumn();
  private readonly metrics = new StringColumn();
  private readonly finishReasons = new StringColumn();
  private readonly paths = new StringColumn();
  private readonly formats = new StringColumn();

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
    this.parts.push(source.part === undefined ? 0 : source.part + 1);
    this.errors.push(entry.error ?? '');
    this.members.push(source.entry ?? '');
    this.flags.push(
      VERDICTS.indexOf(entry.verdict) +
        (score === null ? 0 : HAS_SCORE) +
        (source.byteOffset === undefined ? 0 : HAS_OFFSET) +
        (source.byteLength === undefined ? 0 : HAS_LENGTH) +
        (entry.error === undefined ? 0 : HAS_ERROR) +
        (source.entry === undefined ? 0 : HAS_MEMBER),
    );
    this.datasets.push(entry.dataset);
    this.models.push(entry.model);
    this.metrics.push(entry.metric);
    this.finishReasons.push(entry.finishReason);
    this.paths.push(source.path);
    this.formats.push(source.format);
    this.length += 1;
  }

  /** What the columns hold in memory. */
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
      byteLengths: this.byteLengths.data(),
      outputLengths: this.outputLengths.data(),
      parts: this.parts.data(),
      flags: this.flags.data(),
      errors: this.errors.data(),
      members: this.members.data(),
      datasets: this.datasets.data(),
      models: this.models.data(),
      metrics: this.metrics.data(),
      finishReasons: this.finishReasons.data(),
      paths: this.paths.data(),
      formats: this.formats.data(),
    };
  }
}

/** The memory of a table that can change hands. */
export function transferables(data: EntryTableData): ArrayBuffer[] {
  const numbers = [data.scores, data.lines, data.byteOffsets, data.byteLengths, data.outputLengths, data.parts];
  const texts = [data.ids, data.previews, data.errors, data.members];
  const strings = [data.datasets, data.models, data.metrics, data.finishReasons, data.paths, data.formats];
  const arrays = [
    ...[data.keys, data.flags, ...numbers],
    ...texts.flatMap(({ bytes, lengths }) => [bytes, lengths]),
    ...strings.map(({ codes }) => codes),
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
  private readonly errors: (row: number) => string;
  private readonly members: (row: number) => string;

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
    this.errors = TextColumn.reader(data.errors);
    this.members = TextColumn.reader(data.members);
  }

  entry(row: number): ExampleEntry {
    const { data, column } = this;
    const flags = data.flags[row] ?? 0;
    const verdict = VERDICTS[flags & 3];
    const metric = column.metrics(row);
    const finishReason = column.finishReasons(row);
    return {
      key: this.keys.toString('hex', row * KEY_BYTES, (row + 1) * KEY_BYTES),
      id: this.ids(row),
      dataset: column.datasets(row) ?? '',
      model: column.models(row) ?? '',
      score: flags & HAS_SCORE ? (data.scores[row] ?? 0) : null,
      ...(verdict === undefined ? {} : { verdict }),
      ...(flags & HAS_ERROR ? { error: this.errors(row) } : {}),
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
    const part = data.parts[row] ?? 0;
    return {
      path: column.paths(row) ?? '',
      format: column.formats(row) as FormatId,
      ...(line === 0 ? {} : { line: line + this.lines }),
      ...(flags & HAS_OFFSET ? { byteOffset: data.byteOffsets[row] ?? 0 } : {}),
      ...(flags & HAS_LENGTH ? { byteLength: data.byteLengths[row] ?? 0 } : {}),
      ...(flags & HAS_MEMBER ? { entry: this.members(row) } : {}),
      ...(part === 0 ? {} : { part: part - 1 }),
    };
  }
}

type Column = (row: number) => string | undefined;
