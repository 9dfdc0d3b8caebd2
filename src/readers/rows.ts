import type { FormatId, RawExample, Source } from '../model/example';
import { readElements } from './json/elements';
import { parseJson } from './json/parseJson';
import { changed, loadJsonRow, readJsonLines } from './jsonLines';
import type { FileAccess, OpenEvaluation } from './reader';
import { messageOf } from './values';

/** What a tool's rows are, wherever they stand: one a line, or the elements of arrays. */
export interface RowShape {
  format: FormatId;
  /** Throws, with a message for people, when the value is no row of the tool. */
  toExample(value: unknown, source: Source): RawExample;
}

type Examples = Pick<OpenEvaluation, 'read' | 'load' | 'close'>;

/** One example for each element of the arrays at the paths (`testCases[*]`), in the order of the file. */
export function elementExamples(file: FileAccess, paths: readonly string[], shape: RowShape): Examples {
  return {
    async *read(signal) {
      for await (const item of readElements(file, paths, {}, signal)) {
        if (item.kind === 'problem') yield item;
        else yield reading(file, shape, item.value, item.place);
      }
    },
    async load(source) {
      const { byteOffset, byteLength } = source;
      if (byteOffset === undefined || byteLength === undefined) throw changed(file, source);
      try {
        return shape.toExample(parseJson(await file.bytes(byteOffset, byteLength)), source);
      } catch {
        throw changed(file, source);
      }
    },
    async close() {},
  };
}

/** One example for each line of a JSON Lines file. */
export function lineExamples(file: FileAccess, shape: RowShape): Examples {
  return {
    async *read(signal) {
      for await (const item of readJsonLines(file, signal)) {
        if (item.kind === 'problem') yield item;
        else yield reading(file, shape, item.row, item.place);
      }
    },
    async load(source) {
      return shape.toExample(await loadJsonRow(file, source), source);
    },
    async close() {},
  };
}

/** The values at some paths of a document, in one walk over it that ends when all are found. Never throws. */
export async function readFacts(file: FileAccess, paths: readonly string[]): Promise<Map<string, unknown>> {
  const facts = new Map<string, unknown>();
  // What is broken is reported by whoever reads the rows.
  for await (const item of readElements(file, paths)) {
    if (item.kind === 'problem') break;
    facts.set(item.path, item.value);
    if (facts.size === paths.length) break;
  }
  return facts;
}

function reading(file: FileAccess, shape: RowShape, value: unknown, place: Required<Pick<Source, 'line'>>) {
  try {
    const source: Source = { path: file.path, format: shape.format, ...place };
    return { kind: 'example', example: shape.toExample(value, source) } as const;
  } catch (error) {
    return { kind: 'problem', problem: { line: place.line, message: messageOf(error) } } as const;
  }
}
