import { open } from 'node:fs/promises';

/** A record that was read from a journal file, and where it stands there (bytes). */
export interface PlacedRecord {
  record: unknown;
  offset: number;
  length: number;
}

export interface SegmentRead {
  records: PlacedRecord[];
  /** Lines that are no JSON, by their offset; the rest of the file was read. */
  broken: number[];
  /** Up to here the file is read; a torn last line lies beyond. */
  end: number;
  torn: boolean;
}

const NEWLINE = 0x0a;

/**
 * Reads the whole lines of a journal file from byte `from` on. A last line without its newline is
 * left for the next read: either its writer is at work, or it died in mid-write.
 */
export async function readSegment(path: string, from = 0): Promise<SegmentRead> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.max(0, size - from));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
    return parseLines(bytes.subarray(0, bytesRead), from);
  } finally {
    await file.close();
  }
}

function parseLines(bytes: Buffer, from: number): SegmentRead {
  const read: SegmentRead = { records: [], broken: [], end: from, torn: false };
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
    const line = bytes.toString('utf8', start, end).trim();
    if (line !== '') {
      try {
        read.records.push({ record: JSON.parse(line), offset: from + start, length: end - start });
      } catch {
        read.broken.push(from + start);
      }
    }
    start = end + 1;
  }
  read.end = from + start;
  read.torn = start < bytes.length;
  return read;
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
 * Appends records as lines and waits until they are on the disk. Heals a torn last line of an
 * earlier crash by ending it first, so that it can't swallow the new record.
 */
export async function appendRecords(path: string, records: readonly unknown[]): Promise<void> {
  const file = await open(path, 'a+');
  try {
    const { size } = await file.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    const heal = size > 0 && last[0] !== NEWLINE ? '\n' : '';
    await file.appendFile(heal + records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    await file.sync();
  } finally {
    await file.close();
  }
}
