import type { TableItem } from './csv/table';
import type { EntryFacts, LineRecords } from './lineRecords';
import type { ExampleReading, ProblemReading, Reading } from './reader';

/** The members of an archive, each a record of its own, in its order. */
export interface MemberRecords {
  kind: 'members';
  count: number;
  /** From the member with the number `start` (the first is 0) to the one before `end`. */
  read(start: number, end: number, signal?: AbortSignal): AsyncIterable<Reading>;
  /** Notes that come after the last member. */
  closing: readonly string[];
}

/** A table: each of its records is a row, which may say several things. */
export interface TableRecords {
  kind: 'table';
  delimiter: string;
  /** A note that comes before the first row. */
  opening?: string;
  /** True for an example whose names depend on its line: it is right only where the lines before are known. */
  namedByLine?(example: EntryFacts): boolean;
  readings(item: TableItem): (ExampleReading | ProblemReading)[];
}

/** How a file can be read in pieces, side by side, to the same end as by `OpenEvaluation.read`. */
export type Pieces = LineRecords | MemberRecords | TableRecords;

/** A part of a file: from `start` (inclusive) to `end` (exclusive), in bytes, or in members of an archive. */
export interface Piece {
  start: number;
  end: number;
  /** Of a table: a record is known to begin at `start`. */
  exact?: boolean;
  /** How many lines end before it, where that is known; else lines count from its beginning. */
  linesBefore?: number;
}
