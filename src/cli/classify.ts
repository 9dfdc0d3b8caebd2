import { Command, Option } from 'commander';
import { type ClassifyReport, classify } from '../judge/classify';
import { CorrectPredictionIndex, MAX_CORRECT_PREDICTIONS } from '../judge/correctPredictions';
import { dryRun } from '../judge/dryRun';
import { Exemplars } from '../judge/exemplars';
import type { CorrectPrediction } from '../judge/judge';
import { OtherAnswers } from '../judge/offline/otherAnswers';
import { PRICES_DATE } from '../judge/openai/price';
import { type Sampling, sampleFailures } from '../judge/sample';
import type { ExampleEntry } from '../model/entry';
import type { Example } from '../model/example';
import { printEstimate, printReport, progressText } from './classifyReport';
import { EXIT } from './exit';
import { interrupted } from './interrupt';
import { createJudge, DEFAULT_BASE_URL, type JudgeOptions } from './judges';
import { atLeastOne, positiveNumber, price, ratio, upToEight, upToThree, wholeNumber } from './options';
import { counted, note, printJson } from './output';
import { plain } from './plain';
import { ProgressLine, Rate } from './progress';
import { mapOption, metricOption, type ReadingOptions } from './readingOptions';
import { withSendingOptions } from './sendingOptions';
import { DEFAULT_STORE, openStore } from './store';
import { loadTaxonomy } from './taxonomy';
import { type Evaluations, readEvaluations } from './workspace';

export interface ClassifyOptions extends JudgeOptions, Sampling, ReadingOptions {
  json?: boolean;
  taxonomy: string;
  store: string;
  reclassify?: boolean;
  correctPredictions: number;
  exemplars: number;
  /** Seconds. */
  timeLimit?: number;
}

/** `classify`: judge the failing examples and keep the judgments in the store. */
export function classifyCommand(): Command {
  return withSendingOptions(new Command('classify'))
    .description('Name the error of every failing example.')
    .argument('<path...>', 'files and folders')
    .option('--json', 'print one JSON document')
    .addOption(new Option('--judge <kind>', 'who judges').choices(['offline', 'openai']).default('offline'))
    .option('--base-url <url>', 'OpenAI-compatible endpoint', DEFAULT_BASE_URL)
    .option('--model <name>', 'model that judges')
    .option('--api-key-env <name>', 'environment variable that holds the API key')
    .option('--taxonomy <id-or-file>', 'categories to choose from', 'erroratlas')
    .option('--concurrency <number>', 'examples judged at once', atLeastOne, 8)
    .option('--ratio <number>', "share of each model and dataset's failures", ratio)
    .option('--seed <number>', 'for --ratio and the choice of correct predictions', wholeNumber)
    .option('--limit <number>', 'at most this many', wholeNumber)
    .option(
      '--correct-predictions <number>',
      'right answers of other models sent with each example; 0: none',
      upToThree,
      MAX_CORRECT_PREDICTIONS,
    )
    .option('--exemplars <number>', "people's corrections that a model sees with each example; 0: none", upToEight, 0)
    .option('--store <folder>', 'where judgments are kept', DEFAULT_STORE)
    .option('--reclassify', 'judge again what this judge has judged before')
    .option('--budget-usd <amount>', 'stop before the call that would cost more in all', positiveNumber)
    .option('--price <in/out>', "US dollars per million tokens, for models that are not OpenAI's; in/cached/out", price)
    .option('--timeout <seconds>', 'wait so long for each answer', positiveNumber, 120)
    .option('--time-limit <seconds>', 'stop the run after so long', positiveNumber)
    .addOption(mapOption())
    .addOption(metricOption())
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
  const taxonomy = await loadTaxonomy(options.taxonomy, options.store);
  // Options that can't work together are told before any file is read; the answers are there when they are asked for.
  let others: OtherAnswers | undefined;
  const journal = await openStore(options.store);
  const corrections = options.exemplars === 0 ? [] : [...journal.corrected()].map(({ correction }) => correction);
  const exemplars = new Exemplars(corrections, taxonomy, options.exemplars);
  const judge = await createJudge(
    { ...options, exemplarVersion: exemplars.version },
    taxonomy,
    async (example) => others?.of(example) ?? [],
  );
  const evaluations = await readEvaluations(paths, signal, options);
  others = new OtherAnswers(evaluations.entries, (entry) => evaluations.files.load(entry));
  const work = {
    failing: sampleFailures(evaluations.failing, options),
    judge,
    taxonomy,
    journal,
    load: (entry: ExampleEntry) => evaluations.files.load(entry),
    exemplars: (example: Example) => exemplars.for(example),
    ...(judge.identity.kind !== 'offline' && {
      correctPredictions: correctPredictions(evaluations, options.seed, options.correctPredictions),
    }),
    reclassify: options.reclassify ?? false,
    ...(options.budgetUsd !== undefined && { budgetUsd: options.budgetUsd }),
    ...(options.timeLimit !== undefined && { timeLimitMs: options.timeLimit * 1_000 }),
    signal,
  };
  const line = new ProgressLine();
  const rate = new Rate();
  try {
    if (options.dryRun) {
      const onProgress = ({ done, total }: { done: number; total: number }) =>
        line.show(() => `Counting ${done} of ${counted(total, 'failing example')}`);
      const estimate = await dryRun({ ...work, onProgress }).finally(() => line.clear());
      if (options.json)
        printJson({ ...estimate, ...(estimate.calls > 0 && { pricesOf: options.price ? 'option' : PRICES_DATE }) });
      else printEstimate(estimate, options);
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

/** Other models' correct answers to the same example, read when they are wanted; one that can't be read is left out. */
export function correctPredictions(
  { entries, files }: Evaluations,
  seed: number | undefined,
  count = MAX_CORRECT_PREDICTIONS,
): (entry: ExampleEntry) => Promise<CorrectPrediction[]> {
  const index = new CorrectPredictionIndex(entries);
  return async (entry) => {
    const read = await Promise.allSettled(index.pick(entry, count, seed).map((passing) => files.load(passing)));
    return read.flatMap((result) =>
      result.status === 'fulfilled' ? [{ model: result.value.model, output: result.value.output }] : [],
    );
  };
}
