import type { Problem } from '../model/example';
import { parseJson } from './json/parseJson';
import { changed, type Place } from './jsonLines';
import type { FileAccess } from './reader';
import { isRow, type Row } from './values';

/** Rows are asked for in the order of the file, mostly: so much is read ahead. */
const WINDOW_BYTES = 1024 * 1024;

/** The rows of a companion file by their keys: memory holds places, a row's text is read when it is asked for. */
export class CompanionRows {
  private readonly places = new Map<string, Place>();
  private window: { start: number; bytes: Uint8Array } = { start: 0, bytes: new Uint8Array() };

  constructor(private readonly file: FileAccess) {}

  get size(): number {
    return this.places.size;
  }

  keys(): Iterable<string> {
    return this.places.keys();
  }

  /** The first row of a key stays. */
  add(key: string, place: Place): void {
    if (!this.places.has(key)) this.places.set(key, place);
  }

  has(key: string): boolean {
    return this.places.has(key);
  }

  /** Undefined when there is no such row. Throws when its place now holds something else. */
  async row(key: string): Promise<Row | undefined> {
    const place = this.places.get(key);
    if (place === undefined) return undefined;
    let row: unknown;
    try {
      row = parseJson(await this.bytes(place));
    } catch {
      row = undefined;
    }
    if (!isRow(row)) throw changed(this.file, place);
    return row;
  }

  private async bytes({ byteOffset, byteLength }: Place): Promise<Uint8Array> {
    let { start, bytes } = this.window;
    if (byteOffset < start || byteOffset + byteLength > start + bytes.length) {
      start = byteOffset;
      bytes = await this.file.bytes(start, Math.max(byteLength, WINDOW_BYTES));
      this.window = { start, bytes };
    }
    return bytes.subarray(byteOffset - start, byteOffset - start + byteLength);
  }
}

/** A companion file, or null when it is not there or unreadable. */
export async function tryCompanion(file: FileAccess, ...paths: readonly string[]): Promise<FileAccess | null> {
  for (const path of paths) {
    const found = await file.sibling(path).catch(() => null);
    if (found !== null && found.path !== file.path) return found;
  }
  return null;
}

/** A companion's problem, told of the file that people look at: it has no line there. */
export function companionProblem(name: string, { line, message }: Problem): Problem {
  return { message: `${name}${line === undefined ? '' : `, line ${line}`}: ${message}` };
}
