import type { FileAccess } from './reader';

/** What the central directory says of an entry. Sizes and places in bytes. */
export interface ZipMember {
  method: number;
  encrypted: boolean;
  packed: number;
  size: number;
  /** Of its local header. */
  offset: number;
}

const [CENTRAL, END, END64, LOCATOR64] = [0x02014b50, 0x06054b50, 0x06064b50, 0x07064b50];
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const END64_BYTES = 56;
const LOCATOR64_BYTES = 20;
const MAX_COMMENT = 0xffff;
const [MANY, HUGE] = [0xffff, 0xffffffff];
/** The id of the extra field with 64-bit sizes. */
const EXTRA64 = 1;

interface Directory {
  entries: number;
  offset: number;
  size: number;
}

/**
 * The entries of a zip by name, in the directory's order. In one read and one pass: a log of a hundred thousand
 * samples has as many entries. Throws with a message for people.
 */
export async function readDirectory(file: FileAccess): Promise<Map<string, ZipMember>> {
  const { entries, offset, size } = await findDirectory(file);
  const bytes = asBuffer(await file.bytes(offset, size));
  const members = new Map<string, ZipMember>();
  let packed = 0;
  let at = 0;
  for (let entry = 0; entry < entries; entry += 1) {
    if (at + CENTRAL_BYTES > bytes.length || bytes.readUInt32LE(at) !== CENTRAL) throw damaged();
    const nameEnd = at + CENTRAL_BYTES + bytes.readUInt16LE(at + 28);
    const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
    if (extraEnd > bytes.length) throw damaged();
    const member: ZipMember = {
      method: bytes.readUInt16LE(at + 10),
      encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    };
    takeLarge(member, bytes.subarray(nameEnd, extraEnd));
    if (member.offset + member.packed > file.size) throw damaged();
    packed += member.packed;
    // Entries that lie upon each other make a small file unpack to any size.
    if (packed > file.size) throw new Error("the zip's entries overlap");
    const name = bytes.toString('utf8', at + CENTRAL_BYTES, nameEnd);
    members.set(name, member);
    at = extraEnd + bytes.readUInt16LE(at + 32);
  }
  return members;
}

async function findDirectory(file: FileAccess): Promise<Directory> {
  const tailStart = Math.max(0, file.size - END_BYTES - MAX_COMMENT);
  const tail = asBuffer(await file.bytes(tailStart, file.size - tailStart));
  const end = findEnd(tail);
  if (end === -1) throw new Error("the zip can't be read: it has no end (still being written?)");
  const found: Directory = {
    entries: tail.readUInt16LE(end + 10),
    size: tail.readUInt32LE(end + 12),
    offset: tail.readUInt32LE(end + 16),
  };
  const large = found.entries === MANY || found.size === HUGE || found.offset === HUGE;
  const directory = large ? await findLarge(file, tailStart + end, found) : found;
  if (directory.offset + directory.size > tailStart + end) throw damaged();
  return directory;
}

/** The last place at which an end record's comment reaches to the end of the file. */
function findEnd(tail: Buffer): number {
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) === END && tail.readUInt16LE(at + 20) === tail.length - at - END_BYTES) return at;
  }
  return -1;
}

/** What does not fit into the end record stands in a 64-bit one before it. */
async function findLarge(file: FileAccess, end: number, small: Directory): Promise<Directory> {
  if (end < LOCATOR64_BYTES) return small;
  const locator = asBuffer(await file.bytes(end - LOCATOR64_BYTES, LOCATOR64_BYTES));
  // A zip of exactly 65,535 entries has none.
  if (locator.length < LOCATOR64_BYTES || locator.readUInt32LE(0) !== LOCATOR64) return small;
  const end64 = asBuffer(await file.bytes(Number(locator.readBigUInt64LE(8)), END64_BYTES));
  if (end64.length < END64_BYTES || end64.readUInt32LE(0) !== END64) throw damaged();
  return {
    entries: Number(end64.readBigUInt64LE(32)),
    size: Number(end64.readBigUInt64LE(40)),
    offset: Number(end64.readBigUInt64LE(48)),
  };
}

/** 64-bit numbers stand in an extra field, in this order, each only where the 32-bit one is full. */
function takeLarge(member: ZipMember, extra: Buffer): void {
  if (member.size !== HUGE && member.packed !== HUGE && member.offset !== HUGE) return;
  for (let at = 0; at + 4 <= extra.length; ) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === EXTRA64) {
      let next = at + 4;
      for (const field of ['size', 'packed', 'offset'] as const) {
        if (member[field] !== HUGE) continue;
        if (next + 8 > Math.min(end, extra.length)) throw damaged();
        member[field] = Number(extra.readBigUInt64LE(next));
        next += 8;
      }
      return;
    }
    at = end;
  }
}

function damaged(): Error {
  return new Error("the zip can't be read: its directory is damaged");
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
