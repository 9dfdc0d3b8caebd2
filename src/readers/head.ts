import { decode } from './json/parseJson';
import type { FileAccess, FileHead } from './reader';

const HEAD_BYTES = 64 * 1024;
const LONG_HEAD_BYTES = 1024 * 1024;
/** Of JSON Lines the whole first line is looked at, for what makes it ours may stand at its end. */
const LONGEST_LINE_BYTES = 16 * 1024 * 1024;
const LF = 0x0a;
/** `PAR1`, at the start and at the end. */
const MAGIC = [0x50, 0x41, 0x52, 0x31];

/**
 * What detection looks at: 64 KiB, or up to 1 MiB where not even the first line ends before that (16 MiB of a file
 * that is called `.jsonl` or `.ndjson`).
 */
export async function readHead(file: FileAccess): Promise<FileHead> {
  let head = await file.bytes(0, Math.min(HEAD_BYTES, file.size));
  const longest = /\.(jsonl|ndjson)$/i.test(file.name) ? LONGEST_LINE_BYTES : LONG_HEAD_BYTES;
  for (let bytes = LONG_HEAD_BYTES; bytes <= longest; bytes *= 4) {
    if (file.size <= head.length || head.includes(LF)) break;
    head = await file.bytes(0, Math.min(bytes, file.size));
  }
  const facts = { path: file.path, name: file.name, size: file.size, head, text: decode(head) };
  return isParquet(head) ? { ...facts, tail: await readFooter(file), ...(await readColumns(file)) } : facts;
}

/** Of a Parquet file that is not whole there are none. */
async function readColumns(file: FileAccess): Promise<Pick<FileHead, 'columns'>> {
  try {
    const { openParquet } = await import('./parquet/parquet');
    return { columns: (await openParquet(file, () => true)).columns };
  } catch {
    return {};
  }
}

export function isParquet(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, at) => bytes[at] === byte);
}

/** Parquet's schema stands at its end, before its length (4 bytes) and the magic number. */
async function readFooter(file: FileAccess): Promise<Uint8Array> {
  const end = await file.bytes(Math.max(0, file.size - 8), 8);
  if (end.length < 8) return end;
  const length = Math.min(Buffer.from(end).readUInt32LE(0) + 8, LONG_HEAD_BYTES, file.size);
  return file.bytes(file.size - length, length);
}
