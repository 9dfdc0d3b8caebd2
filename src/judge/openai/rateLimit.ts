/** What an endpoint says is left of one of its limits, and in how many milliseconds that is filled up again. */
export interface Remaining {
  left: number;
  resetMs: number;
}

/** Requests and tokens that the endpoint still takes, as far as its answer tells. */
export interface RateLimits {
  requests?: Remaining;
  tokens?: Remaining;
}

const DURATION = /^(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/;

/** Numbers above are moments, not durations: seconds since 1970 in 2001, and the same in milliseconds. */
const EPOCH_SECONDS = 1e9;
const EPOCH_MS = 1e12;

/** Reads `x-ratelimit-remaining-requests`, `-tokens` and their `x-ratelimit-reset-…` (OpenAI, Azure, Groq and others). */
export function readRateLimits(headers: Headers | undefined, now: number = Date.now()): RateLimits {
  const requests = remaining(headers, 'requests', now);
  const tokens = remaining(headers, 'tokens', now);
  return { ...(requests && { requests }), ...(tokens && { tokens }) };
}

function remaining(headers: Headers | undefined, what: 'requests' | 'tokens', now: number): Remaining | undefined {
  const left = headers?.get(`x-ratelimit-remaining-${what}`);
  const resetMs = resetIn(headers?.get(`x-ratelimit-reset-${what}`) ?? '', now);
  if (left === null || left === undefined || left.trim() === '' || resetMs === undefined) return undefined;
  return Number(left) >= 0 ? { left: Number(left), resetMs } : undefined;
}

/** Milliseconds of `6m0s`, `1.5s`, `20ms`, a number of seconds, or a moment; `undefined` for anything else. */
function resetIn(text: string, now: number): number | undefined {
  const value = text.trim();
  if (value === '') return undefined;
  const number = Number(value);
  if (number >= EPOCH_MS) return Math.max(0, number - now);
  if (number >= EPOCH_SECONDS) return Math.max(0, number * 1_000 - now);
  if (number >= 0) return number * 1_000;
  const parts = DURATION.exec(value);
  if (parts) {
    const [hours, minutes, seconds, ms] = parts.slice(1).map((part) => Number(part ?? 0));
    return (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1_000 + (ms ?? 0);
  }
  const moment = Date.parse(value);
  return Number.isNaN(moment) ? undefined : Math.max(0, moment - now);
}
