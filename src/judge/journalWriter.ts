import type { JudgeIdentity, Judgment } from '../model/judgment';

/** Where judgments are kept; the store is one. */
export interface JudgmentJournal {
  find(key: string, judge: JudgeIdentity): Pick<Judgment, 'category' | 'status'> | undefined;
  /** Resolves when a killed process would lose none of them. */
  append(judgments: readonly Judgment[]): Promise<void>;
  /** Resolves when a machine that goes down would lose none either. */
  sync?(): Promise<void>;
}

/** Writes a run's judgments one batch after the other; what comes in meanwhile is the next batch. */
export class JournalWriter {
  private next: { batch: Judgment[]; written: Promise<void> } | undefined;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly journal: Pick<JudgmentJournal, 'append' | 'sync'>,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** Resolves when the judgment is written, and when the journal has refused it, which `onFailure` is told. */
  write(judgment: Judgment): Promise<void> {
    if (!this.next) {
      const batch: Judgment[] = [];
      this.last = this.last.then(() => this.append(batch));
      this.next = { batch, written: this.last };
    }
    this.next.batch.push(judgment);
    return this.next.written;
  }

  /** Waits until all is on the disk. */
  async close(): Promise<void> {
    await this.last;
    try {
      await this.journal.sync?.();
    } catch (error) {
      this.onFailure(error);
    }
  }

  private async append(batch: Judgment[]): Promise<void> {
    this.next = undefined;
    try {
      await this.journal.append(batch);
    } catch (error) {
      this.onFailure(error);
    }
  }
}
