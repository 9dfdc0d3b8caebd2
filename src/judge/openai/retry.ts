import { setMaxListeners } from 'node:events';

/** Waits between tries, milliseconds: doubling from the first, never longer than the last. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/** A server that asks for a longer pause than this is asked again after this; a run shouldn't sleep unseen. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/** How long to wait before try number `next` (from 2): what the server asks for, else growing with jitter. */
export function waitBefore(next: number, headers: Headers | undefined, random: () => number = Math.random): number {
  const asked = askedPause(headers);
  if (asked !== undefined) return asked;
  const wait = Math.min(FIRST_WAIT_MS * 2 ** (next - 2), LONGEST_WAIT_MS);
  // Up to a quarter less, so that parallel calls don't come back all at once.
  return wait * (1 - random() / 4);
}

/** How long the server asks to be left alone, milliseconds, a minute at most; `undefined` when it doesn't say. */
export function askedPause(headers: Headers | undefined): number | undefined {
  const asked = retryAfter(headers);
  return asked === undefined ? undefined : Math.min(asked, LONGEST_RETRY_AFTER_MS);
}

/** Milliseconds of `Retry-After` (seconds or a date) or the non-standard `retry-after-ms`. */
function retryAfter(headers: Headers | undefined): number | undefined {
  const ms = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (ms >= 0) return ms;
  const value = headers?.get('retry-after') ?? '';
  const seconds = Number(value);
  if (value !== '' && seconds >= 0) return seconds * 1_000;
  const until = Date.parse(value) - Date.now();
  return Number.isNaN(until) ? undefined : Math.max(0, until);
}

/** Throws `signal.reason` at once when cancelled. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', cancel);
      resolve();
    }, ms);
    const cancel = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener('abort', cancel, { once: true });
  });
}

/**
 * Runs a task under a signal of its own and throws `signal.reason` at once when cancelled. The caller's
 * signal lives as long as a run of thousands of calls, and the SDK never takes its listeners off.
 */
export async function abortable<T>(signal: AbortSignal, task: (own: AbortSignal) => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  // As many listen as calls run at the same time; Node takes more than ten for a leak.
  setMaxListeners(0, signal);
  const own = new AbortController();
  let cancel = () => {};
  const cancelled = new Promise<never>((_, reject) => {
    cancel = () => {
      own.abort(signal.reason);
      reject(signal.reason);
    };
  });
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([task(own.signal), cancelled]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
