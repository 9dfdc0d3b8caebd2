import type { Problem, Source } from '../../model/example';
import { changed, type Place } from '../jsonLines';
import type { FileAccess } from '../reader';
import { isRow, messageOf, type Row } from '../values';
import { parseJson } from './parseJson';
import { type SplitOptions, splitJson } from './splitter';

export type { Place } from '../jsonLines';

/** A wanted value of a document, parsed; `path` and `key` as in `JsonValue`. */
export interface JsonElement {
  kind: 'element';
  path: string;
  key?: string;
  value: unknown;
  place: Place;
}

/** What can't be read; `path` is the wanted path of a value that is there and can't be parsed. */
export interface JsonElementProblem {
  kind: 'problem';
  problem: Problem;
  path?: string;
}

/** The wanted values of a JSON file, parsed one by one; what can't be parsed is a problem with its line. */
export async function* readElements(
  file: FileAccess,
  wanted: readonly string[],
  options: SplitOptions = {},
  signal?: AbortSignal,
): AsyncGenerator<JsonElement | JsonElementProblem, void, undefined> {
  for await (const part of splitJson(file.stream(), wanted, options)) {
    signal?.throwIfAborted();
    if (part.kind === 'problem') {
      yield part;
      continue;
    }
    const { path, key, bytes, line, byteOffset, byteLength } = part;
    try {
      const value = parseJson(bytes);
      const member = key === undefined ? {} : { key };
      yield { kind: 'element', path, ...member, value, place: { line, byteOffset, byteLength } };
    } catch (error) {
      yield { kind: 'problem', path, problem: { line, message: messageOf(error).replace(/ in line \d+$/, '') } };
    }
  }
}

/**
 * The objects between two places of an array, parts dropped as in `SplitOptions`; what is no object in it is
 * left out, as it was when the file was read. Throws when the place now holds something else.
 */
export async function loadElements(file: FileAccess, source: Source, drop: readonly string[] = []): Promise<Row[]> {
  const { byteOffset, byteLength } = source;
  if (byteOffset === undefined || byteLength === undefined) throw new Error(`${file.path}: the place is missing`);
  const rows: Row[] = [];
  const array = inBrackets(file.stream(byteOffset, byteOffset + byteLength));
  for await (const part of splitJson(array, ['[*]'], { drop })) {
    if (part.kind === 'problem') throw changed(file, source);
    const row = tryRow(part.bytes);
    if (row !== null) rows.push(row);
  }
  if (rows.length === 0) throw changed(file, source);
  return rows;
}

async function* inBrackets(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield Buffer.from('[');
  yield* chunks;
  yield Buffer.from(']');
}

function tryRow(bytes: Uint8Array): Row | null {
  try {
    const value = parseJson(bytes);
    return isRow(value) ? value : null;
  } catch {
    return null;
  }
}
