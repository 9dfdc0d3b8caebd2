import type { Source } from '../../model/example';
import { parseJson } from '../json/parseJson';
import { splitJson } from '../json/splitter';
import { changed } from '../jsonLines';
import type { FileAccess, OpenEvaluation } from '../reader';
import { isRow, messageOf, type Row, stem } from '../values';
import { headerNotes, headerOf } from './header';
import { toExample, UNREAD_PARTS } from './sample';

const SAMPLES = 'samples[*]';

/** A log in one JSON object: header first, then the samples, each of them in place. */
export async function openJsonLog(file: FileAccess, metric?: string): Promise<OpenEvaluation> {
  const header = headerOf(await readHeader(file), stem(file.name), metric);
  return {
    ...(header.version === undefined ? {} : { version: header.version }),
    async *read(signal) {
      let samples = 0;
      for await (const part of splitJson(file.stream(), [SAMPLES], { drop: UNREAD_PARTS })) {
        signal?.throwIfAborted();
        if (part.kind === 'problem') {
          yield part;
          continue;
        }
        const { bytes, line, byteOffset, byteLength } = part;
        samples += 1;
        try {
          const source: Source = { path: file.path, format: 'inspect', line, byteOffset, byteLength };
          yield { kind: 'example', example: toExample(rowOf(bytes), header, source) };
        } catch (error) {
          yield { kind: 'problem', problem: { line, message: `sample ${samples}: ${messageOf(error)}` } };
        }
      }
      for (const message of headerNotes(header, samples)) yield { kind: 'note', message };
    },
    async load(source) {
      const { byteOffset, byteLength } = source;
      if (byteOffset === undefined || byteLength === undefined) throw changed(file, source);
      // The sample streams by once more, for its events may be a hundred times its texts.
      const bytes = file.stream(byteOffset, byteOffset + byteLength);
      for await (const part of splitJson(bytes, [''], { drop: UNREAD_PARTS })) {
        if (part.kind === 'value') return toExample(loaded(part.bytes, file, source), header, source);
      }
      throw changed(file, source);
    },
    async close() {},
  };
}

/** The keys before the first sample; Inspect writes all that we need there. */
async function readHeader(file: FileAccess): Promise<Row> {
  const log: Row = {};
  const wanted = ['status', 'eval', 'results.scores', 'results.scorer', SAMPLES];
  for await (const part of splitJson(file.stream(), wanted, { drop: UNREAD_PARTS })) {
    if (part.kind === 'problem' || part.path === SAMPLES) break;
    try {
      const value = parseJson(part.bytes);
      const [section, key] = part.path.split('.');
      if (section === 'results' && key !== undefined) log.results = { [key]: value };
      else log[part.path] = value;
    } catch {
      // `read` reports the place; a header with a hole in it still names what it can.
    }
  }
  return log;
}

function loaded(bytes: Uint8Array, file: FileAccess, source: Source): Row {
  try {
    return rowOf(bytes);
  } catch {
    throw changed(file, source);
  }
}

export function rowOf(bytes: Uint8Array): Row {
  const row = parseJson(bytes);
  if (!isRow(row)) throw new Error('this is no JSON object');
  return row;
}
