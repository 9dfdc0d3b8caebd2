import type { Problem } from '../../model/example';
import { type CsvFault, CsvParser, type CsvRecord, LineEnd } from './parser';

export type { CsvRecord } from './parser';

/**
 * The records of a CSV stream, the header like the others, by chunk of the stream; chunks may be borrowed memory.
 * What can't be parsed ends the walk with a problem: after a quote that never closes
 * nobody can say where the next record begins.
 */
export async function* readRecordBatches(
  chunks: AsyncIterable<Uint8Array>,
  delimiter: string,
): AsyncGenerator<(CsvRecord | { kind: 'problem'; problem: Problem })[], void, undefined> {
  const parser = new CsvParser(delimiter);
  for await (const chunk of chunks) {
    yield parser.push(chunk);
    if (parser.fault) break;
  }
  yield parser.end();
  if (parser.fault) yield [{ kind: 'problem', problem: { line: parser.line, message: describeFault(parser.fault) } }];
}

/** As `readRecordBatches`, one by one. */
export async function* readRecords(
  chunks: AsyncIterable<Uint8Array>,
  delimiter: string,
): AsyncGenerator<CsvRecord | { kind: 'problem'; problem: Problem }, void, undefined> {
  for await (const batch of readRecordBatches(chunks, delimiter)) for (const item of batch) yield item;
}

/** The one record of bytes that a record was read from; null when they hold something else now. */
export function recordOf(bytes: Uint8Array, delimiter: string): string[] | null {
  // Behind the start of the file: what looks like a byte order mark is text, and so is a lone CR.
  const parser = new CsvParser(delimiter, { byteOffset: 1, lineEnd: LineEnd.lf });
  const [record, ...more] = [...parser.push(bytes), ...parser.end()];
  return record && more.length === 0 && !parser.fault ? record.cells : null;
}

/** The records of a piece of CSV; the last one is left out when the text may end inside it. */
export function recordsOf(text: string, delimiter: string, whole: boolean): string[][] {
  const parser = new CsvParser(delimiter);
  const records = [...parser.push(Buffer.from(text)), ...parser.end()].map(({ cells }) => cells);
  // A text that was cut off ends inside quotes: the records before it are good.
  return whole || parser.fault ? records : records.slice(0, -1);
}

export function describeFault(fault: CsvFault): string {
  return fault === 'too-long'
    ? 'the record is too long to read (is a quote not closed?)'
    : 'the last record is incomplete: its quote is not closed (still being written?)';
}
