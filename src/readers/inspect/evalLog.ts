import type { Source } from '../../model/example';
import { splitJson } from '../json/splitter';
import { changed } from '../jsonLines';
import type { MemberRecords } from '../pieces';
import type { FileAccess, OpenEvaluation } from '../reader';
import { messageOf, type Row, stem } from '../values';
import { openZip, type ZipArchive } from '../zip';
import { headerNotes, headerOf } from './header';
import { rowOf } from './jsonLog';
import { toExample, UNREAD_PARTS } from './sample';

const SAMPLE = /^samples\/.*\.json$/s;

/** A log in a zip: one entry a sample, in the order in which the samples were completed. */
export async function openEvalLog(file: FileAccess, metric?: string): Promise<OpenEvaluation> {
  const zip = await openZip(file);
  const headerName = ['header.json', '_journal/start.json'].find((name) => zip.has(name));
  if (headerName === undefined) {
    zip.close();
    throw new Error('the zip is no Inspect log: it has neither header.json nor _journal/start.json');
  }
  const header = headerOf(await readEntry(zip, headerName, []), stem(file.name), metric);
  const samples = zip.names.filter((name) => SAMPLE.test(name));
  const pieces: MemberRecords = {
    kind: 'members',
    count: samples.length,
    async *read(start, end, signal) {
      for (const entry of samples.slice(start, end)) {
        signal?.throwIfAborted();
        try {
          const source: Source = { path: file.path, format: 'inspect', entry };
          const sample = await readEntry(zip, entry, UNREAD_PARTS);
          yield { kind: 'example', example: toExample(sample, header, source) };
        } catch (error) {
          yield { kind: 'problem', problem: { message: `${entry}: ${messageOf(error)}` } };
        }
      }
    },
    closing: headerNotes(header, samples.length),
  };
  return {
    ...(header.version === undefined ? {} : { version: header.version }),
    pieces,
    async *read(signal) {
      yield* pieces.read(0, samples.length, signal);
      for (const message of pieces.closing) yield { kind: 'note', message };
    },
    async load(source) {
      if (source.entry === undefined || !zip.has(source.entry)) throw changed(file, source);
      return toExample(await readEntry(zip, source.entry, UNREAD_PARTS), header, source);
    },
    async close() {
      zip.close();
    },
  };
}

async function readEntry(zip: ZipArchive, name: string, drop: readonly string[]): Promise<Row> {
  for await (const part of splitJson(zip.stream(name), [''], { drop })) {
    if (part.kind === 'value') return rowOf(part.bytes);
    throw new Error(part.problem.message);
  }
  throw new Error('the entry is empty');
}
