import { createHash } from 'node:crypto';

/** Room that a cut's marker may take, in characters; enough for any count. */
const MARKER_ROOM = 48;

/** What is kept of a text, in UTF-16 offsets: `[0, head)` and `[tail, length)`. */
export interface Ends {
  head: number;
  tail: number;
}

/**
 * Which ends of a text are kept when it is longer than `limit` UTF-16 units; `undefined` when it is not.
 * The start states the task or method, the end the answer. Surrogate pairs stay whole; `limit` has to
 * leave room for the marker.
 */
export function keptEnds(text: string, limit: number): Ends | undefined {
  if (text.length <= limit) return undefined;
  const keep = Math.max(0, limit - MARKER_ROOM);
  const head = Math.ceil(keep / 2);
  const tail = text.length - (keep - head);
  return { head: splitsPair(text, head) ? head - 1 : head, tail: splitsPair(text, tail) ? tail + 1 : tail };
}

/** At most `limit` UTF-16 units of a text: a marker that says how many were left out replaces the middle. */
export function cutMiddle(text: string, limit: number): string {
  const ends = keptEnds(text, limit);
  if (ends === undefined) return text;
  const { head, tail } = ends;
  return `${text.slice(0, head)}\n[… ${tail - head} characters left out …]\n${text.slice(tail)}`;
}

function splitsPair(text: string, at: number): boolean {
  return /[\uD800-\uDBFF]/.test(text[at - 1] ?? '') && /[\uDC00-\uDFFF]/.test(text[at] ?? '');
}

/** Lone surrogates are no Unicode text: several servers answer 400 or crash on them. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

const TEMPLATE_TOKENS =
  /<(?=[|｜]|\/?(?:s|bos|eos|pad|unk|start_of_turn|end_of_turn|think)>|<\/?SYS>>)|\[(?=\/?(?:INST|SYSTEM_PROMPT|THINK|TOOL_CALLS|AVAILABLE_TOOLS)\])/gi;

/**
 * Breaks up what servers of open models take for the marks of their chat templates, wherever it stands:
 * there a text with `<|im_end|>` really ends the turn. One space is enough, and quotes are found in spite of it.
 */
export function withoutTemplateTokens(text: string): string {
  return text.replace(TEMPLATE_TOKENS, '$& ');
}

const CODES = 1_000_000;

/**
 * A number for the tags around these texts that is in none of them, so that none can close its tag;
 * the same for the same texts. Six digits are two tokens, and texts of a prompt can't hold them all.
 */
export function fenceCode(texts: readonly string[]): string {
  const folded = texts.map(foldDigits);
  for (let round = 0; ; round++) {
    const hash = createHash('sha256').update(JSON.stringify([round, ...texts]));
    const code = `${hash.digest().readUInt32BE() % CODES}`.padStart(6, '0');
    if (folded.every((text) => !text.includes(code))) return code;
  }
}

/** Full-width digits and such with invisible signs between them read like the plain ones. */
function foldDigits(text: string): string {
  return text.normalize('NFKC').replace(/\p{Cf}/gu, '');
}

export function fence(label: string, text: string, code: string): string {
  return `<${label}${code}>\n${text}\n</${label}${code}>`;
}
