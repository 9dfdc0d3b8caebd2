import type { Piece } from '../pieces';
import type { FileAccess } from '../reader';
import { CsvParser, type CsvRecord, LineEnd } from './parser';
import { describeFault } from './records';
import { RowShape, type TableItem } from './table';

/** Where a piece of a table really began and ended, and how many lines lie between. */
export interface PieceBorders {
  /** -1: nobody can say where a record begins in it. */
  begin: number;
  end: number;
  lines: number;
}

const HEADER_BYTES = [64 * 1024, 1024 * 1024];
const SAMPLE_BYTES = 256 * 1024;

/**
 * The rows of a piece of a table: those that begin from `start` (inclusive) to `end` (exclusive), in bytes; lines
 * count from the beginning of the piece.
 *
 * Whether a place lies inside of quotes, only reading from the file's start can tell for certain. So the beginning of
 * a piece is a guess, by which of both makes rows of as many cells as the header has; the one who puts pieces
 * together checks that each begins where the one before it ended, and has it read again if not.
 */
export class TablePieceReader {
  borders: PieceBorders = { begin: -1, end: -1, lines: 0 };

  constructor(
    private readonly file: FileAccess,
    private readonly delimiter: string,
    private readonly piece: Piece,
    private readonly signal?: AbortSignal | undefined,
  ) {}

  async *batches(): AsyncGenerator<TableItem[], void, undefined> {
    const { file, delimiter, piece, signal } = this;
    const first = piece.start === 0;
    const header = first ? null : await readHeader(file, delimiter);
    if (!first && header === null) return;
    const begin = first || piece.exact || header === null ? piece.start : await this.guess(header);
    if (begin === -1) return;
    this.borders = { begin, end: begin, lines: 0 };
    if (begin >= piece.end) return;
    const lineEnd = header?.lineEnd ?? LineEnd.unknown;
    const parser = new CsvParser(delimiter, {
      byteOffset: begin,
      end: piece.end,
      lineEnd,
      linesBefore: piece.linesBefore ?? 0,
    });
    let shape = header && new RowShape(header.columns);
    const items = (records: CsvRecord[]): TableItem[] => {
      const [head, ...rest] = records;
      if (shape || !head) return records.flatMap((record) => shape?.items(record) ?? []);
      const made = new RowShape(head.cells);
      shape = made;
      return rest.flatMap((record) => made.items(record));
    };
    for await (const chunk of file.scan?.(begin) ?? file.stream(begin)) {
      signal?.throwIfAborted();
      yield items(parser.push(chunk));
      if (parser.fault || parser.done) break;
    }
    yield items(parser.end());
    this.borders = { begin, end: parser.border, lines: parser.lines };
    const { fault } = parser;
    if (fault) yield [{ kind: 'problem', problem: { line: parser.line, message: describeFault(fault) } }];
  }

  /** Where the first record of the piece begins, most likely; -1 when nothing tells. */
  private async guess({ columns, lineEnd }: TableHeader): Promise<number> {
    const { file, delimiter, piece } = this;
    // A record begins at `start` when the byte before it ends one.
    const at = piece.start - 1;
    const bytes = await file.bytes(at, SAMPLE_BYTES);
    const sample = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const found = sample.indexOf(lineEnd === LineEnd.lf ? '\n' : '\r');
    const outside = found === -1 ? -1 : found + 1;
    const torn = new CsvParser(delimiter, { byteOffset: at + 1, end: at + 2, lineEnd, quoted: true });
    const inside = torn.push(sample.subarray(1)).length === 0 ? -1 : torn.border - at;
    const shareOf = (border: number) => {
      if (border === -1) return 0;
      const parser = new CsvParser(delimiter, { byteOffset: at + border, lineEnd });
      const records = parser.push(sample.subarray(border));
      const fitting = records.filter(({ cells }) => cells.length === columns.length);
      return records.length === 0 ? 0 : fitting.length / records.length;
    };
    const [outsideFit, insideFit] = [shareOf(outside), shareOf(inside)];
    if (outsideFit === 0 && insideFit === 0) return -1;
    return at + (outsideFit >= insideFit ? outside : inside);
  }
}

interface TableHeader {
  columns: string[];
  lineEnd: Exclude<LineEnd, typeof LineEnd.unknown>;
}

/** Null when the first record is too long to be a header. */
async function readHeader(file: FileAccess, delimiter: string): Promise<TableHeader | null> {
  for (const length of HEADER_BYTES) {
    const parser = new CsvParser(delimiter);
    const [record] = parser.push(await file.bytes(0, length));
    const lineEnd = parser.ending;
    if (record && lineEnd !== LineEnd.unknown) return { columns: record.cells, lineEnd };
  }
  return null;
}
