import type { FormatId, Problem, RawExample, Source } from '../model/example';
import type { ReadChoices } from './choices';
import type { Pieces } from './pieces';

/**
 * A file as readers see it, wherever it lies: by stream or by byte range, never whole unless asked.
 * The chunks and arrays handed out belong to the receiver: they are not written to again.
 */
export interface FileAccess {
  /** As shown to people and kept in `Source.path`. */
  readonly path: string;
  /** The last part of the path. */
  readonly name: string;
  readonly size: number;
  /** Modification time, milliseconds since 1970. */
  readonly mtime: number;
  /** The file's bytes from `start` (inclusive) to `end` (exclusive), in chunks. */
  stream(start?: number, end?: number): AsyncIterable<Uint8Array>;
  /**
   * The bytes from `start` to the end, in chunks of borrowed memory: each is written over when the next is asked for.
   * Where it is not there, `stream` does the same at some cost.
   */
  scan?(start?: number): AsyncIterable<Uint8Array>;
  /** Exactly the bytes asked for, or fewer at the end of the file. */
  bytes(offset: number, length: number): Promise<Uint8Array>;
  /** Names of the files in the same folder (this one too). */
  siblings(): Promise<readonly string[]>;
  /**
   * Another file of the same folder, or of one beside it by a relative path with slashes (`../../score/x.json`).
   * Throws when it is not there. Parts of the path that come out of a file's content are the caller's to check.
   */
  sibling(name: string): Promise<FileAccess>;
  /**
   * True when the path by now names another file than the one that was opened, or one that was written anew: what has
   * been read may be of both. A file that has grown is the same. Where it is not there, somebody watches the file.
   */
  isReplaced?(): Promise<boolean>;
  /** What ended the last stream before its time (packed data that is cut off), in words for people. */
  readonly damage?: string;
}

/** What detection may look at: the first 64 KiB (more where the first line is longer) and the name. */
export interface FileHead {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  readonly head: Uint8Array;
  /** `head` as UTF-8 without a byte order mark. */
  readonly text: string;
  /** Of formats that describe themselves at their end (Parquet): the last bytes, up to 1 MiB. */
  readonly tail?: Uint8Array;
  /** Of Parquet: the names of the top-level columns, where its description can be read. */
  readonly columns?: readonly string[];
}

/**
 * One step of reading: an example, a place that could not be read, or something worth
 * knowing about a file that was read well ("the run is not finished").
 */
export type Reading = ExampleReading | ProblemReading | { kind: 'note'; message: string };
export type ExampleReading = { kind: 'example'; example: RawExample };
export type ProblemReading = { kind: 'problem'; problem: Problem };

/** An evaluation file whose header and companions have been looked at. */
export interface OpenEvaluation {
  /** The tool's version where it is written, else the version of its file format. */
  readonly version?: string;
  /** Every example of the file in file order; throws `signal.reason` when cancelled. */
  read(signal?: AbortSignal): AsyncIterable<Reading>;
  /** As `read`, with what it leaves out because another metric counts (other filters of lm-eval). */
  readAll?(signal?: AbortSignal): AsyncIterable<Reading>;
  /** Present where a big file can be read in pieces, side by side; they must come to the same as `read`. */
  readonly pieces?: Pieces;
  /** One example alone, by the source that `read` gave it. Throws when the file has changed under it. */
  load(source: Source): Promise<RawExample>;
  close(): Promise<void>;
}

/** One evaluation tool's files: data and two functions, listed in `readers`. */
export interface Reader {
  readonly id: FormatId;
  /** The tool's name as its users write it. */
  readonly name: string;
  /** What of its reading a user can choose: which fields mean what, or which of several metrics counts. */
  readonly choice?: ReadingChoice;
  /** True when the bytes are this tool's; the file's name alone never decides. */
  detect(head: FileHead): boolean;
  /** `choices`: what the user says about this file; `metric` of them is the one for this format. */
  open(file: FileAccess, choices?: OpenChoices): Promise<OpenEvaluation>;
}

export type ReadingChoice = 'fields' | 'metrics';

export interface OpenChoices extends Pick<ReadChoices, 'mapping'> {
  metric?: string | undefined;
}
