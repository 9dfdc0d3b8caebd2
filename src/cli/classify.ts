import { Command, Option } from 'commander';
import { type ClassifyReport, classify } from '../judge/classify';
import { CorrectPredictionIndex } from '../judge/correctPredictions';
import type { CorrectPrediction, Judge } from '../judge/judge';
import { createOfflineJudge } from '../judge/offline/offlineJudge';
import { sampleFailures } from '../judge/sample';
import type { ExampleEntry } from '../model/entry';
import type { Taxonomy } from '../model/taxonomy';
import { JudgmentStore } from '../store/judgmentStore';
import { dryRun } from './dryRun';
import { EXIT, InputError } from './exit';
import { positiveNumber, ratio, wholeNumber } from './options';
import { note, plain, print, printJson, table } from './output';
import { DEFAULT_STORE } from './storeFolder';
import { loadTaxonomy } from './taxonomy';
import { type Evaluations, readEvaluations } from './workspace';

export interface ClassifyOptions {
  json?: boolean;
  judge: 'offline' | 'openai';
  baseUrl: string;
  model?: string;
  apiKeyEnv?: string;
  taxonomy: string;
  concurrency: number;
  ratio?: number;
  seed?: number;
  limit?: number;
  store: string;
  reclassify?: boolean;
  budgetUsd?: number;
  dryRun?: boolean;
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
    .option('--concurrency <number>', 'examples judged at once', wholeNumber, 8)
    .option('--ratio <number>', "share of each model and dataset's failures", ratio)
    .option('--seed <number>', 'for --ratio and the choice of correct predictions', wholeNumber)
    .option('--limit <number>', 'at most this many', wholeNumber)
    .option('--store <folder>', 'where judgments are kept', DEFAULT_STORE)
    .option('--reclassify', 'judge again what this judge has judged before')
    .option('--budget-usd <amount>', 'stop before the call that would cost more in all', positiveNumber)
    .option('--dry-run', 'print calls, tokens and cost; call nothing')
    .addHelpText(
      'after',
      `
Examples:
  error-atlas classify runs/ --judge offline
  error-atlas classify runs/ --judge openai --model gpt-5-mini --api-key-env OPENAI_API_KEY --dry-run`,
    )
    .action(run);
}

async function run(paths: string[], options: ClassifyOptions): Promise<void> {
  const taxonomy = await loadTaxonomy(options.taxonomy);
  const judge = await createJudge(options, taxonomy);
  const evaluations = await readEvaluations(paths);
  const failing = sampleFailures(evaluations.failing, options);
  const store = await JudgmentStore.open(options.store, note);
  const context = {
    taxonomy,
    load: (entry: ExampleEntry) => evaluations.files.load(entry),
    ...(options.judge !== 'offline' && { correctPredictions: correctPredictions(evaluations, options.seed) }),
  };
  try {
    if (options.dryRun) {
      const estimate = await dryRun({ ...context, failing, judge, journal: store, reclassify: options.reclassify });
      if (options.json) printJson(estimate);
      else
        print(
          `${estimate.calls} calls, ${estimate.usage.promptTokens} tokens in, at most ${estimate.usage.completionTokens} out, ${dollars(estimate.cost)}`,
        );
      return;
    }
    const report = await classify({
      ...context,
      failing,
      judge,
      journal: store,
      reclassify: options.reclassify ?? false,
      ...(options.budgetUsd !== undefined && { budgetUsd: options.budgetUsd }),
      signal: interrupted(),
    });
    if (options.json) printJson({ failing: failing.length, repeated: evaluations.repeated, ...report });
    else printReport(report);
    if (report.errors > 0 || report.stopped) process.exitCode = EXIT.partial;
  } finally {
    await evaluations.files.close();
  }
}

async function createJudge(options: ClassifyOptions, taxonomy: Taxonomy): Promise<Judge> {
  if (options.judge === 'offline') return createOfflineJudge(taxonomy);
  if (options.model === undefined) throw new InputError('--judge openai needs --model.');
  const apiKey = options.apiKeyEnv === undefined ? undefined : process.env[options.apiKeyEnv];
  if (options.apiKeyEnv !== undefined && apiKey === undefined && !options.dryRun) {
    throw new InputError(`The environment variable ${options.apiKeyEnv} is not set.`);
  }
  const { createOpenAiJudge } = await import('../judge/openai/openAiJudge');
  const { baseUrl, model, concurrency } = options;
  const judge = createOpenAiJudge({ baseUrl, model, apiKey, taxonomy, concurrency });
  return judge;
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

/** The first Ctrl-C stops taking new work and keeps all that is done. */
function interrupted(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort(new Error('interrupted')));
  return controller.signal;
}

function printReport(report: ClassifyReport): void {
  const rows = Object.entries(report.byCategory)
    .sort(([, a], [, b]) => b - a)
    .map(([category, count]) => [plain(category), `${count}`]);
  if (rows.length > 0) print(`${table([['category', 'failing'], ...rows], new Set([1]))}\n`);
  print(
    `${report.judged} classified, ${report.cached} known already, ${report.abstained} need a judge, ${report.errors} failed, ${report.calls} calls, ${dollars(report.cost)}`,
  );
  for (const { id, message } of report.errorSamples) note(`${plain(id)}: ${plain(message)}`);
  if (report.stopped) note(`${report.stopped.message} ${report.left} examples left.`);
}

function dollars(cost: number | null): string {
  return cost === null ? 'cost not known' : `$${cost.toFixed(4)}`;
}
