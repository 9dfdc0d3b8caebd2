import type { Source } from '../../model/example';
import { readRecords, recordOf } from '../csv/records';
import { tableHead } from '../csv/table';
import { readHead } from '../head';
import { changed } from '../jsonLines';
import type { FileAccess, FileHead, OpenEvaluation, Reading } from '../reader';
import { messageOf, stem } from '../values';
import { type PromptfooTable, promptfooTable, tableExample } from './table';

/** `-o x.csv`, and the table that promptfoo's viewer exports. */
export function csvTable(head: FileHead): PromptfooTable | null {
  const table = tableHead(head.text, head.head.length >= head.size);
  return table?.delimiter === ',' ? promptfooTable(table.columns) : null;
}

/** A row is a test: as many examples as it has column groups, told apart by `part`. */
export async function openCsv(file: FileAccess): Promise<OpenEvaluation> {
  const table = csvTable(await readHead(file));
  if (table === null) throw new Error(`${file.path}: the columns are not those of promptfoo`);
  const dataset = stem(file.name);
  const readPart = (cells: readonly string[], part: number, source: Source): Reading | null => {
    const group = table.groups[part];
    if (!group) return null;
    try {
      const example = tableExample(cells, table, group, dataset, source);
      return example && { kind: 'example', example };
    } catch (error) {
      const line = source.line === undefined ? {} : { line: source.line };
      return { kind: 'problem', problem: { ...line, message: `${group.model}: ${messageOf(error)}` } };
    }
  };
  return {
    async *read(signal) {
      let width: number | undefined;
      for await (const item of readRecords(file.stream(), ',')) {
        signal?.throwIfAborted();
        if (item.kind === 'problem') {
          yield item;
          continue;
        }
        const { cells, line, byteOffset, byteLength } = item;
        if (width === undefined) {
          width = cells.length;
          continue;
        }
        if (cells.length !== width) {
          const message = `the record has ${cells.length} cells, the header ${width}`;
          yield { kind: 'problem', problem: { line, message } };
        }
        for (const part of table.groups.keys()) {
          const source: Source = { path: file.path, format: 'promptfoo', line, byteOffset, byteLength, part };
          const reading = readPart(cells, part, source);
          if (reading !== null) yield reading;
        }
      }
    },
    async load(source) {
      const { byteOffset, byteLength, part = 0 } = source;
      if (byteOffset === undefined || byteLength === undefined) throw changed(file, source);
      const cells = recordOf(await file.bytes(byteOffset, byteLength), ',');
      const reading = cells && readPart(cells, part, source);
      if (reading?.kind !== 'example') throw changed(file, source);
      return reading.example;
    },
    async close() {},
  };
}
