import { Command } from 'commander';
import { BATCH_PRICE_SHARE } from '../judge/batch/batchJournal';
import type { SubmitReport } from '../judge/batch/submit';
import { dryRun } from '../judge/dryRun';
import { isLoopback, originOf } from '../judge/openai/origin';
import { type Sampling, sampleFailures } from '../judge/sample';
import type { BatchRecord } from '../model/batch';
import type { ExampleEntry } from '../model/entry';
import { BatchFolder } from '../store/batchFolder';
import { printCancelled, printCollected, printRecords, printSubmitEstimate, printSubmitted } from './batchReport';
import { correctPredictions } from './classify';
import { EXIT, InputError } from './exit';
import { interrupted } from './interrupt';
import { apiKeyOf, createJudge, DEFAULT_BASE_URL, type JudgeOptions } from './judges';
import { positiveNumber, price, ratio, wholeNumber } from './options';
import { counted, note, printJson } from './output';
import { plain } from './plain';
import { ProgressLine } from './progress';
import { withAllowHttp, withSendingOptions } from './sendingOptions';
import { DEFAULT_STORE, openStore } from './store';
import { loadTaxonomy } from './taxonomy';
import { readEvaluations } from './workspace';

interface SubmitOptions extends Omit<JudgeOptions, 'judge' | 'concurrency'>, Sampling {
  json?: boolean;
  taxonomy: string;
  store: string;
  reclassify?: boolean;
}

/** The options by which open batches are reached. */
interface ReachOptions {
  json?: boolean;
  store: string;
  baseUrl?: string;
  apiKeyEnv?: string;
  allowHttp?: boolean;
}

/** `batch`: have failing examples judged within a day, at half the price. */
export function batchCommand(): Command {
  return new Command('batch')
    .description('Have failing examples judged within a day, at half the price (Batch API).')
    .addCommand(submitCommand())
    .addCommand(statusCommand())
    .addCommand(collectCommand())
    .addCommand(cancelCommand())
    .addCommand(forgetCommand())
    .addHelpText(
      'after',
      `
Examples:
  error-atlas batch submit runs/ --model gpt-5-mini --api-key-env OPENAI_API_KEY
  error-atlas batch status --api-key-env OPENAI_API_KEY
  error-atlas batch collect runs/ --api-key-env OPENAI_API_KEY`,
    );
}

function submitCommand(): Command {
  return withSendingOptions(new Command('submit'))
    .description('Send the failing examples as batches.')
    .argument('<path...>', 'files and folders')
    .option('--json', 'print one JSON document')
    .requiredOption('--model <name>', 'model that judges')
    .option('--base-url <url>', 'endpoint with /files and /batches', DEFAULT_BASE_URL)
    .option('--api-key-env <name>', 'environment variable that holds the API key')
    .option('--taxonomy <id-or-file>', 'categories to choose from', 'erroratlas')
    .option('--ratio <number>', "share of each model and dataset's failures", ratio)
    .option('--seed <number>', 'for --ratio and the choice of correct predictions', wholeNumber)
    .option('--limit <number>', 'at most this many', wholeNumber)
    .option('--store <folder>', 'where judgments and records of batches are kept', DEFAULT_STORE)
    .option('--reclassify', 'submit also what this judge has judged before')
    .option('--budget-usd <amount>', 'submit no more than likely costs this', positiveNumber)
    .option('--price <in/out>', 'US dollars per million tokens of direct calls; a batch costs half', price)
    .option('--dry-run', 'print requests, tokens and cost; send nothing')
    .action(submit);
}

async function submit(paths: string[], options: SubmitOptions): Promise<void> {
  const signal = interrupted();
  const taxonomy = await loadTaxonomy(options.taxonomy, options.store);
  const judge = await createJudge({ ...options, judge: 'openai', concurrency: 1 }, taxonomy);
  const evaluations = await readEvaluations(paths, signal);
  const line = new ProgressLine();
  const work = {
    failing: sampleFailures(evaluations.failing, options),
    judge,
    taxonomy,
    journal: await openStore(options.store),
    load: (entry: ExampleEntry) => evaluations.files.load(entry),
    correctPredictions: correctPredictions(evaluations, options.seed),
    reclassify: options.reclassify ?? false,
    signal,
  };
  try {
    if (options.dryRun) {
      const estimate = await dryRun(work);
      if (options.json) printJson({ ...estimate, cost: half(estimate.cost), cachedCost: half(estimate.cachedCost) });
      else printSubmitEstimate(estimate, half(estimate.cost));
      return;
    }
    const { submitBatches } = await import('../judge/network');
    const { baseUrl, budgetUsd } = options;
    const report = await submitBatches({
      ...{ ...work, baseUrl, budgetUsd, price: options.price, apiKey: apiKeyOf(options) },
      batches: folderOf(options.store),
      onProgress: ({ done, total }) =>
        line.show(() => (done < total ? `Preparing ${done} of ${counted(total, 'request')}` : 'Uploading')),
    }).finally(() => line.clear());
    if (options.json) printJson(report);
    else printSubmitted(report);
    tellLeftOut(report);
  } finally {
    await evaluations.files.close();
  }
}

function tellLeftOut({ unreadable, unreadableSample, left }: SubmitReport): void {
  if (unreadable > 0) note(`${counted(unreadable, 'example')} could not be read: ${plain(unreadableSample ?? '')}`);
  if (left > 0) note(`Stopped before the budget would be exceeded; ${counted(left, 'example')} left.`);
  if (unreadable > 0 || left > 0) process.exitCode = EXIT.partial;
}

function statusCommand(): Command {
  return reaching(new Command('status').description('Ask how far the open batches are.')).action(
    async (options: ReachOptions) => {
      const signal = interrupted();
      const batches = folderOf(options.store);
      const { checkBatch } = await import('../judge/network');
      const apiKey = apiKeyOf(options);
      const records: BatchRecord[] = [];
      for (const record of await reachable(await batches.list(), options)) {
        records.push(record.state === 'open' ? await checkBatch(record, apiKey, batches, signal) : record);
      }
      if (options.json) printJson({ batches: records.map(withoutKeys) });
      else printRecords(records);
    },
  );
}

function collectCommand(): Command {
  return reaching(
    new Command('collect')
      .description('Fetch what the open batches have come to, and keep the judgments.')
      .argument('<path...>', 'files and folders that were submitted'),
  )
    .option('--taxonomy <id-or-file>', 'the one that was submitted with', 'erroratlas')
    .action(collect);
}

async function collect(paths: string[], options: ReachOptions & { taxonomy: string }): Promise<void> {
  const signal = interrupted();
  const batches = folderOf(options.store);
  const open = (await reachable(await batches.list(), options)).filter(({ state }) => state === 'open');
  const apiKey = apiKeyOf(options);
  const taxonomy = await loadTaxonomy(options.taxonomy, options.store);
  const evaluations = await readEvaluations(paths, signal);
  const journal = await openStore(options.store);
  const entries = new Map(evaluations.entries.map((entry) => [entry.key, entry]));
  const load = (entry: ExampleEntry) => evaluations.files.load(entry);
  const { collectBatches } = await import('../judge/network');
  const line = new ProgressLine();
  const outcomes = await collectBatches({
    ...{ records: open, taxonomy, entries, load, journal, batches, signal },
    keyFor: async () => apiKey,
    onProgress: ({ done, total }) => line.show(() => `Collecting ${done} of ${counted(total, 'result')}`),
  }).finally(() => {
    line.clear();
    return evaluations.files.close();
  });
  if (options.json) printJson({ batches: outcomes });
  else printCollected(outcomes);
  for (const { id, problem, errorSamples } of outcomes) {
    if (problem !== undefined) note(`${id}: ${plain(problem)}`);
    for (const sample of errorSamples) note(`${plain(sample.id)}: ${plain(sample.message)}`);
  }
  if (outcomes.some(({ state, errors, left }) => state === 'open' || errors + left > 0)) {
    process.exitCode = EXIT.partial;
  }
}

function cancelCommand(): Command {
  return reaching(
    new Command('cancel')
      .description('End an open batch early; what is done can be collected, and is paid for.')
      .argument('<id>', 'as `batch status` names it'),
  ).action(async (id: string, options: ReachOptions) => {
    const batches = folderOf(options.store);
    const record = (await reachable(await batches.list(), options)).find((known) => known.id === id);
    if (record?.state !== 'open') throw new InputError(`There is no open batch ${plain(id)} in ${options.store}.`);
    const { cancelBatch } = await import('../judge/network');
    const cancelled = await cancelBatch(record, apiKeyOf(options), batches, interrupted());
    if (options.json) printJson(withoutKeys(cancelled));
    else printCancelled(cancelled);
  });
}

function forgetCommand(): Command {
  return new Command('forget')
    .description('Give an open batch up, without asking the provider: its examples are free for the next one.')
    .argument('<id>', 'as `batch status` names it')
    .option('--store <folder>', 'where records of batches are kept', DEFAULT_STORE)
    .action(async (id: string, { store }: Pick<ReachOptions, 'store'>) => {
      const batches = folderOf(store);
      const record = (await batches.list()).find((known) => known.id === id && known.state !== 'closed');
      if (!record) throw new InputError(`There is no open batch ${plain(id)} in ${plain(store)}.`);
      await batches.write({ ...record, state: 'closed', problem: 'given up' });
      note(`${id} is given up. What the provider has done of it is paid for and not collected.`);
    });
}

function reaching(command: Command): Command {
  return withAllowHttp(command)
    .option('--json', 'print one JSON document')
    .option('--store <folder>', 'where records of batches are kept', DEFAULT_STORE)
    .option('--base-url <url>', 'only batches at this endpoint')
    .option('--api-key-env <name>', 'environment variable that holds the API key');
}

/** Those the options name. A key is for one endpoint: with several it has to be said for which. */
async function reachable(records: readonly BatchRecord[], { baseUrl, apiKeyEnv }: ReachOptions) {
  const chosen = records.filter((record) => baseUrl === undefined || record.baseUrl === baseUrl);
  const origins = new Set(
    chosen.filter(({ state }) => state === 'open').map((record) => new URL(record.baseUrl).origin),
  );
  const [origin] = origins;
  // Records lie in the folder that is looked at, and may be somebody else's: a key goes where it was said to go.
  if (apiKeyEnv !== undefined && baseUrl === undefined && origins.size === 1 && origin !== undefined) {
    if (origin !== originOf(DEFAULT_BASE_URL) && !isLoopback(origin)) {
      throw new InputError(`There are open batches at ${plain(origin)}. Say with --base-url that the key is for it.`);
    }
  }
  if (apiKeyEnv !== undefined && origins.size > 1) {
    const names = [...origins].map(plain).join(', ');
    throw new InputError(`There are open batches at ${names}. Say with --base-url which of them the key is for.`);
  }
  return chosen;
}

function folderOf(store: string): BatchFolder {
  return new BatchFolder(store, (warning) => note(plain(warning)));
}

function half(cost: number | null): number | null {
  return cost === null ? null : cost * BATCH_PRICE_SHARE;
}

/** Keys of 50,000 examples tell nobody anything. */
function withoutKeys({ keys, ...record }: BatchRecord) {
  return { ...record, requests: keys.length };
}
