import type { ColumnMetaData } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';

/** What a row group comes to in memory, in bytes and in values (nulls take no bytes). */
export const MAX_GROUP_BYTES = 512 * 1024 * 1024;
const MAX_GROUP_VALUES = 16_000_000;

/** What the columns of a row group looked at so far come to. */
export interface Amount {
  bytes: number;
  values: number;
}

/** Where a column's pages lie in the file; throws when that can't be. */
export function pagesRange(column: ColumnMetaData, fileSize: number): { start: number; end: number } {
  const offsets = [column.dictionary_page_offset, column.data_page_offset].flatMap((offset) =>
    offset === undefined || offset === 0n ? [] : [Number(offset)],
  );
  const start = Math.min(...offsets);
  const end = start + Number(column.total_compressed_size);
  if (!(start >= 0 && end >= start && end <= fileSize)) throw new Error('a column lies outside of the file');
  return { start, end };
}

/**
 * Steps from page to page of a column by their headers before the library does: it takes every number in them for
 * true, and one wrong size sends it round in circles. Adds to `amount`; throws where the numbers don't fit together.
 */
export function checkPages(pages: ArrayBuffer, column: ColumnMetaData, amount: Amount): void {
  const reader = { view: new DataView(pages), offset: 0 };
  let values = 0;
  while (reader.offset < pages.byteLength - 1) {
    const { compressed_page_size: packed, uncompressed_page_size: unpacked, ...header } = parquetHeader(reader);
    const page = header.data_page_header ?? header.data_page_header_v2;
    const count = page?.num_values ?? header.dictionary_page_header?.num_values;
    if (!isCount(packed) || !isCount(unpacked) || !isCount(count) || reader.offset + packed > pages.byteLength) {
      throw new Error('a page does not fit into its column');
    }
    reader.offset += packed;
    if (page) values += count;
    amount.values += count;
    amount.bytes += unpacked;
    if (amount.values > MAX_GROUP_VALUES || amount.bytes > MAX_GROUP_BYTES) throw new Error('the pages are too large');
  }
  if (values !== Number(column.num_values)) throw new Error('the pages do not hold what the column says');
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
