/** Rows kept on either side of what is seen. */
const MARGIN = 60;
/** New rows are asked for when less than this is left. */
const LOW = 20;

export interface Ask {
  version: number;
  offset: number;
  limit: number;
}

/** The few rows of a long result that the page holds: what is seen and a margin. */
export class RowWindow<Row> {
  private version = -1;
  private total = 0;
  private held: { version: number; offset: number; rows: readonly Row[] } = { version: -1, offset: 0, rows: [] };
  private asked: Ask | null = null;

  /** A new result. Until its rows are there the old ones stand in, unless it is another question's. */
  restart(version: number, total: number, isSameQuestion: boolean): void {
    if (!isSameQuestion) this.held = { version: -1, offset: 0, rows: [] };
    this.version = version;
    this.total = total;
    this.asked = null;
  }

  /** Place of the first row that is there. */
  get from(): number {
    return this.held.offset;
  }

  /** `undefined` for a row that has not come yet. */
  at(index: number): Row | undefined {
    return this.held.rows[index - this.held.offset];
  }

  /** What to ask the host for so that rows `first` to `last` and some around them are there; `null`: nothing. */
  ask(first: number, last: number): Ask | null {
    if (this.total === 0) return null;
    const from = Math.max(0, first - LOW);
    const to = Math.min(this.total - 1, last + LOW);
    const { version, offset, rows } = this.held;
    const covers = (start: number, count: number) => from >= start && to < start + count;
    if (version === this.version && covers(offset, rows.length)) return null;
    if (this.asked !== null && covers(this.asked.offset, this.asked.limit)) return null;
    const start = Math.max(0, first - MARGIN);
    this.asked = { version: this.version, offset: start, limit: last + MARGIN - start + 1 };
    return this.asked;
  }

  /** False for rows of another result. */
  receive(message: { version: number; offset: number; rows: Row[] }): boolean {
    if (message.version !== this.version) return false;
    this.held = message;
    // An answer to an earlier place, when the user has scrolled on meanwhile, leaves the later question open.
    if (this.asked?.offset === message.offset) this.asked = null;
    return true;
  }
}
