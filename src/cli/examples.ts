import { Command } from 'commander';
import type { ExampleEntry } from '../model/entry';
import { type Example, outcomeOf } from '../model/example';
import type { Correction, Judgment } from '../model/judgment';
import type { EvaluationFiles } from '../readers/evaluationFiles';
import type { JudgmentStore } from '../store/judgmentStore';
import { EXIT } from './exit';
import { wholeNumber } from './options';
import { note, pageWidth, print, printJsonList } from './output';
import { plain } from './plain';
import { mapOption, metricOption, type ReadingOptions } from './readingOptions';
import { DEFAULT_STORE, openStore } from './store';
import { shorten } from './table';
import { readEvaluations } from './workspace';

interface Options extends ReadingOptions {
  json?: boolean;
  failing?: boolean;
  limit?: number;
  judgments?: boolean;
  store: string;
}

/** With what has been said of it, where that was asked for. */
interface Told extends Example {
  judgment?: Judgment | null;
  correction?: Correction | null;
}

/** `examples`: the examples themselves, as every surface sees them. */
export function examplesCommand(): Command {
  return new Command('examples')
    .description('Print examples: whole with --json, a few lines each without.')
    .argument('<path...>', 'files and folders')
    .option('--json', 'print one JSON document')
    .option('--failing', 'failing examples only')
    .option('--limit <number>', 'at most this many', wholeNumber)
    .option('--judgments', 'with what judges and people have said of them')
    .option('--store <folder>', 'where judgments are kept', DEFAULT_STORE)
    .addOption(mapOption())
    .addOption(metricOption())
    .addHelpText(
      'after',
      `
Examples:
  error-atlas examples runs/ --failing --limit 5
  error-atlas examples runs/log.eval --json > examples.json
  error-atlas examples runs/ --failing --judgments --json`,
    )
    .action(async (paths: string[], { json, failing, limit, judgments, store: folder, ...reading }: Options) => {
      const { surveys, files } = await readEvaluations(paths, undefined, reading);
      const store = judgments ? await openStore(folder) : undefined;
      const entries = surveys
        .flatMap((survey) => survey.entries)
        .filter((entry) => !failing || outcomeOf(entry) === 'failing')
        .slice(0, limit);
      try {
        if (json) await printJsonList('examples', loaded(entries, files, store));
        else for await (const example of loaded(entries, files, store)) printExample(example);
      } finally {
        await files.close();
      }
    });
}

/** One after the other; an example that can't be read again is told, left out, and makes the run partial. */
async function* loaded(
  entries: readonly ExampleEntry[],
  files: EvaluationFiles,
  store: JudgmentStore | undefined,
): AsyncGenerator<Told> {
  for (const entry of entries) {
    try {
      const example = await files.load(entry);
      yield store ? { ...example, ...(await told(entry.key, store)) } : example;
    } catch (error) {
      note(plain(error instanceof Error ? error.message : String(error)));
      process.exitCode = EXIT.partial;
    }
  }
}

async function told(key: string, store: JudgmentStore): Promise<Pick<Told, 'judgment' | 'correction'>> {
  const label = store.label(key);
  return {
    judgment: label?.judgment ? await store.details(label.judgment) : null,
    correction: label?.correction ?? null,
  };
}

function printExample(example: Told): void {
  const { source, dataset, id, model, judgment, correction } = example;
  const place = plain(source.path) + (source.line === undefined ? '' : `:${source.line}`);
  print(`${place}  ${outcomeOf(example)}`);
  print(`  ${plain(`${dataset} · ${id} · ${model}`)}`);
  printText('input', example.messages?.findLast(({ role }) => role === 'user')?.content ?? example.input);
  printText('reference', example.references[0]);
  printText('output', example.output);
  printText('error', example.error);
  if (judgment) printJudgment(judgment);
  if (correction) printText('person', [correction.category, correction.note].filter(Boolean).join(': '));
  print('');
}

function printJudgment({ status, category, title, summary, error, ...flags }: Judgment): void {
  printText('judgment', status === 'judged' ? `${category}: ${title}` : status);
  printText('', error ?? summary);
  printText('noise?', flags.suspectedLabelNoise);
  printText('injected?', flags.suspectedInjection);
}

/** One line of a text: its beginning and its end, where answers stand. */
function printText(name: string, text = ''): void {
  if (text.trim() === '') return;
  const label = `  ${name.padEnd(9)}  `;
  const line = plain(text.trim().replace(/\s+/g, ' '));
  print(label + shorten(line, Math.max(1, pageWidth() - label.length)));
}
