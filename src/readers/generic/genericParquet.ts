import type { Source } from '../../model/example';
import { changed } from '../jsonLines';
import type { ParquetFile, RowGroup } from '../parquet/parquet';
import type { FileAccess, OpenChoices, OpenEvaluation, Reader, Reading } from '../reader';
import { messageOf, type Row, stem } from '../values';
import { genericExample, requireFields } from './genericExample';
import { describeMapping, fieldNames, guessMapping } from './mapping';

const ROW = /^row (\d+)$/;
const SAMPLE_ROWS = 20;

/** Parquet tables whose columns have names that we know. Places are numbers of rows, for there are no lines. */
export const genericParquet: Reader = {
  id: 'generic-parquet',
  name: 'Parquet',
  choice: 'fields',
  detect: ({ columns }) => columns !== undefined && guessMapping(columns) !== null,
  async open(file: FileAccess, choices?: OpenChoices): Promise<OpenEvaluation> {
    const parquet = await openAll(file);
    const mapping = choices?.mapping ?? guessOf(await firstRows(parquet, SAMPLE_ROWS));
    if (!mapping) {
      throw new Error('no column holds an output and a verdict: "Map Fields…" says which columns are to be read');
    }
    const name = stem(file.name);
    const toExample = (row: Row, source: Source) => {
      if (choices?.mapping) requireFields(row, mapping);
      return genericExample(row, mapping, name, source);
    };
    const reading = (row: Row, number: number): Reading => {
      const entry = `row ${number}`;
      try {
        const example = toExample(row, { path: file.path, format: 'generic-parquet', entry });
        return { kind: 'example', example };
      } catch (error) {
        return { kind: 'problem', problem: { message: `${entry}: ${messageOf(error)}` } };
      }
    };
    return {
      async *read(signal) {
        yield { kind: 'note', message: describeMapping(mapping, choices?.mapping ? 'user' : 'guess') };
        for (const group of parquet.groups) {
          signal?.throwIfAborted();
          yield* groupReadings(parquet, group, reading);
        }
      },
      async load(source) {
        const row = Number(ROW.exec(source.entry ?? '')?.[1] ?? 0) - 1;
        const group = parquet.groups.find(({ start, rows }) => row >= start && row < start + rows);
        const [found] = group && group.problem === undefined ? await parquet.read(group, row, row + 1) : [];
        if (!found) throw changed(file, source);
        return toExample(found, source);
      },
      async close() {},
    };
  },
};

/** The first rows of a Parquet file, for guessing and for showing what its columns hold. */
export async function firstParquetRows(file: FileAccess, count: number): Promise<Row[]> {
  return firstRows(await openAll(file), count);
}

async function openAll(file: FileAccess): Promise<ParquetFile> {
  // The library is large and most workspaces have no such file.
  const { openParquet } = await import('../parquet/parquet');
  return openParquet(file, () => true);
}

function guessOf(rows: readonly Row[]) {
  return guessMapping(fieldNames(rows), rows);
}

async function firstRows(parquet: ParquetFile, count: number): Promise<Row[]> {
  const group = parquet.groups.find(({ problem, rows }) => problem === undefined && rows > 0);
  return group ? parquet.read(group, group.start, group.start + Math.min(count, group.rows)) : [];
}

async function* groupReadings(
  parquet: ParquetFile,
  group: RowGroup,
  reading: (row: Row, number: number) => Reading,
): AsyncGenerator<Reading> {
  let rows: Row[];
  try {
    if (group.problem !== undefined) throw new Error(group.problem);
    rows = await parquet.read(group);
  } catch (error) {
    const place = `rows ${group.start + 1} to ${group.start + group.rows}`;
    yield { kind: 'problem', problem: { message: `${place}: ${messageOf(error)}` } };
    return;
  }
  for (const [n, row] of rows.entries()) yield reading(row, group.start + n + 1);
}
