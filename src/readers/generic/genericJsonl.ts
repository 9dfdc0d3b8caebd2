import type { RawExample, Source } from '../../model/example';
import { readHead } from '../head';
import { outline } from '../json/outline';
import { parseJson } from '../json/parseJson';
import { JsonSplitter, splitJson } from '../json/splitter';
import { loadJsonRow } from '../jsonLines';
import { type LineRecords, readRecords } from '../lineRecords';
import type { FileAccess, FileHead, OpenChoices, OpenEvaluation, Reader, Reading } from '../reader';
import { isRow, messageOf, type Row, stem } from '../values';
import { genericExample, isNamedByLine, requireFields } from './genericExample';
import { describeMapping, type FieldMapping, fieldNames, guessMapping } from './mapping';

const ELEMENTS = '[*]';

/** JSON objects with field names that we know: one a line, or all of them in one array. */
export const genericJsonl: Reader = {
  id: 'generic-jsonl',
  name: 'JSON Lines',
  choice: 'fields',
  detect: (head) => mappingOf(head) !== null,
  async open(file: FileAccess, choices?: OpenChoices): Promise<OpenEvaluation> {
    const head = await readHead(file);
    const mapping = choices?.mapping ?? mappingOf(head);
    if (mapping === null) throw new Error(`${file.path}: no field of the rows holds an output and a verdict`);
    const name = stem(file.name);
    const toExample = (row: Row, source: Source): RawExample => {
      if (choices?.mapping) requireFields(row, mapping);
      return genericExample(row, mapping, name, source);
    };
    const opening = describeMapping(mapping, choices?.mapping ? 'user' : 'guess');
    const load: OpenEvaluation['load'] = async (source) => toExample(await loadJsonRow(file, source), source);
    const close = async () => {};
    if (isArray(head)) {
      return {
        async *read(signal) {
          yield { kind: 'note', message: opening };
          yield* readElements(file, toExample, signal);
        },
        load,
        close,
      };
    }
    const records: LineRecords<RawExample> = {
      kind: 'lines',
      format: 'generic-jsonl',
      opening,
      namedByLine: isNamedByLine,
      example: toExample,
    };
    return { pieces: records, read: (signal) => readRecords(file, records, signal), load, close };
  },
};

type ToExample = (row: Row, source: Source) => RawExample;

async function* readElements(file: FileAccess, toExample: ToExample, signal?: AbortSignal): AsyncGenerator<Reading> {
  for await (const part of splitJson(file.stream(), [ELEMENTS])) {
    signal?.throwIfAborted();
    if (part.kind === 'problem') {
      yield part;
      continue;
    }
    const { bytes, line, byteOffset, byteLength } = part;
    try {
      const row = parseJson(bytes);
      if (!isRow(row)) throw new Error('the element is not a JSON object');
      const source: Source = { path: file.path, format: 'generic-jsonl', line, byteOffset, byteLength };
      yield { kind: 'example', example: toExample(row, source) };
    } catch (error) {
      yield { kind: 'problem', problem: { line, message: messageOf(error) } };
    }
  }
}

function isArray(head: FileHead): boolean {
  return head.text.trimStart().startsWith('[');
}

/** The rows that the beginning of a file holds whole; null when it is no JSON of rows. */
export function rowsIn(head: FileHead): Row[] | null {
  return isArray(head) ? elementRows(head) : lineRows(head);
}

function mappingOf(head: FileHead): FieldMapping | null {
  const rows = rowsIn(head);
  if (rows === null) return null;
  if (rows.length > 0) return guessMapping(fieldNames(rows), rows);
  // Not even the first row fits into the head: its names have to do.
  return guessMapping([...outline(head.text, 1)].map((path) => path.replace(/^\[\]\./, '')));
}

/** The whole rows of the head; null when the file is no JSON Lines, empty when its first line goes on beyond the head. */
function lineRows({ text, head, size }: FileHead): Row[] | null {
  if (!text.trimStart().startsWith('{')) return null;
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  if (head.length >= size && last.trim() !== '') lines.push(last);
  if (lines.length === 0) return [];
  const parsed = lines.filter((line) => line.trim() !== '').map(tryRow);
  const rows = parsed.filter((row) => row !== null);
  // A file that begins with a broken line may still be ours; one document over many lines is not.
  return rows.length > 0 && rows.length * 2 >= parsed.length ? rows : null;
}

function elementRows({ text }: FileHead): Row[] | null {
  const rows: Row[] = [];
  const splitter = new JsonSplitter([ELEMENTS]);
  for (const part of splitter.push(Buffer.from(text))) {
    if (part.kind === 'problem') break;
    const row = tryRow(part.bytes);
    if (row === null) return null;
    rows.push(row);
  }
  return rows;
}

function tryRow(source: string | Uint8Array): Row | null {
  try {
    const row = parseJson(source);
    return isRow(row) ? row : null;
  } catch {
    return null;
  }
}
