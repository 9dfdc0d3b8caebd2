import { createHash } from 'node:crypto';

/** Room that a cut's marker may take, in characters; enough for any count. */
const MARKER_ROOM = 48;

/**
 * At most `limit` UTF-16 units of a text: when it is longer, its middle is replaced by a marker that
 * says how many were left out (the start states the task or method, the end the answer).
 * Surrogate pairs stay whole; `limit` has to leave room for the marker.
 */
export function cutMiddle(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const keep = Math.max(0, limit - MARKER_ROOM);
  let head = Math.ceil(keep / 2);
  let tail = text.length - (keep - head);
  if (splitsPair(text, head)) head -= 1;
  if (splitsPair(text, tail)) tail += 1;
  return `${text.slice(0, head)}\n[… ${tail - head} characters left out …]\n${text.slice(tail)}`;
}

function splitsPair(text: string, at: number): boolean {
  return /[\uD800-\uDBFF]/.test(text[at - 1] ?? '') && /[\uDC00-\uDFFF]/.test(text[at] ?? '');
}

/** Lone surrogates are no Unicode text: several servers answer 400 or crash on them. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

/**
 * A code for the markers around these texts: a hash of them all, so that no text can hold it
 * (it would have to hold its own hash) and the same texts always get the same prompt.
 */
export function fenceCode(texts: readonly string[]): string {
  for (let round = 0; ; round++) {
    const hash = createHash('sha256').update(JSON.stringify([round, ...texts]));
    const code = hash.digest('hex').slice(0, 12);
    if (texts.every((text) => !text.includes(code))) return code;
  }
}

export function fence(label: string, text: string, code: string): string {
  return `<<<${label} ${code}>>>\n${text}\n<<<END ${label} ${code}>>>`;
}
