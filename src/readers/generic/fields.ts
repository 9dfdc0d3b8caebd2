import { tableHead } from '../csv/table';
import { GzipFile, isGzip } from '../gzip';
import { readHead } from '../head';
import { outline } from '../json/outline';
import type { FileAccess } from '../reader';
import { asText, isRow, type Row } from '../values';
import { rowsIn } from './genericJsonl';
import { firstParquetRows } from './genericParquet';
import { type FieldMapping, fieldNames, fieldValue, guessMapping } from './mapping';

const SAMPLE_ROWS = 20;
const SAMPLES = 3;
const SAMPLE_CHARACTERS = 60;

/** A field of a file, with values of its first rows. */
export interface FieldSample {
  /** Members of nested objects are "parent.member". */
  name: string;
  samples: readonly string[];
}

/** What a file has to map, and what would be guessed of it; null when it is nothing that has fields. */
export async function fieldsIn(
  file: FileAccess,
): Promise<{ fields: FieldSample[]; guess: FieldMapping | null } | null> {
  const packed = isGzip((await readHead(file)).head);
  const contents = packed ? await GzipFile.open(file) : file;
  const head = await readHead(contents);
  if (head.columns !== undefined) return described(await firstParquetRows(contents, SAMPLE_ROWS));
  const table = tableHead(head.text, head.head.length >= head.size);
  if (table) return described(table.rows, table.columns);
  if (head.head.includes(0)) return null;
  const rows = rowsIn(head);
  if (rows === null) return null;
  // Not even the first row fits into the head: its names have to do.
  const names = rows.length > 0 ? undefined : [...outline(head.text, 1)].map((path) => path.replace(/^\[\]\./, ''));
  return described(rows, names);
}

function described(rows: readonly Row[], columns?: readonly string[]) {
  const sample = rows.slice(0, SAMPLE_ROWS);
  const names = columns ?? [...new Set(sample.flatMap(namesIn))];
  const fields = names.map((name) => ({ name, samples: samplesOf(sample, name) }));
  return { fields, guess: guessMapping(columns ?? fieldNames(rows), rows) };
}

/** With the members of nested objects, whatever they are called. */
function namesIn(row: Row): string[] {
  return Object.entries(row).flatMap(([name, value]) =>
    isRow(value) ? [name, ...Object.keys(value).map((member) => `${name}.${member}`)] : [name],
  );
}

function samplesOf(rows: readonly Row[], name: string): string[] {
  const texts = rows.map((row) => asText(fieldValue(row, name)).replace(/\s+/g, ' ').trim());
  const different = [...new Set(texts)].filter((text) => text !== '').slice(0, SAMPLES);
  return different.map((text) =>
    text.length <= SAMPLE_CHARACTERS ? text : `${text.slice(0, SAMPLE_CHARACTERS - 1)}…`,
  );
}
