import type { JudgeIdentity, Judgment } from '../model/judgment';

/** Where judgments are kept; the store is one. */
export interface JudgmentJournal {
  find(key: string, judge: JudgeIdentity): Pick<Judgment, 'category' | 'status'> | undefined;
  append(judgments: readonly Judgment[]): Promise<void>;
}

/**
 * Writes judgments behind a run: at once when the disk is free, in a batch when it was busy.
 * So a crash loses at most what was being written, and slow disks don't slow the judging.
 */
export class JournalWriter {
  private waiting: Judgment[] = [];
  private flushing: Promise<void> | undefined;

  constructor(
    private readonly journal: Pick<JudgmentJournal, 'append'>,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  write(judgment: Judgment): void {
    this.waiting.push(judgment);
    this.flushing ??= this.flush();
  }

  /** Waits until all is written; what the disk refused was told to `onFailure`. */
  async close(): Promise<void> {
    await this.flushing;
  }

  private async flush(): Promise<void> {
    try {
      while (this.waiting.length > 0) {
        const batch = this.waiting;
        this.waiting = [];
        await this.journal.append(batch);
      }
    } catch (error) {
      this.onFailure(error);
    } finally {
      this.flushing = undefined;
    }
  }
}
