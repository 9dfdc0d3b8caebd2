import { relative, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { Command, InvalidArgumentError } from 'commander';
import { compare, type Side } from '../atlas/compare/compare';
import { ALL_FAILURES, exceeded, type Limit, parseLimit } from '../atlas/compare/limits';
import { comparisonMarkdown } from '../atlas/exports/comparison';
import { writeWhole } from '../atlas/exports/writeWhole';
import type { Comparison } from '../model/comparison';
import { distinctExamples } from '../model/distinct';
import { messageOf } from '../model/messageOf';
import type { Taxonomy } from '../model/taxonomy';
import { printComparison, printExceeded } from './compareReport';
import { EXIT, InputError } from './exit';
import { printJson } from './output';
import { DEFAULT_STORE, openStore } from './store';
import { loadTaxonomy } from './taxonomy';
import { type Evaluations, readEvaluations } from './workspace';

interface Options {
  a: string[];
  b: string[];
  aModel?: string;
  bModel?: string;
  failOn: Limit[];
  json?: boolean;
  markdown?: string;
  store: string;
  taxonomy: string;
}

/** `compare`: what fails more and what fails less on one side than on the other. */
export function compareCommand(): Command {
  return new Command('compare')
    .description('Compare two runs or models: per category, example by example where both answered the same.')
    .requiredOption('--a <path...>', 'files and folders of the first side: what was')
    .requiredOption('--b <path...>', 'files and folders of the second side: what is now')
    .option('--a-model <name>', 'only this model of the first side')
    .option('--b-model <name>', 'only this model of the second side')
    .option('--fail-on <limit>', 'exit with 1 when it is exceeded: "Computation Error>+5pp", "failing>20%"', limits, [])
    .option('--json', 'print one JSON document')
    .option('--markdown <file>', 'also write a report for a pull request or a wiki')
    .option('--store <folder>', 'where judgments are kept', DEFAULT_STORE)
    .option('--taxonomy <id-or-file>', 'the taxonomy of the categories', 'erroratlas')
    .addHelpText(
      'after',
      `
Examples:
  error-atlas compare --a runs/monday --b runs/tuesday
  error-atlas compare --a runs --b runs --a-model small --b-model large --fail-on "failing>+2pp" --json`,
    )
    .action(async (options: Options) => {
      const taxonomy = await loadTaxonomy(options.taxonomy, options.store);
      // Read together, so that a threshold that hangs on the mean score is the same for both.
      const evaluations = await readEvaluations([...new Set([...options.a, ...options.b])]);
      const a = sideOf(evaluations, 'a', options.a, options.aModel);
      const b = sideOf(evaluations, 'b', options.b, options.bModel);
      const store = await openStore(options.store);
      const comparison = compare(a, b, (key) => store.label(key));
      checkNames(options.failOn, comparison, taxonomy);
      const tooMuch = exceeded(comparison, options.failOn);
      if (options.markdown !== undefined) await writeMarkdown(options.markdown, comparison);
      if (options.json) {
        const failed = tooMuch.map(({ limit, value }) => ({ limit: limit.text, value }));
        printJson({ ...comparison, ...(options.failOn.length > 0 && { exceeded: failed }) });
      } else printComparison(comparison);
      printExceeded(tooMuch);
      if (tooMuch.length > 0) process.exitCode = EXIT.partial;
    });
}

/** Throws `InputError` where the file can't be written. */
async function writeMarkdown(path: string, comparison: Comparison): Promise<void> {
  try {
    await writeWhole(path, Readable.from([comparisonMarkdown(comparison)]));
  } catch (error) {
    throw new InputError(`--markdown: ${path} can't be written: ${messageOf(error)}`);
  }
}

/** The examples under the paths, of one model if it is named. Throws `InputError` where there are none. */
function sideOf({ surveys }: Evaluations, option: 'a' | 'b', paths: readonly string[], model?: string): Side {
  const files = surveys.filter((survey) => paths.some((path) => isWithin(survey.path, path)));
  const { entries } = distinctExamples(
    files.map((survey) => survey.entries.filter((entry) => model === undefined || entry.model === model)),
  );
  if (entries.length === 0) {
    const models = [...new Set(files.flatMap((survey) => survey.entries.map((entry) => entry.model)))];
    const known = models.length > 0 ? ` Models there: ${models.sort().join(', ')}.` : '';
    throw new InputError(`--${option}: no examples${model === undefined ? '' : ` of the model "${model}"`}.${known}`);
  }
  return { name: model ?? paths.join(', '), entries };
}

function isWithin(file: string, path: string): boolean {
  const way = relative(resolve(path), resolve(file));
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && resolve(way) !== way);
}

/** A misspelt name would never be exceeded, and nobody would notice. */
function checkNames(wanted: readonly Limit[], comparison: Comparison, taxonomy: Taxonomy): void {
  const names = [ALL_FAILURES, ...[...taxonomy.categories, ...comparison.categories].map(({ name }) => name)];
  const known = new Set(names.map((name) => name.toLowerCase()));
  for (const { of, text } of wanted) {
    if (!known.has(of.toLowerCase())) {
      throw new InputError(
        `--fail-on "${text}": no category is called "${of}". Known: ${[...new Set(names)].join(', ')}.`,
      );
    }
  }
}

function limits(text: string, before: Limit[]): Limit[] {
  try {
    return [...before, parseLimit(text)];
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}
