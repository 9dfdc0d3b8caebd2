/**
 * `JSON.parse`, and where that fails a second try that reads the bare `NaN`, `Infinity` and
 * `-Infinity` of Python's writers as null. Throws with the line inside the text (from 1) and no part of it.
 */
export function parseJson(source: string | Uint8Array): unknown {
  const text = typeof source === 'string' ? source : decode(source);
  try {
    return JSON.parse(text);
  } catch (error) {
    const tolerant = withoutBareNumbers(text);
    if (tolerant === null) throw readable(error, text);
    try {
      return JSON.parse(tolerant);
    } catch (again) {
      throw readable(again, tolerant);
    }
  }
}

export function decode(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** The text with bare NaN and Infinity replaced, or null when there are none. */
function withoutBareNumbers(text: string): string | null {
  const bare = /-?\b(?:NaN|Infinity)\b/g;
  const parts: string[] = [];
  let copied = 0;
  let at = 0;
  // Strings are stepped over by hand: a regular expression over megabytes of string overflows its stack.
  for (let quote = text.indexOf('"'); at < text.length; quote = text.indexOf('"', at)) {
    const end = quote === -1 ? text.length : quote;
    const between = text.slice(at, end);
    for (const match of between.matchAll(bare)) {
      parts.push(text.slice(copied, at + match.index), 'null');
      copied = at + match.index + match[0].length;
    }
    at = end === text.length ? end : endOfString(text, end);
  }
  return parts.length === 0 ? null : parts.join('') + text.slice(copied);
}

function endOfString(text: string, quote: number): number {
  for (let end = text.indexOf('"', quote + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return end + 1;
  }
  return text.length;
}

function readable(error: unknown, text: string): Error {
  const message = error instanceof Error ? error.message : String(error);
  const position = /position (\d+)/.exec(message)?.[1];
  const where = ` in line ${countLines(text, position === undefined ? firstNonToken(text) : Number(position))}`;
  // V8 quotes the text in some messages; problems are shown and logged, so the text stays out.
  const what = /end of JSON input|Unterminated/i.test(message) ? 'the JSON ends too early' : 'this is not valid JSON';
  return new SyntaxError(`${what}${where}`);
}

/** V8 gives no position for characters that begin no token, or for an early end: the first such place. */
function firstNonToken(text: string): number {
  const token = /[\s{}[\],:]+|-?\d[\d.eE+-]*|true|false|null/y;
  let at = 0;
  while (at < text.length) {
    token.lastIndex = at;
    if (text[at] === '"') at = endOfString(text, at);
    else if (token.test(text)) at = token.lastIndex;
    else return at;
  }
  return at;
}

function countLines(text: string, end: number): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
