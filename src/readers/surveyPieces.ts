import { EntryList, type EntryTableData } from './entryTable';
import type { Survey } from './survey';
import { type PieceFacts, ProblemList } from './surveyFacts';

/** The pieces of a file put together again, in its order. */
export class Merged {
  readonly skipped = new Map<string, number>();
  failed = false;
  /** Where the pieces so far have ended, of a table. */
  border = 0;
  private readonly list = new EntryList();
  private readonly models = new Set<string>();
  private readonly datasets = new Set<string>();
  private readonly problems = new ProblemList();
  /** Lines that the pieces so far have ended. */
  lines = 0;

  /**
   * Whether a piece is right where it now stands: a table's begins where the one before it ended, and no example is
   * called by a line that was counted from the beginning of the piece.
   */
  fits({ borders, namedByLine }: PieceFacts): boolean {
    if (this.failed) return true;
    if (namedByLine && this.lines > 0) return false;
    return borders === undefined || borders.begin === this.border;
  }

  async add(piece: PieceFacts, data: EntryTableData, signal?: AbortSignal): Promise<void> {
    if (this.failed) return;
    const lines = piece.absolute ? 0 : this.lines;
    await this.list.add(data, lines, signal);
    for (const model of piece.models) this.models.add(model);
    for (const dataset of piece.datasets) this.datasets.add(dataset);
    for (const [group, lines] of piece.skipped) this.skipped.set(group, (this.skipped.get(group) ?? 0) + lines);
    this.problems.addPiece(piece.problems, lines);
    this.lines += piece.lines;
    if (piece.borders) this.border = piece.borders.end;
    if (piece.failure === undefined) return;
    this.failed = true;
    this.problems.add({ message: piece.failure });
  }

  survey(): Pick<Survey, 'models' | 'datasets' | 'problems' | 'entries'> {
    const { entries } = this.list;
    return { models: [...this.models], datasets: [...this.datasets], problems: this.problems.all(), entries };
  }
}
