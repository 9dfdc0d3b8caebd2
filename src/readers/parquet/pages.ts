import type { ColumnMetaData, Compressors, PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { type Cursor, checkMeasuredRuns, checkRuns } from './runs';

/** What a row group comes to in memory, in bytes and in values (nulls take no bytes). */
export const MAX_GROUP_BYTES = 512 * 1024 * 1024;
const MAX_GROUP_VALUES = 16_000_000;
/** What lighteval's writer (Arrow) uses, and what others use by default; the rest is not looked into far enough. */
const ENCODINGS = new Set(['PLAIN', 'PLAIN_DICTIONARY', 'RLE_DICTIONARY', 'RLE']);

/** What the columns of a row group looked at so far come to. */
export interface Amount {
  bytes: number;
  values: number;
}

/** A column of one row group, and how deep its values lie in lists and in what may be null. */
export interface Column {
  facts: ColumnMetaData;
  /** Of the row group. */
  rows: number;
  maxRepetition: number;
  maxDefinition: number;
}

/** Where a column's pages lie in the file; throws when that can't be. */
export function pagesRange(facts: ColumnMetaData, fileSize: number): { start: number; end: number } {
  const offsets = [facts.dictionary_page_offset, facts.data_page_offset].flatMap((offset) =>
    offset === undefined || offset === 0n ? [] : [Number(offset)],
  );
  const start = Math.min(...offsets);
  const end = start + Number(facts.total_compressed_size);
  if (!(start >= 0 && end >= start && end <= fileSize)) throw new Error('a column lies outside of the file');
  return { start, end };
}

/**
 * Goes through the pages of a column before the library does. That takes every number in them for true: one wrong
 * size sends it round in circles, one wrong length of a run fills the memory. Adds to `amount`; throws where the
 * numbers don't fit together.
 */
export function checkPages(pages: ArrayBuffer, column: Column, compressors: Compressors, amount: Amount): void {
  const reader = { view: new DataView(pages), offset: 0 };
  let values = 0;
  let rows: number | undefined;
  while (reader.offset < pages.byteLength - 1) {
    const header = parquetHeader(reader);
    const { compressed_page_size: packed, uncompressed_page_size: unpacked } = header;
    const page = header.data_page_header ?? header.data_page_header_v2;
    const count = page?.num_values ?? header.dictionary_page_header?.num_values;
    if (!isCount(packed) || !isCount(unpacked) || !isCount(count) || reader.offset + packed > pages.byteLength) {
      throw new Error('a page does not fit into its column');
    }
    amount.values += count;
    amount.bytes += unpacked;
    if (amount.values > MAX_GROUP_VALUES || amount.bytes > MAX_GROUP_BYTES) throw new Error('the pages are too large');
    if (page) {
      checkPage(new Uint8Array(pages, reader.offset, packed), header, column, compressors);
      values += count;
      if (header.data_page_header_v2) rows = (rows ?? 0) + header.data_page_header_v2.num_rows;
    }
    reader.offset += packed;
  }
  // Pages of the older kind don't say how many rows they have.
  if (values !== Number(column.facts.num_values) || (rows ?? column.rows) !== column.rows) {
    throw new Error('the pages do not hold what the column says');
  }
}

function checkPage(bytes: Uint8Array, header: PageHeader, column: Column, compressors: Compressors): void {
  const { facts } = column;
  const { data_page_header: one, data_page_header_v2: two } = header;
  const [repetition, definition] = [bits(column.maxRepetition), bits(column.maxDefinition)];
  if (header.type === 'DATA_PAGE' && one) {
    const cursor = cursorOf(decompressPage(bytes, header.uncompressed_page_size, facts.codec, compressors));
    if (repetition > 0) checkMeasuredRuns(cursor, repetition, one.num_values);
    if (definition > 0) checkMeasuredRuns(cursor, definition, one.num_values);
    // Nulls are not among the values: these may end before.
    checkValues(cursor, one.encoding, facts, one.num_values);
  } else if (header.type === 'DATA_PAGE_V2' && two) {
    const { repetition_levels_byte_length: first, definition_levels_byte_length: second, num_nulls: nulls } = two;
    if (![first, second, nulls].every(isCount) || first + second > bytes.length || nulls > two.num_values) {
      throw new Error('the levels do not fit into the page');
    }
    // By its rows the library skips a page when one row alone is read, so they must be those that the page has.
    if (!isCount(two.num_rows) || (repetition === 0 && two.num_rows !== two.num_values)) {
      throw new Error('the page has other rows than it says');
    }
    const cursor = cursorOf(bytes);
    if (repetition > 0) checkRuns(cursor, repetition, two.num_values);
    cursor.offset = first;
    if (definition > 0) checkRuns(cursor, definition, two.num_values);
    const size = header.uncompressed_page_size - first - second;
    const packed = bytes.subarray(first + second);
    const values =
      two.is_compressed !== false && size > 0 ? decompressPage(packed, size, facts.codec, compressors) : packed;
    checkValues(cursorOf(values), two.encoding, facts, two.num_values);
  } else {
    throw new Error('the page is of no kind that we know');
  }
}

function checkValues(cursor: Cursor, encoding: string, { type }: ColumnMetaData, count: number): void {
  if (!ENCODINGS.has(encoding)) throw new Error('the encoding is not supported');
  if (encoding === 'PLAIN' || count === 0) return;
  if (type === 'BOOLEAN') {
    checkMeasuredRuns(cursor, 1, count);
    return;
  }
  const width = cursor.view.getUint8(cursor.offset);
  cursor.offset += 1;
  if (width > 32) throw new Error('the encoding is not supported');
  if (width > 0) checkRuns(cursor, width, count);
}

function cursorOf(bytes: Uint8Array): Cursor {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
}

/** So many bits has a level. */
function bits(max: number): number {
  return 32 - Math.clz32(max);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
