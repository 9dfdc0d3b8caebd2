import type { RawExample } from '../../src/model/example';
import { CsvParser } from '../../src/readers/csv/parser';
import { tableHead } from '../../src/readers/csv/table';
import { EvaluationFile } from '../../src/readers/evaluationFile';
import { surveyFile } from '../../src/readers/survey';
import { memoryFolder } from '../support/memoryFile';

/** A file of a folder, as readers find it. */
export interface Input {
  folder: string;
  name: string;
  files: Readonly<Record<string, Buffer>>;
}

/** In the words of a bug of ours. */
const BUG = /undefined|Cannot |not a function|not iterable|\bnull\b|Maximum call stack|Invalid (array|string) length/;
/** Seconds of processor time: what is waited for on a busy machine is no hang of ours. */
export const HANG_SECONDS = 2;
/** So many examples are read again alone. */
const LOADED = 3;

/** What is wrong with how an input is read; null when nothing is. */
export async function check({ folder, name, files }: Input, chunkBytes: number): Promise<string | null> {
  const open = memoryFolder(files, { folder, chunkBytes });
  const started = process.cpuUsage();
  try {
    const survey = await surveyFile(open(name));
    // A model may bear any name, and a problem says whose it is.
    const said = (message: string) =>
      message.slice((survey?.models ?? []).find((model) => message.startsWith(`${model}: `))?.length ?? 0);
    const bug = survey?.problems.find(({ message }) => BUG.test(said(message)));
    if (bug) return `a problem in the words of a bug: ${bug.message}`;
    const wrong = await readAlone(open, name);
    if (wrong !== null) return wrong;
  } catch (error) {
    return `thrown: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
  const { user, system } = process.cpuUsage(started);
  const seconds = (user + system) / 1e6;
  return seconds > HANG_SECONDS ? `it took ${seconds.toFixed(1)} s` : null;
}

async function readAlone(open: ReturnType<typeof memoryFolder>, name: string): Promise<string | null> {
  const evaluation = await EvaluationFile.detect(open(name));
  if (!evaluation) return null;
  const examples: RawExample[] = [];
  const problemLines: number[] = [];
  const notes: string[] = [];
  try {
    for await (const reading of evaluation.read()) {
      if (reading.kind === 'example') examples.push(reading.example);
      else if (reading.kind === 'note') notes.push(reading.message);
      else problemLines.push(reading.problem.line ?? 0);
    }
    for (const example of examples.slice(0, LOADED)) {
      const again = await evaluation.raw(example.source);
      if (JSON.stringify(again) !== JSON.stringify(example)) return `${example.id} loads as another example`;
    }
  } catch {
    // A header that can't be read is a problem of the survey's, which has been looked at.
    return null;
  } finally {
    await evaluation.close();
  }
  if (/\.gz$/.test(name)) return null;
  return account(evaluation, examples, problemLines, notes);
}

/** Examples and problems make up all rows, where rows can be counted in another way than the reader's. */
async function account(
  { format, file }: EvaluationFile,
  examples: readonly RawExample[],
  problemLines: readonly number[],
  notes: readonly string[],
): Promise<string | null> {
  const bytes = Buffer.from(await file.bytes(0, file.size));
  if (format === 'errormap-csv' || format === 'generic-csv') {
    const { delimiter = ',' } = tableHead(bytes.toString().replace(/^\ufeff/, ''), true) ?? {};
    const parser = new CsvParser(delimiter);
    const records = [...parser.push(bytes), ...parser.end()];
    const width = records[0]?.cells.length ?? 0;
    const isRow = ({ cells }: { cells: readonly string[] }) => width < 2 || cells.length > 1 || cells[0]?.trim() !== '';
    const rows = records.slice(1).filter(isRow).length;
    return examples.length === rows ? null : `${rows} rows, but ${examples.length} examples`;
  }
  const ofLines =
    (format === 'lm-eval' && !/^\ufeff?\s*\[/.test(bytes.toString())) ||
    (format === 'generic-jsonl' && /^\ufeff?\s*\{/.test(bytes.toString()));
  if (!ofLines) return null;
  const expected = nonEmptyLines(bytes);
  const seen = new Set([...examples.map(({ source }) => source.line ?? 0), ...problemLines]);
  const skipped = [...notes.join(' ').matchAll(/(\d+) lines of filter/g)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
  if (expected === seen.size + skipped) return null;
  return `${expected} lines, but ${examples.length} examples, ${problemLines.length} problems and ${skipped} left out`;
}

function nonEmptyLines(bytes: Buffer): number {
  const text = bytes.toString('latin1').replace(/^\xef\xbb\xbf/, '');
  return text.split('\n').filter((line) => /[^ \t\r]/.test(line)).length;
}
