/**
 * Lets the first call of a judge go alone: it learns what the endpoint speaks, and finds a wrong key
 * or a dead address once instead of as often as calls run at the same time.
 * `isFatal` says whether a failure is everybody's: those who wait then fail with it.
 */
export class FirstCall {
  private done = false;
  private pending: Promise<void> | undefined;

  constructor(private readonly isFatal: (error: unknown) => boolean) {}

  async run<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    while (!this.done && this.pending !== undefined) await this.pending;
    signal.throwIfAborted();
    if (this.done) return call();
    const first = call();
    this.pending = first.then(
      () => {
        this.done = true;
      },
      (error: unknown) => {
        this.pending = undefined;
        if (this.isFatal(error)) throw error;
      },
    );
    // Nobody may be waiting.
    this.pending.catch(() => {});
    return first;
  }
}
