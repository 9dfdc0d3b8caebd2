import type { FormatId, Problem } from '../model/example';
import type { ReadChoices } from './choices';
import { readTableBatches } from './csv/table';
import { type PieceBorders, TablePieceReader } from './csv/tablePieces';
import type { EvaluationFile } from './evaluationFile';
import { type EntryFacts, type PieceOptions, RecordScan } from './lineRecords';
import type { Piece, Pieces } from './pieces';
import type { FileAccess } from './reader';
import { messageOf } from './values';

/** What is known of a file besides its examples. */
export interface FileFacts {
  path: string;
  format: FormatId;
  formatVersion?: string;
  /** In the order in which the file brings them. */
  models: string[];
  datasets: string[];
  problems: Problem[];
  /** What is worth knowing about a file that was read well: a filter left out, a run not finished. */
  notes: string[];
}

export interface ReadHooks {
  signal?: AbortSignal;
  /** Now and then while a file is read: how many of its examples have been found so far. */
  onExamples?: (examples: number) => void;
  /** How the user wants the file to be read. */
  choices?: ReadChoices | undefined;
}

export type OnFacts = (facts: EntryFacts) => void;

/** So many problems of a file are kept; the others are counted in one more. */
const MAX_PROBLEMS = 100;
const PROGRESS_EXAMPLES = 1000;

/** Reads a whole file and hands out its examples. What goes wrong is among the problems; throws `signal.reason`. */
export async function readFacts(evaluation: EvaluationFile, onFacts: OnFacts, hooks: ReadHooks): Promise<FileFacts> {
  const { signal } = hooks;
  const { path } = evaluation.file;
  const collected = new Collected(onFacts, hooks);
  const facts: FileFacts = { path, format: evaluation.format, models: [], datasets: [], problems: [], notes: [] };
  try {
    const version = await evaluation.version();
    if (version !== undefined) facts.formatVersion = version;
    const pieces = await evaluation.pieces();
    if (pieces?.kind === 'lines') {
      if (pieces.opening !== undefined) facts.notes.push(pieces.opening);
      const scan = new RecordScan(evaluation.file, pieces, { signal });
      for await (const items of scan.batches()) for (const item of items) collected.take(item);
      facts.notes.push(...scan.closing());
    } else if (pieces?.kind === 'table') {
      if (pieces.opening !== undefined) facts.notes.push(pieces.opening);
      for await (const items of readTableBatches(evaluation.file, pieces.delimiter, signal)) {
        for (const item of items) for (const reading of pieces.readings(item)) collected.take(reading);
      }
    } else {
      for await (const reading of evaluation.read(signal)) {
        if (reading.kind === 'note') facts.notes.push(reading.message);
        else collected.take(reading);
      }
    }
  } catch (error) {
    signal?.throwIfAborted();
    collected.problems.add({ message: messageOf(error) });
  } finally {
    await evaluation.close();
  }
  facts.models = [...collected.models];
  facts.datasets = [...collected.datasets];
  facts.problems = collected.problems.all();
  return facts;
}

/** What a piece of a file comes to; lines count from the beginning of the piece. */
export interface PieceFacts {
  /** How many lines have ended in it. */
  lines: number;
  models: string[];
  datasets: string[];
  problems: ProblemCount;
  skipped: [group: string, lines: number][];
  /** Lines count from the beginning of the file: that was known. */
  absolute: boolean;
  /** Some examples have other names when they stand on other lines. */
  namedByLine: boolean;
  /** Of a piece of a table, which begins and ends where its rows do. */
  borders?: PieceBorders;
  /** Reading ended here, and with it reading of the file. */
  failure?: string;
}

/** Reads one piece of a file of records. Throws `signal.reason` only. */
export async function readPiece(
  file: FileAccess,
  pieces: Pieces,
  options: PieceOptions & { piece: Piece },
  onFacts: OnFacts,
  hooks: ReadHooks,
): Promise<PieceFacts> {
  let namedByLine = false;
  const check = pieces.kind === 'members' ? undefined : pieces.namedByLine;
  const collected = new Collected((facts) => {
    namedByLine ||= check?.(facts) === true;
    onFacts(facts);
  }, hooks);
  const { signal } = hooks;
  let failure: string | undefined;
  let scan: RecordScan<EntryFacts> | undefined;
  let table: TablePieceReader | undefined;
  try {
    if (pieces.kind === 'lines') {
      scan = new RecordScan(file, pieces, { ...options, signal });
      for await (const items of scan.batches()) for (const item of items) collected.take(item);
    } else if (pieces.kind === 'table') {
      table = new TablePieceReader(file, pieces.delimiter, options.piece, signal);
      for await (const items of table.batches()) {
        for (const item of items) for (const reading of pieces.readings(item)) collected.take(reading);
      }
    } else {
      const { start, end } = options.piece;
      for await (const reading of pieces.read(start, end, signal)) if (reading.kind !== 'note') collected.take(reading);
    }
  } catch (error) {
    signal?.throwIfAborted();
    failure = messageOf(error);
  }
  return {
    lines: table?.borders.lines ?? scan?.lines ?? 0,
    absolute: options.piece.linesBefore !== undefined,
    namedByLine,
    ...(table && { borders: table.borders }),
    models: [...collected.models],
    datasets: [...collected.datasets],
    problems: collected.problems.count(),
    skipped: [...(scan?.skipped ?? [])],
    ...(failure === undefined ? {} : { failure }),
  };
}

/** What the readings of a file add up to. */
class Collected {
  readonly problems = new ProblemList();
  readonly models = new Set<string>();
  readonly datasets = new Set<string>();
  private examples = 0;

  constructor(
    private readonly onFacts: OnFacts,
    private readonly hooks: ReadHooks,
  ) {}

  take(item: { kind: 'example'; example: EntryFacts } | { kind: 'problem'; problem: Problem }): void {
    if (item.kind === 'problem') {
      this.problems.add(item.problem);
      return;
    }
    this.onFacts(item.example);
    this.models.add(item.example.model);
    this.datasets.add(item.example.dataset);
    this.examples += 1;
    if (this.examples % PROGRESS_EXAMPLES === 0) this.hooks.onExamples?.(this.examples);
  }
}

/** Problems of which only the first are kept. */
export interface ProblemCount {
  kept: Problem[];
  more: number;
}

export class ProblemList {
  private readonly kept: Problem[] = [];
  private more = 0;

  add(problem: Problem): void {
    if (this.kept.length < MAX_PROBLEMS) this.kept.push(problem);
    else this.more += 1;
  }

  /** The problems of a piece that begins `lines` lines after the file. */
  addPiece({ kept, more }: ProblemCount, lines: number): void {
    for (const { line, ...rest } of kept) this.add(line === undefined ? rest : { line: line + lines, ...rest });
    this.more += more;
  }

  count(): ProblemCount {
    return { kept: this.kept, more: this.more };
  }

  all(): Problem[] {
    return this.more === 0 ? this.kept : [...this.kept, { message: `and ${this.more} more problems` }];
  }
}
