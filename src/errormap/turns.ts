import { setImmediate as nextTurn } from 'node:timers/promises';

/** Longest stretch without giving the event loop a turn, milliseconds. */
const SLICE_MS = 8;

/** Lets long loops give the event loop its turns, and end when they are cancelled. */
export class Turns {
  private sliceStart = performance.now();

  constructor(private readonly signal: AbortSignal) {}

  /** Whether it is time for `next`: so that loops don't wait for nothing in each round. */
  get due(): boolean {
    return performance.now() - this.sliceStart > SLICE_MS;
  }

  /** Throws `signal.reason`. */
  async next(): Promise<void> {
    await nextTurn();
    this.signal.throwIfAborted();
    this.sliceStart = performance.now();
  }
}
