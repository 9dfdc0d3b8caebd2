import type { Problem, Source } from '../model/example';
import { parseJson } from './json/parseJson';
import { type Line, readLines } from './lines';
import type { FileAccess } from './reader';
import { isRow, messageOf, type Row } from './values';

/** Where a value stands in its file, as in `Source`. */
export interface Place {
  line: number;
  byteOffset: number;
  byteLength: number;
}

export type JsonLine = { kind: 'row'; row: Row; place: Place } | { kind: 'problem'; problem: Problem };

/** The objects of a JSON Lines file; every line that is none is a problem, and the rest is read. */
export async function* readJsonLines(
  file: FileAccess,
  signal?: AbortSignal,
): AsyncGenerator<JsonLine, void, undefined> {
  for await (const line of readLines(file.stream(), { skipEmpty: true })) {
    signal?.throwIfAborted();
    const item = parseLine(line);
    if (item) yield item;
  }
}

/** What stands in a line; null when nothing does. */
export function parseLine({ line, byteOffset, byteLength, bytes, terminated, overlong }: Line): JsonLine | null {
  if (overlong) return problem(line, `the line is too long to read (${Math.round(byteLength / 1024 / 1024)} MB)`);
  if (isBlank(bytes)) return null;
  try {
    const row = parseJson(bytes);
    if (isRow(row)) return { kind: 'row', row, place: { line, byteOffset, byteLength } };
    return problem(line, 'the line is not a JSON object');
  } catch (error) {
    // The parser's line is always 1 here: the place that helps is the line of the file.
    const message = messageOf(error).replace(/ in line \d+$/, '');
    return problem(line, terminated ? message : 'the last line is incomplete (still being written?)');
  }
}

/** One object again. Throws when its place in the file now holds something else. */
export async function loadJsonRow(file: FileAccess, source: Source): Promise<Row> {
  const { byteOffset, byteLength } = source;
  if (byteOffset === undefined || byteLength === undefined) throw new Error(`${file.path}: the place is missing`);
  const bytes = await file.bytes(byteOffset, byteLength);
  let row: unknown;
  try {
    row = parseJson(bytes);
  } catch {
    row = undefined;
  }
  if (!isRow(row)) throw changed(file, source);
  return row;
}

export function changed(file: FileAccess, source: Pick<Source, 'line'>): Error {
  const line = source.line === undefined ? '' : `:${source.line}`;
  return new Error(`${file.path}${line}: the file has changed since it was read`);
}

function problem(line: number, message: string): { kind: 'problem'; problem: Problem } {
  return { kind: 'problem', problem: { line, message } };
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
