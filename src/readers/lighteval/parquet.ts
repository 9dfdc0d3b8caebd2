import { gunzipSync } from 'node:zlib';
import { decompress as unzstd } from 'fzstd';
import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
} from 'hyparquet';
import type { FileAccess } from '../reader';
import { isRow, type Row } from '../values';

/** The values of so many bytes are in memory at once; a row group of more is not read. */
const MAX_GROUP_BYTES = 512 * 1024 * 1024;
const MAX_METADATA_BYTES = 64 * 1024 * 1024;
const MAX_GROUP_ROWS = 10_000_000;

/** A run of rows that are packed together; they are unpacked together too. */
export interface RowGroup {
  /** Of its first row, from 0. */
  start: number;
  rows: number;
  /** Why it is not read: too large for that. */
  problem?: string;
}

export interface ParquetFile {
  /** Names of the top-level columns. */
  columns: readonly string[];
  groups: readonly RowGroup[];
  /** Some rows of one group; throws on damaged data. */
  read(group: RowGroup, columns: readonly string[], start?: number, end?: number): Promise<Row[]>;
}

/** Throws, with a message for people, when the file is no whole Parquet file. */
export async function openParquet(file: FileAccess): Promise<ParquetFile> {
  const buffer: AsyncBuffer = {
    byteLength: file.size,
    slice: async (start, end = file.size) => ownBuffer(await file.bytes(start, Math.max(0, end - start))),
  };
  const metadata = await readMetadata(file, buffer);
  return {
    columns: metadata.schema.length === 0 ? [] : topLevel(metadata),
    groups: groupsOf(metadata),
    async read(group, columns, start = group.start, end = group.start + group.rows) {
      const options = { file: buffer, metadata, columns: [...columns], rowStart: start, rowEnd: end, compressors };
      const rows = await parquetReadObjects(options).catch(() => {
        throw new Error('the Parquet data is damaged');
      });
      if (rows.length !== end - start) throw new Error('the Parquet data is damaged');
      return rows.map(plainRow);
    },
  };
}

async function readMetadata(file: FileAccess, buffer: AsyncBuffer): Promise<FileMetaData> {
  const end = Buffer.from(await file.bytes(Math.max(0, file.size - 8), 8));
  if (end.length < 8 || end.toString('latin1', 4) !== 'PAR1') {
    throw new Error('the Parquet file is not whole: its description at the end is missing (still being written?)');
  }
  if (end.readUInt32LE(0) > Math.min(file.size, MAX_METADATA_BYTES)) {
    throw new Error("the Parquet file's description is damaged, or too large to read");
  }
  return parquetMetadataAsync(buffer).catch(() => {
    throw new Error("the Parquet file's description is damaged");
  });
}

function topLevel({ schema }: FileMetaData): string[] {
  const names: string[] = [];
  const step = (at: number, depth: number): number => {
    const element = schema[at];
    if (!element) return at;
    if (depth === 1) names.push(element.name);
    let next = at + 1;
    for (let child = 0; child < (element.num_children ?? 0) && next < schema.length; child += 1) {
      next = step(next, depth + 1);
    }
    return next;
  };
  step(0, 0);
  return names;
}

function groupsOf(metadata: FileMetaData): RowGroup[] {
  let start = 0;
  return metadata.row_groups.map((group) => {
    const rows = Number(group.num_rows);
    const bytes = group.columns.reduce(
      (sum, { meta_data: facts }) => sum + Number(facts?.total_uncompressed_size ?? 0),
      0,
    );
    const described = { start, rows };
    start += rows;
    if (bytes <= MAX_GROUP_BYTES && rows >= 0 && rows <= MAX_GROUP_ROWS) return described;
    return {
      ...described,
      problem: `${rows} rows are packed together, too large to read (${Math.round(bytes / 1024 / 1024)} MB)`,
    };
  });
}

/** What Arrow's writers use besides Snappy, which the library brings along. */
const compressors: Compressors = {
  GZIP: (input) => gunzipSync(input),
  ZSTD: (input, length) => unzstd(input, new Uint8Array(length)),
};

function ownBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

function plainRow(row: unknown): Row {
  const plain = plainValue(row);
  return isRow(plain) ? plain : {};
}

/** 64-bit integers as numbers and times as text: what JSON can say. */
function plainValue(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return value.map(plainValue);
  if (ArrayBuffer.isView(value)) return null;
  if (!isRow(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plainValue(member)]));
}
