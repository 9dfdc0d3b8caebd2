import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** A record of a journal file, and where it stands there (bytes). */
export interface Placed<Kept> {
  record: Kept;
  offset: number;
  length: number;
}
export type PlacedRecord = Placed<unknown>;

export interface SegmentRead {
  /** Lines that are no JSON, by their offset; the rest of the file was read. */
  broken: number[];
  /** Up to here the file is read; a torn last line lies beyond. */
  end: number;
  torn: boolean;
}

const NEWLINE = 0x0a;
/** Little enough to be parsed in a few milliseconds; the event loop has its turn after each. */
const CHUNK_BYTES = 512 * 1024;

/**
 * Reads the whole lines of a journal file from byte `from` on and hands each record to `take`.
 * A last line without its newline is left for the next read: either its writer is at work, or it
 * died in mid-write.
 */
export async function readSegment(
  path: string,
  from: number,
  take: (record: PlacedRecord) => void,
): Promise<SegmentRead> {
  const broken: number[] = [];
  const file = await open(path, 'r');
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let rest: Buffer = Buffer.alloc(0);
    let end = from;
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, end + rest.length);
      if (bytesRead === 0) return { broken, end, torn: rest.length > 0 };
      const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
      const used = parseLines(bytes, end, take, broken);
      rest = bytes.subarray(used);
      end += used;
    }
  } finally {
    await file.close();
  }
}

/** Returns how many bytes the whole lines take. */
function parseLines(bytes: Buffer, at: number, take: (record: PlacedRecord) => void, broken: number[]): number {
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
    const line = bytes.toString('utf8', start, end).trim();
    const record = line === '' ? undefined : parsed(line);
    if (record !== undefined) take({ record, offset: at + start, length: end - start });
    else if (line !== '') broken.push(at + start);
    start = end + 1;
  }
  return start;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Reads one record back by its place. */
export async function readRecord(path: string, offset: number, length: number): Promise<unknown> {
  const file = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    await file.read(bytes, 0, length, offset);
    return JSON.parse(bytes.toString('utf8'));
  } finally {
    await file.close();
  }
}

/**
 * As `a+`, but never through a symbolic link: a repository can bring one that leads to any file of the user's, such
 * as what their shell runs. Windows makes no such links without being asked, and knows no such flag.
 */
const APPEND = constants.O_APPEND | constants.O_CREAT | constants.O_RDWR | (constants.O_NOFOLLOW ?? 0);

/**
 * Appends records as lines: a killed process loses nothing of them, and after `syncFile` a machine
 * that goes down neither. Heals a torn last line of an earlier crash by ending it first, so that it
 * can't swallow the new record. Answers where each record stands now.
 */
export async function appendRecords<Kept>(path: string, records: readonly Kept[]): Promise<Placed<Kept>[]> {
  const file = await open(path, APPEND);
  try {
    const { size } = await file.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    const heal = size > 0 && last[0] !== NEWLINE ? '\n' : '';
    const lines = records.map((record) => JSON.stringify(record));
    await file.appendFile(`${heal}${lines.join('\n')}\n`);
    let offset = size + heal.length;
    return records.map((record, i) => {
      const placed = { record, offset, length: Buffer.byteLength(lines[i] ?? '') };
      offset += placed.length + 1;
      return placed;
    });
  } finally {
    await file.close();
  }
}

/** Waits until all that was appended is on the disk. */
export async function syncFile(path: string): Promise<void> {
  // For writing: Windows syncs no file that was opened to be read.
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
