/** Work over many examples that can pause anywhere: it yields every few thousandths of a second or more often. */
export type Steps<T> = Generator<void, T, void>;

/** The extension host serves the whole editor: no stretch of ours is longer than this, in milliseconds. */
const SLICE_MS = 6;

/** Runs `steps` in slices between which everything else gets its turn. Throws `signal.reason` when cancelled. */
export async function runInSlices<T>(steps: Steps<T>, signal?: AbortSignal, sliceMs = SLICE_MS): Promise<T> {
  for (;;) {
    signal?.throwIfAborted();
    const end = performance.now() + sliceMs;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() < end);
    await nextTurn();
  }
}

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** How many small steps (a comparison, a test of one example) go between two looks at the clock. */
export const STEPS_BETWEEN = 128;
