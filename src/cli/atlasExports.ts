import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { version } from '../../package.json';
import { csvOf } from '../atlas/exports/csv';
import { ERRORMAP_FILES, errormapResults, errormapTree, placedFailures } from '../atlas/exports/errormap';
import { type Failure, failuresOf } from '../atlas/exports/failures';
import { htmlOf, type ReportPage } from '../atlas/exports/html';
import { markdownOf } from '../atlas/exports/markdown';
import { sarifOf, sarifUri } from '../atlas/exports/sarif';
import { writeWhole } from '../atlas/exports/writeWhole';
import type { Atlas } from '../model/atlas';
import type { ExampleEntry } from '../model/entry';
import type { Example } from '../model/example';
import { messageOf } from '../model/messageOf';
import type { Taxonomy } from '../model/taxonomy';
import type { JudgmentStore } from '../store/judgmentStore';
import { EXIT, InputError } from './exit';
import { note } from './output';
import { plain } from './plain';

/** The files that `atlas` was asked for. */
export interface ExportOptions {
  errormap?: string;
  csv?: string;
  html?: string;
  markdown?: string;
  sarif?: string;
}

interface Exported {
  paths: readonly string[];
  atlas: Atlas;
  failing: readonly ExampleEntry[];
  store: Pick<JudgmentStore, 'label' | 'details'>;
  taxonomy: Taxonomy;
  load: (entry: ExampleEntry) => Promise<Example>;
}

export function withExportOptions(command: Command): Command {
  return command
    .option('--html <file>', 'write a report for any browser, in one file that asks no network')
    .option('--csv <file>', 'write a row a failing example')
    .option('--markdown <file>', 'write a short report')
    .option('--sarif <file>', 'write a SARIF 2.1.0 log: a result at file and line for every failing example')
    .option('--errormap <folder>', "write the results CSV and tree JSON of the paper's reference code, for its viewer");
}

/** Writes what was asked for, and says so on stderr. Throws `InputError` for a file that can't be written. */
export async function writeExports(
  options: ExportOptions,
  { atlas, failing, store, taxonomy, paths, load }: Exported,
): Promise<void> {
  const failures = () => failuresOf(failing, store, tellUnreadable);
  if (options.html !== undefined) {
    const name = paths.join(', ');
    await write(options.html, htmlOf(failures(), { atlas, name, page: await reportPage(), createdAt: new Date() }));
  }
  if (options.csv !== undefined) await write(options.csv, csvOf(failures()));
  if (options.markdown !== undefined) await write(options.markdown, markdownOf(atlas, failures()));
  if (options.sarif !== undefined) {
    const pathOf = (path: string) => sarifUri(resolve(path), process.cwd());
    await write(options.sarif, sarifOf(failures(), { taxonomy, version, pathOf }));
  }
  if (options.errormap !== undefined) {
    const judgmentOf = async ({ key }: ExampleEntry) => {
      const header = store.label(key)?.judgment;
      return header && store.details(header);
    };
    const source = { placed: await placedFailures(failures()), taxonomy, load, judgmentOf };
    await mkdir(options.errormap, { recursive: true });
    await write(join(options.errormap, ERRORMAP_FILES.tree), errormapTree(source));
    await write(join(options.errormap, ERRORMAP_FILES.results), errormapResults(source));
    const left = failing.length - source.placed.length;
    if (left > 0) note(`${left} failing examples without a category are in neither file.`);
  }
}

export function asksForExport(options: ExportOptions): boolean {
  return [options.html, options.csv, options.markdown, options.sarif, options.errormap].some(
    (file) => file !== undefined,
  );
}

/** Lies beside the command line tool's bundle. */
async function reportPage(): Promise<ReportPage> {
  const read = (file: string) => readFile(join(__dirname, 'report', file), 'utf8');
  return { script: await read('page.js'), style: await read('page.css') };
}

function tellUnreadable({ source }: Failure['entry'], error: unknown): void {
  note(plain(`${source.path}: a judgment can't be read again and is left out: ${messageOf(error)}`));
  process.exitCode = EXIT.partial;
}

async function write(path: string, text: AsyncIterable<string>): Promise<void> {
  try {
    await writeWhole(path, text);
  } catch (error) {
    throw new InputError(plain(`${path} can't be written: ${messageOf(error)}`));
  }
  note(`Wrote ${plain(path)}`);
}
