import type { Problem, RawExample, Source } from '../model/example';
import { parseLine } from './jsonLines';
import { type Line, LineSplitter } from './lines';
import type { Piece } from './pieces';
import type { FileAccess, Reading } from './reader';
import { messageOf, type Row } from './values';

/** What an entry is made of; a reader may leave the rest of an example out where only this is asked for. */
export type EntryFacts = Pick<
  RawExample,
  'id' | 'dataset' | 'model' | 'input' | 'messages' | 'output' | 'score' | 'verdict'
> &
  Pick<RawExample, 'error' | 'metric' | 'finishReason' | 'source'>;

/**
 * A JSON Lines file in which every line stands for itself, so that pieces of the file can be read side by side.
 * All of it is synchronous: a generator per line costs more than many a line.
 */
export interface LineRecords<Facts extends EntryFacts = EntryFacts> {
  kind: 'lines';
  /** A note that comes before the first line. */
  opening?: string | undefined;
  /** Why a row is none of this tool's; undefined when it is one. */
  complaint?(row: Row): string | undefined;
  /** Rows of another group than the file's first are left out (lm-eval's filters). */
  group?(row: Row): string;
  /** The group that counts, where that is not the file's first. */
  onlyGroup?: string;
  /** True for an example whose names depend on its line: it is right only where the lines before are known. */
  namedByLine?(example: EntryFacts): boolean;
  /** May throw: that is a problem of the line. */
  example(row: Row, source: Source): Facts;
  /** A note that comes after the last line when rows of other groups, with their numbers of lines, were left out. */
  closing?(first: string, skipped: ReadonlyMap<string, number>): string;
  readonly format: Source['format'];
}

export interface PieceOptions {
  /** The lines that begin in it. */
  piece?: Piece;
  /** The group that counts, where the lines before the piece have decided that. */
  group?: string | undefined;
  signal?: AbortSignal | undefined;
}

type Item<Facts> = { kind: 'example'; example: Facts } | { kind: 'problem'; problem: Problem };

const LF = 0x0a;

/**
 * Reads the records of a file or of one piece of it. Lines are counted from the beginning of the piece, bytes
 * from the beginning of the file.
 */
export class RecordScan<Facts extends EntryFacts> {
  /** The group that counts, as far as it is known. */
  group: string | undefined;
  /** Lines left out by group, in the order in which the groups first came. */
  readonly skipped = new Map<string, number>();
  /** Lines that have ended. */
  lines = 0;

  constructor(
    private readonly file: FileAccess,
    private readonly records: LineRecords<Facts>,
    private readonly options: PieceOptions = {},
  ) {
    this.group = options.group ?? records.onlyGroup;
  }

  /** What each chunk of the file brings. Throws `signal.reason`, and when the file can't be read. */
  async *batches(): AsyncGenerator<Item<Facts>[], void, undefined> {
    const { piece, signal } = this.options;
    const options = {
      borrowed: this.file.scan !== undefined,
      skipEmpty: true,
      ...(piece && { end: piece.end, linesBefore: piece.linesBefore ?? 0 }),
    };
    let splitter = piece && piece.start > 0 ? null : new LineSplitter(options);
    // A line begins at `start` when the byte before it ends one.
    let at = piece && piece.start > 0 ? piece.start - 1 : 0;
    for await (const chunk of this.file.scan?.(at) ?? this.file.stream(at)) {
      signal?.throwIfAborted();
      let bytes = chunk;
      if (splitter === null) {
        const lf = chunk.indexOf(LF);
        at += lf === -1 ? chunk.length : lf + 1;
        if (piece && at >= piece.end) return;
        if (lf === -1) continue;
        splitter = new LineSplitter({ ...options, byteOffset: at });
        bytes = chunk.subarray(lf + 1);
      }
      yield this.items(splitter.push(bytes));
      this.lines = splitter.lines;
      if (splitter.done) return;
    }
    if (!splitter) return;
    yield this.items(splitter.rest());
    this.lines = splitter.lines;
  }

  /** The notes that are known when all lines have been read. */
  closing(): string[] {
    const { closing } = this.records;
    return closing && this.group !== undefined && this.skipped.size > 0 ? [closing(this.group, this.skipped)] : [];
  }

  private items(lines: readonly Line[]): Item<Facts>[] {
    const items: Item<Facts>[] = [];
    for (const line of lines) {
      const item = this.item(line);
      if (item) items.push(item);
    }
    return items;
  }

  private item(line: Line): Item<Facts> | null {
    const item = parseLine(line);
    if (item === null || item.kind === 'problem') return item;
    const { row, place } = item;
    const complaint = this.records.complaint?.(row);
    if (complaint !== undefined) return problem(line.line, complaint);
    try {
      if (this.records.group && !this.counts(this.records.group(row))) return null;
      const source: Source = { path: this.file.path, format: this.records.format, ...place };
      return { kind: 'example', example: this.records.example(row, source) };
    } catch (error) {
      // A row of a shape that nobody has thought of, such as one nested by the thousand: the others are read.
      return problem(line.line, messageOf(error));
    }
  }

  private counts(group: string): boolean {
    this.group ??= group;
    if (group === this.group) return true;
    this.skipped.set(group, (this.skipped.get(group) ?? 0) + 1);
    return false;
  }
}

/** All of a file of records, as `OpenEvaluation.read` gives it. */
export async function* readRecords(
  file: FileAccess,
  records: LineRecords<RawExample>,
  signal?: AbortSignal,
): AsyncGenerator<Reading, void, undefined> {
  if (records.opening !== undefined) yield { kind: 'note', message: records.opening };
  const scan = new RecordScan(file, records, { signal });
  for await (const items of scan.batches()) {
    for (const item of items) {
      signal?.throwIfAborted();
      yield item;
    }
  }
  for (const message of scan.closing()) yield { kind: 'note', message };
}

/** The group that counts in a file: that of its first record; undefined where all count, and when there is none. */
export async function firstGroup(
  file: FileAccess,
  records: LineRecords,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (!records.group) return undefined;
  if (records.onlyGroup !== undefined) return records.onlyGroup;
  const scan = new RecordScan(file, records, { signal });
  for await (const _ of scan.batches()) if (scan.group !== undefined) return scan.group;
  return undefined;
}

function problem(line: number, message: string): { kind: 'problem'; problem: Problem } {
  return { kind: 'problem', problem: { line, message } };
}
