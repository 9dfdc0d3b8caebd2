import type { ExampleEntry } from '../../model/entry';
import type { Example } from '../../model/example';
import { type Listed, matchesTexts } from './match';
import type { ParsedQuery } from './query';
import { nextTurn } from './slices';

/** Files answer while another text is looked through; more at once would crowd out the editor's own reading. */
const AT_ONCE = 4;

export interface SearchProgress {
  done: number;
  total: number;
  /** Examples whose texts could not be read. */
  unread: number;
  running: boolean;
}

/** One query's search in the texts: keeps what it has found out, whatever the filter asks for meanwhile. */
export class TextSearch {
  /** By entry: whether the query holds. */
  readonly answers = new Map<ExampleEntry, boolean>();
  private queue: readonly ExampleEntry[] = [];
  private next = 0;
  private readonly underWay = new Set<ExampleEntry>();
  private unread = 0;
  private running = 0;
  private isPaused = false;

  constructor(
    private readonly query: ParsedQuery,
    private readonly load: (entry: ExampleEntry) => Promise<Example>,
    private readonly listed: (entry: ExampleEntry) => Listed,
    /** After each example that was read; `found`: the query holds for it. */
    private readonly onAnswer: (found: boolean) => void,
  ) {}

  progress(): SearchProgress {
    const left = this.queue.length - this.next;
    const done = this.answers.size;
    const running = this.running > 0 || (left > 0 && !this.isPaused);
    return { done, total: done + left + this.running, unread: this.unread, running };
  }

  /** Searches these next and instead of what was still to do; those under way are read to their end. */
  want(entries: readonly ExampleEntry[]): void {
    this.queue = entries;
    this.next = 0;
    this.start();
  }

  pause(): void {
    this.isPaused = true;
  }

  goOn(): void {
    this.isPaused = false;
    this.start();
  }

  private start(): void {
    while (this.running < AT_ONCE && this.next < this.queue.length && !this.isPaused) void this.work();
  }

  private async work(): Promise<void> {
    this.running += 1;
    try {
      for (;;) {
        const entry = this.queue[this.next];
        if (!entry || this.isPaused) return;
        this.next += 1;
        if (this.answers.has(entry) || this.underWay.has(entry)) continue;
        await this.answer(entry);
        // Texts at hand (a table in memory) would otherwise be looked through without a pause.
        await nextTurn();
      }
    } finally {
      this.running -= 1;
    }
  }

  private async answer(entry: ExampleEntry): Promise<void> {
    let example: Example | undefined;
    this.underWay.add(entry);
    try {
      example = await this.load(entry);
    } catch {
      this.unread += 1;
    } finally {
      this.underWay.delete(entry);
    }
    const found = example !== undefined && matchesTexts(this.query, this.listed(entry), example);
    this.answers.set(entry, found);
    this.onAnswer(found);
  }
}
