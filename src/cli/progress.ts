import { columnsOf, shorten } from './table';

/** What a progress line is written to; `process.stderr` is one. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** The line is not written more often than this: terminals are slow, and eyes are too. */
const PAUSE_MS = 100;
/** What is done before that needs no line. */
const FIRST_MS = 300;
const ERASE_LINE = '\r\x1b[2K';

/** One line at the bottom of a terminal that tells how far a run is; in a file or a pipe it is silent. */
export class ProgressLine {
  private nextAt: number;
  private visible = false;

  constructor(
    private readonly terminal: Terminal = process.stderr,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.nextAt = now() + FIRST_MS;
  }

  show(text: () => string): void {
    if (!this.terminal.isTTY || this.now() < this.nextAt) return;
    this.nextAt = this.now() + PAUSE_MS;
    this.visible = true;
    const width = Math.max(1, (this.terminal.columns || 80) - 1);
    const line = text();
    this.terminal.write(ERASE_LINE + (columnsOf(line) > width ? shorten(line, width) : line));
  }

  /** Takes the line away, so that something else can be written. */
  clear(): void {
    if (this.visible) this.terminal.write(ERASE_LINE);
    this.visible = false;
  }
}

/** The rate is that of the last seconds: known examples at the start would promise too much. */
const WINDOW_MS = 10_000;

/** Done per second, over the last ten. */
export class Rate {
  private readonly marks: { at: number; done: number }[] = [];

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** `null` until there is something to measure. */
  perSecond(done: number): number | null {
    const at = this.now();
    this.marks.push({ at, done });
    while (this.marks.length > 2 && (this.marks[0]?.at ?? at) < at - WINDOW_MS) this.marks.shift();
    const first = this.marks[0];
    if (!first || at <= first.at) return null;
    return ((done - first.done) * 1000) / (at - first.at);
  }
}
