import { gunzipSync } from 'node:zlib';
import { decompress as unzstd } from 'fzstd';
import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
} from 'hyparquet';
import { getMaxDefinitionLevel, getMaxRepetitionLevel, getSchemaPath } from 'hyparquet/src/schema.js';
import type { FileAccess } from '../reader';
import { isRow, type Row } from '../values';
import { checkPages, MAX_GROUP_BYTES, pagesRange } from './pages';

const MAX_METADATA_BYTES = 64 * 1024 * 1024;
const MAX_GROUP_ROWS = 10_000_000;
const MAX_DEPTH = 64;
/** What Arrow calls the levels of a list. */
const LIST_NAMES = new Set(['list', 'element', 'item', 'array']);

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
  read(group: RowGroup, start?: number, end?: number): Promise<Row[]>;
}

/**
 * Reads what `wanted` says of the columns' paths, lists' inner names left out (`doc`, `doc.choices`).
 * Throws, with a message for people, when the file is no whole Parquet file.
 */
export async function openParquet(file: FileAccess, wanted: (path: string) => boolean): Promise<ParquetFile> {
  const buffer: AsyncBuffer = {
    byteLength: file.size,
    slice: async (start, end = file.size) => ownBuffer(await file.bytes(start, Math.max(0, end - start))),
  };
  const metadata = withColumns(await readMetadata(file, buffer), wanted);
  const groups = groupsOf(metadata);
  return {
    columns: metadata.schema.length === 0 ? [] : topLevel(metadata),
    groups,
    async read(group, start = group.start, end = group.start + group.rows) {
      try {
        await checkGroup(buffer, metadata, groups.indexOf(group));
        const options = { file: buffer, metadata, rowStart: start, rowEnd: end, compressors };
        const rows = await parquetReadObjects(options);
        if (rows.length !== end - start) throw new Error('rows are missing');
        return rows.map(plainRow);
      } catch {
        throw new Error('the Parquet data is damaged');
      }
    },
  };
}

/** Throws where the numbers that say how the rows are packed don't fit together. */
async function checkGroup(buffer: AsyncBuffer, { row_groups, schema }: FileMetaData, index: number): Promise<void> {
  const group = row_groups[index];
  const amount = { bytes: 0, values: 0 };
  for (const { meta_data: facts } of group?.columns ?? []) {
    if (!group || !facts || facts.num_values < group.num_rows) throw new Error('the column is too short');
    const path = getSchemaPath(schema, facts.path_in_schema);
    const column = {
      facts,
      rows: Number(group.num_rows),
      maxRepetition: getMaxRepetitionLevel(path),
      maxDefinition: getMaxDefinitionLevel(path),
    };
    const { start, end } = pagesRange(facts, buffer.byteLength);
    checkPages(await buffer.slice(start, end), column, compressors, amount);
  }
}

async function readMetadata(file: FileAccess, buffer: AsyncBuffer): Promise<FileMetaData> {
  const end = Buffer.from(await file.bytes(Math.max(0, file.size - 8), 8));
  if (end.length < 8 || end.toString('latin1', 4) !== 'PAR1') {
    throw new Error('the Parquet file is not whole: its description at the end is missing (still being written?)');
  }
  if (end.readUInt32LE(0) > Math.min(file.size, MAX_METADATA_BYTES)) {
    throw new Error("the Parquet file's description is damaged, or too large to read");
  }
  return parquetMetadataAsync(buffer, { geoparquet: false }).catch(() => {
    throw new Error("the Parquet file's description is damaged");
  });
}

function topLevel(metadata: FileMetaData): string[] {
  return elementsOf(metadata.schema).flatMap(({ element, path }) => (path.length === 1 ? [element.name] : []));
}

interface Element {
  element: FileMetaData['schema'][number];
  path: readonly string[];
  /** Of this element and all below it, in the list. */
  count: number;
}

/** The schema's elements with their paths; the root's is empty. Throws when the schema is no tree. */
function elementsOf(schema: FileMetaData['schema']): Element[] {
  const found: Element[] = [];
  const step = (at: number, parent: readonly string[]): number => {
    const element = schema[at];
    const isNamed = typeof element?.name === 'string' || at === 0;
    if (!element || !isNamed || parent.length > MAX_DEPTH) throw new Error("the Parquet file's description is damaged");
    const path = at === 0 ? [] : [...parent, element.name];
    const here = { element, path, count: 1 };
    found.push(here);
    for (let child = 0; child < (element.num_children ?? 0); child += 1) here.count += step(at + here.count, path);
    return here.count;
  };
  step(0, []);
  return found;
}

/** The file's description without the columns that nobody wants: they are not even read. */
function withColumns(metadata: FileMetaData, wanted: (path: string) => boolean): FileMetaData {
  const isWanted = (path: readonly string[]) => {
    const names = path.filter((name, at) => at === 0 || !LIST_NAMES.has(name));
    return names.every((_, at) => wanted(names.slice(0, at + 1).join('.')));
  };
  const elements = elementsOf(metadata.schema).filter(({ path }) => isWanted(path));
  const schema = elements.map(({ element, path }) => {
    const children = elements.filter((other) => other.path.length === path.length + 1 && isBelow(other.path, path));
    return element.num_children === undefined ? element : { ...element, num_children: children.length };
  });
  const groups = metadata.row_groups.map((group) => ({
    ...group,
    columns: group.columns.filter(({ meta_data: column }) => column && isWanted(column.path_in_schema)),
  }));
  return { ...metadata, schema, row_groups: groups };
}

function isBelow(path: readonly string[], parent: readonly string[]): boolean {
  return parent.every((name, at) => path[at] === name);
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
