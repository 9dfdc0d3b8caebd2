import { setImmediate as nextTurn } from 'node:timers/promises';

/** Longest stretch without giving the event loop a turn, milliseconds. */
const SLICE_MS = 8;

/** Cuts long work into slices between which the event loop has its turn; whoever works side by side shares them. */
export class SharedTurns {
  private sliceStart = performance.now();
  private last: Promise<unknown> = Promise.resolve();

  /**
   * To be awaited before each piece of work; `true` when the loop has had a turn. One after the other:
   * pieces that become ready together don't run on together.
   */
  take(): Promise<boolean> {
    const taken = this.last.then(() => this.pauseWhenDue());
    this.last = taken;
    return taken;
  }

  private async pauseWhenDue(): Promise<boolean> {
    if (performance.now() - this.sliceStart <= SLICE_MS) return false;
    await nextTurn();
    this.sliceStart = performance.now();
    return true;
  }
}
