import { Command } from 'commander';
import { type ErrormapRun, judgmentOf, ResultJoin } from '../errormap/importedJudgments';
import type { Judgment } from '../model/judgment';
import { openDiskFile } from '../readers/diskFile';
import { readErrormapResults } from '../readers/errormapResults';
import type { FileAccess } from '../readers/reader';
import { EXIT, InputError } from './exit';
import { counted, note, print, printJson } from './output';
import { plain } from './plain';
import { DEFAULT_STORE, openStore } from './store';
import { readEvaluations } from './workspace';

interface Options {
  json?: boolean;
  store: string;
}

interface Imported {
  file: string;
  results: number;
  written: number;
  /** Were in the store already. */
  known: number;
  /** Speak of examples that are not in the evaluation files. */
  unmatched: number;
  problems: number;
}

/** `import`: what ErrorMap's reference code found, as judgments beside those of other judges. */
export function importCommand(): Command {
  return new Command('import')
    .description(
      "Take over the results of ErrorMap's reference code (its results CSV or its tree as JSON) as judgments.",
    )
    .argument('<results>', 'the CSV or JSON file in the output folder of ErrorMap')
    .argument('<path...>', 'the evaluation files that were judged, and folders of them')
    .option('--json', 'print one JSON document')
    .option('--store <folder>', 'where judgments are kept', DEFAULT_STORE)
    .addHelpText(
      'after',
      `
Examples:
  error-atlas import output/exp_name=construct_taxonomy_recursively__exp_id=1.csv data/
  error-atlas import output/tree.json data/ --json
  error-atlas atlas data/        shows them, and so does the editor`,
    )
    .action(run);
}

async function run(results: string, paths: string[], options: Options): Promise<void> {
  const file = await openDiskFile(results).catch((error: unknown) => {
    throw new InputError(plain(error instanceof Error ? error.message : String(error)));
  });
  const { entries, files } = await readEvaluations(paths);
  await files.close();
  const store = await openStore(options.store);
  const join = new ResultJoin(entries);
  const counts: Imported = { file: results, results: 0, written: 0, known: 0, unmatched: 0, problems: 0 };
  const judgments = new Map<string, Judgment>();
  const source = runOf(file);
  try {
    for await (const reading of readErrormapResults(file)) {
      if (reading.kind === 'problem') {
        counts.problems += 1;
        const place = reading.line === undefined ? '' : `:${reading.line}`;
        note(`${plain(results)}${place}: ${plain(reading.message)}`);
        continue;
      }
      counts.results += 1;
      const found = join.find(reading.result);
      const judgment = found && judgmentOf(reading.result, found, source);
      if (!judgment) counts.unmatched += 1;
      else if (judgments.has(judgment.key) || store.find(judgment.key, judgment.judge)) counts.known += 1;
      else judgments.set(judgment.key, judgment);
    }
  } catch (error) {
    throw new InputError(plain(error instanceof Error ? error.message : String(error)));
  }
  await store.append([...judgments.values()]);
  counts.written = judgments.size;
  if (counts.problems > 0 || (counts.unmatched > 0 && counts.written + counts.known === 0)) {
    process.exitCode = EXIT.partial;
  }
  if (options.json) printJson(counts);
  else print(describe(counts));
}

/** The experiment's id is in the name, and the file says nothing else of itself. */
function runOf({ name, mtime }: FileAccess): ErrormapRun {
  const experiment = /exp_id=(.+?)\.(?:csv|json)$/i.exec(name)?.[1] ?? name.replace(/\.[^.]*$/, '');
  return { experiment, writtenAt: new Date(mtime).toISOString() };
}

function describe({ results, written, known, unmatched }: Imported): string {
  const parts = [`${counted(results, 'result')} read, ${counted(written, 'judgment')} written`];
  if (known > 0) parts.push(`${known} known already`);
  if (unmatched > 0) parts.push(`${unmatched} of examples that are not in these files`);
  return `${parts.join(', ')}.`;
}
