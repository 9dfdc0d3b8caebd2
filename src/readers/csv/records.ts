import { parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import type { Problem } from '../../model/example';
import { messageOf } from '../values';
import { ByteWindow } from './byteWindow';

export interface CsvRecord {
  kind: 'record';
  cells: string[];
  /** Of its first character, from 1: a record may hold line breaks. */
  line: number;
  byteOffset: number;
  /** Without the end of line behind it. */
  byteLength: number;
}

const MAX_RECORD_CHARACTERS = 64 * 1024 * 1024;

const OPTIONS = {
  bom: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  max_record_size: MAX_RECORD_CHARACTERS,
} as const;

/**
 * The records of a CSV stream, the header like the others, each with its exact place.
 * What can't be parsed ends the walk with a problem: after a quote that never closes
 * nobody can say where the next record begins.
 */
export async function* readRecords(
  chunks: AsyncIterable<Uint8Array>,
  delimiter: string,
): AsyncGenerator<CsvRecord | { kind: 'problem'; problem: Problem }, void, undefined> {
  const window = new ByteWindow();
  let ready: CsvRecord[] = [];
  // Records are taken as they are parsed: a stream that fails throws its finished records away.
  const parser = parse({
    ...OPTIONS,
    delimiter,
    on_record(cells: string[], { bytes }: { bytes: number }) {
      // The parser knows where a record ends; its own line numbers count CRLF inside quotes twice.
      ready.push({ kind: 'record', cells, ...window.take(bytes) });
      return null;
    },
  });
  const feed = (chunk: Uint8Array | null) =>
    new Promise<Error | undefined>((resolve) => {
      const done = (error?: Error | null) => resolve(error ?? undefined);
      if (chunk === null) parser.end(done);
      else parser.write(chunk, done);
    });
  // The callbacks of `feed` report what fails; a stream without a listener would throw it as well.
  parser.on('error', () => undefined);
  parser.resume();
  try {
    let error: Error | undefined;
    for await (const chunk of withEnd(chunks)) {
      if (chunk !== null) window.push(chunk);
      error = await feed(chunk);
      const records = ready;
      ready = [];
      yield* records;
      if (error) break;
    }
    if (error) yield { kind: 'problem', problem: { line: window.nextLine(), message: describe(error) } };
  } finally {
    parser.destroy();
  }
}

/** The records of a piece of CSV; the last one is left out when the text may end inside it. */
export function recordsOf(text: string, delimiter: string, whole: boolean): string[][] {
  let records: string[][] = [];
  const keep = (record: string[]) => {
    records.push(record);
    return null;
  };
  try {
    parseSync(text, { ...OPTIONS, delimiter, on_record: keep });
  } catch {
    // A text that was cut off ends inside quotes: the records before it are good.
    return records;
  }
  if (!whole) records = records.slice(0, -1);
  return records;
}

async function* withEnd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array | null> {
  yield* chunks;
  yield null;
}

function describe(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return 'the last record is incomplete: its quote is not closed (still being written?)';
  if (code === 'CSV_MAX_RECORD_SIZE') return 'the record is too long to read (is a quote not closed?)';
  if (typeof code === 'string' && code.startsWith('CSV_')) return 'this is not valid CSV';
  return messageOf(error);
}
