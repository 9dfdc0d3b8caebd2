import { Command, Option } from 'commander';
import { type ClassifyReport, classify } from '../judge/classify';
import { CorrectPredictionIndex } from '../judge/correctPredictions';
import type { CorrectPrediction } from '../judge/judge';
import { type Sampling, sampleFailures } from '../judge/sample';
import type { ExampleEntry } from '../model/entry';
import { printEstimate, printReport, progressText } from './classifyReport';
import { dryRun } from './dryRun';
import { EXIT } from './exit';
import { interrupted } from './interrupt';
import { createJudge, type JudgeOptions } from './judges';
import { atLeastOne, positiveNumber, price, ratio, wholeNumber } from './options';
import { note, printJson } from './output';
import { plain } from './plain';
import { ProgressLine, Rate } from './progress';
import { DEFAULT_STORE, openStore } from './store';
import { loadTaxonomy } from './taxonomy';
import { type Evaluations, readEvaluations } from './workspace';

export interface ClassifyOptions extends JudgeOptions, Sampling {
  json?: boolean;
  taxonomy: string;
  store: string;
  reclassify?: boolean;
}

/** `classify`: judge the failing examples and keep the judgments in the store. */
export function classifyCommand(): Command {
  return new Command('classify')
    .description('Name the error of every failing example.')
    .argument('<path...>', 'files and folders')
    .option('--json', 'print one JSON document')
    .addOption(new Option('--judge <kind>', 'who judges').choices(['offline', 'openai']).default('offline'))
    .option('--base-url <url>', 'OpenAI-compatible endpoint', 'https://api.openai.com/v1')
    .option('--model <name>', 'model that judges')
    .option('--api-key-env <name>', 'environment variable that holds the API key')
    .option('--taxonomy <id-or-file>', 'categories to choose from', 'erroratlas')
    .option('--concurrency <number>', 'examples judged at once', atLeastOne, 8)
    .option('--ratio <number>', "share of each model and dataset's failures", ratio)
    .option('--seed <number>', 'for --ratio and the choice of correct predictions', wholeNumber)
    .option('--limit <number>', 'at most this many', wholeNumber)
    .option('--store <folder>', 'where judgments are kept', DEFAULT_STORE)
    .option('--reclassify', 'judge again what this judge has judged before')
    .option('--budget-usd <amount>', 'stop before the call that would cost more in all', positiveNumber)
    .option('--price <in/out>', "US dollars per million tokens, for models that are not OpenAI's", price)
    .option('--dry-run', 'print calls, tokens and cost; call nothing')
    .addHelpText(
      'after',
      `
Examples:
  error-atlas classify runs/
  error-atlas classify runs/ --judge openai --model gpt-5-mini --api-key-env OPENAI_API_KEY --dry-run`,
    )
    .action(run);
}

async function run(paths: string[], options: ClassifyOptions): Promise<void> {
  const signal = interrupted();
  const taxonomy = await loadTaxonomy(options.taxonomy);
  const judge = await createJudge(options, taxonomy);
  const evaluations = await readEvaluations(paths, signal);
  const work = {
    failing: sampleFailures(evaluations.failing, options),
    judge,
    taxonomy,
    journal: await openStore(options.store),
    load: (entry: ExampleEntry) => evaluations.files.load(entry),
    ...(judge.identity.kind !== 'offline' && { correctPredictions: correctPredictions(evaluations, options.seed) }),
    reclassify: options.reclassify ?? false,
    ...(options.budgetUsd !== undefined && { budgetUsd: options.budgetUsd }),
    signal,
  };
  const line = new ProgressLine();
  const rate = new Rate();
  try {
    if (options.dryRun) {
      const estimate = await dryRun(work);
      if (options.json) printJson(estimate);
      else printEstimate(estimate);
      return;
    }
    const report = await classify({
      ...work,
      onProgress: (progress) => line.show(() => progressText(progress, rate.perSecond(progress.done))),
    }).finally(() => line.clear());
    if (options.json) printJson({ failing: work.failing.length, repeated: evaluations.repeated, ...report });
    else printReport(report, work.failing.length);
    tellFailures(report);
  } finally {
    await evaluations.files.close();
  }
}

/** What went wrong, on stderr with `--json` too: whoever reads a CI log looks there. */
function tellFailures({ errors, errorSamples, stopped, left }: ClassifyReport): void {
  for (const { id, message } of errorSamples) note(`${plain(id)}: ${plain(message)}`);
  if (errors > errorSamples.length) note(`and ${errors - errorSamples.length} more failed.`);
  if (stopped) note(`${plain(stopped.message)} ${left} of the failing examples left.`);
  if (errors > 0 || stopped) process.exitCode = EXIT.partial;
}

/** Other models' correct answers to the same example, read when they are wanted. */
function correctPredictions({ entries, files }: Evaluations, seed: number | undefined) {
  const index = new CorrectPredictionIndex(entries);
  return (entry: ExampleEntry): Promise<CorrectPrediction[]> =>
    Promise.all(
      index.pick(entry, undefined, seed).map(async (passing) => {
        const { model, output } = await files.load(passing);
        return { model, output };
      }),
    );
}
