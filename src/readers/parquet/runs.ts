/** A place in unpacked bytes that moves on. */
export interface Cursor {
  view: DataView;
  offset: number;
}

/** Writers fill a last run of packed bits up; none goes further beyond the values than this. */
const SLACK = 1024;

/**
 * Steps over the runs of a run-length encoding as the library does, until `count` values are there or the bytes end.
 * Throws when a run is longer than the values that there can be.
 */
export function checkRuns(cursor: Cursor, bitWidth: number, count: number): void {
  let seen = 0;
  while (seen < count && cursor.offset < cursor.view.byteLength) {
    const header = varint(cursor);
    const length = header >>> 1;
    const packed = (header & 1) === 1;
    const values = packed ? length * 8 : length;
    if (values > count - seen + SLACK) throw new Error('a run is longer than its page');
    // An empty run of packed bits takes a byte with it.
    cursor.offset += packed ? Math.max(1, length * bitWidth) : (bitWidth + 7) >> 3;
    seen += values;
  }
}

/** The same with the length of the runs before them, in four bytes; the cursor is behind them afterwards. */
export function checkMeasuredRuns(cursor: Cursor, bitWidth: number, count: number): void {
  const length = cursor.view.getUint32(cursor.offset, true);
  cursor.offset += 4;
  const end = cursor.offset + length;
  checkRuns(cursor, bitWidth, count);
  cursor.offset = end;
}

function varint(cursor: Cursor): number {
  let result = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = cursor.view.getUint8(cursor.offset);
    cursor.offset += 1;
    result |= (byte & 0x7f) << shift;
    if (byte < 0x80) return result;
  }
  throw new Error('a number is too long');
}
