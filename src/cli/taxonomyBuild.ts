import { join } from 'node:path';
import { Command, Option } from 'commander';
import { titleJudge, underCategories } from '../errormap/apply';
import { BuildImpossible, buildTaxonomy, titledGroups } from '../errormap/build';
import type { BuildProgress } from '../errormap/desk';
import { estimateBuild } from '../errormap/estimate';
import { TaxonomyFolder } from '../errormap/files/taxonomyFolder';
import { buildOffline } from '../errormap/offline/buildOffline';
import { BuildParameters } from '../errormap/parameters';
import { type Populated, taxonomyOf } from '../errormap/populate';
import { ReplyFolder } from '../errormap/replyCache';
import { stabilityOf } from '../errormap/stability';
import type { Failure } from '../errormap/titles';
import { Turns } from '../errormap/turns';
import type { LanguageModel } from '../judge/languageModel';
import { estimateCost } from '../judge/openai/price';
import { type Sampling, sampleFailures } from '../judge/sample';
import type { BuiltTaxonomy } from '../model/builtTaxonomy';
import type { ExampleEntry } from '../model/entry';
import { builtinTaxonomies } from '../model/taxonomies/builtin';
import type { Taxonomy } from '../model/taxonomy';
import type { JudgmentStore } from '../store/judgmentStore';
import { classifyMissing } from './classifyMissing';
import { EXIT, InputError } from './exit';
import { interrupted } from './interrupt';
import { DEFAULT_BASE_URL, type JudgeOptions } from './judges';
import { createLanguageModel } from './languageModels';
import { atLeastOne, positiveNumber, price, ratio, share, wholeNumber } from './options';
import { counted, note, printJson } from './output';
import { plain } from './plain';
import { ProgressLine } from './progress';
import { withSendingOptions } from './sendingOptions';
import { DEFAULT_STORE, openStore } from './store';
import { asInput } from './taxonomyFiles';
import { printBuilt, printWork } from './taxonomyReport';
import { titledFailures, titleHeader } from './titledFailures';
import { readEvaluations } from './workspace';

export interface BuildOptions extends JudgeOptions, Sampling {
  json?: boolean;
  store: string;
  taxonomy: string;
  id: string;
  name?: string;
  maxClusters: number;
  depth: number;
  batch: number;
  classifyBatch: number;
  passes: number;
  rare: number;
  merge: boolean;
  stability?: boolean;
  apply?: boolean;
}

const DEFAULTS = BuildParameters.parse({});

/** `taxonomy build`: ErrorMap, a taxonomy from one's own failures. */
export function buildCommand(): Command {
  return withModelOptions(new Command('build'))
    .description(
      'Build a taxonomy from the failing examples (ErrorMap). Stored judgments are used; only what has none is judged first.',
    )
    .argument('<path...>', 'files and folders')
    .option('--taxonomy <id-or-file>', 'categories for examples that have to be judged first', 'erroratlas')
    .option('--ratio <number>', "share of each model and dataset's failures", ratio)
    .option('--limit <number>', 'at most this many', wholeNumber)
    .option('--seed <number>', 'for shuffles and samples', wholeNumber, DEFAULTS.seed)
    .option('--id <id>', "the new taxonomy's", 'errormap')
    .option('--name <name>', "the new taxonomy's")
    .option('--max-clusters <number>', 'at most this many categories on each level', atLeastOne, DEFAULTS.maxCategories)
    .option('--depth <number>', 'levels of categories', atLeastOne, DEFAULTS.depth)
    .option('--batch <number>', 'titles shown at once while categories are made', atLeastOne, DEFAULTS.batch)
    .option('--classify-batch <number>', 'titles sorted at once', atLeastOne, DEFAULTS.classifyBatch)
    .option(
      '--passes <number>',
      'at least so many updates where titles fill several batches',
      wholeNumber,
      DEFAULTS.passes,
    )
    .option('--rare <share>', 'fold categories below this share of their level into "Other"', share, DEFAULTS.rare)
    .option('--no-merge', 'leave categories apart that mean the same')
    .option('--stability', 'build a second time with the next seed and compare')
    .option('--apply', 'keep the new categories as judgments, for the atlas')
    .addHelpText(
      'after',
      `
Examples:
  error-atlas taxonomy build runs/ --judge openai --model gpt-5-mini --api-key-env OPENAI_API_KEY --dry-run
  error-atlas taxonomy build runs/ --judge openai --base-url http://127.0.0.1:11434/v1 --model qwen3:8b --apply
  error-atlas taxonomy build runs/ --json      no model: titles grouped by like words`,
    )
    .action(run);
}

/** What chooses the model, for all commands that ask one. */
export function withModelOptions(command: Command): Command {
  return withSendingOptions(command)
    .option('--json', 'print one JSON document')
    .addOption(new Option('--judge <kind>', 'who judges and sorts').choices(['offline', 'openai']).default('offline'))
    .option('--base-url <url>', 'OpenAI-compatible endpoint', DEFAULT_BASE_URL)
    .option('--model <name>', 'model that judges and sorts')
    .option('--api-key-env <name>', 'environment variable that holds the API key')
    .option('--concurrency <number>', 'calls at once', atLeastOne, 8)
    .option('--timeout <seconds>', 'wait so long for each answer', positiveNumber, 300)
    .option('--price <in/out>', "US dollars per million tokens, for models that are not OpenAI's", price)
    .option('--budget-usd <amount>', 'stop before the call that would cost more in all', positiveNumber)
    .option('--store <folder>', 'where judgments and taxonomies are kept', DEFAULT_STORE)
    .option('--dry-run', 'print calls, tokens and cost; call nothing');
}

async function run(paths: string[], options: BuildOptions): Promise<void> {
  const signal = interrupted();
  if (!/^[a-z0-9][a-z0-9-]*$/.test(options.id)) {
    throw new InputError('--id takes lower-case letters, digits and hyphens.');
  }
  if (builtinTaxonomies.has(options.id)) throw new InputError(`"${options.id}" is built in: choose another --id.`);
  // Wrong options come out before anything is read or paid for.
  if (options.judge === 'openai') await createLanguageModel(options);
  const evaluations = await readEvaluations(paths, signal);
  try {
    const failing = sampleFailures(evaluations.failing, options);
    const store = await openStore(options.store);
    const { judge, cost } = await classifyMissing(options, { evaluations, failing, store, signal });
    const failures = await titledFailures(failing, store, judge);
    const model = options.judge === 'openai' ? await createLanguageModel(options, cost) : undefined;
    const work = { ...options, parameters: parametersOf(options), failures, model, signal };
    if (options.dryRun) await printPlan(work);
    else await buildAndKeep(work, failing, store);
  } catch (error) {
    tell(error);
  } finally {
    await evaluations.files.close();
  }
}

interface Work extends Omit<BuildOptions, 'model'> {
  parameters: BuildParameters;
  failures: readonly Failure[];
  model: LanguageModel | undefined;
  signal: AbortSignal;
}

async function buildAndKeep(work: Work, failing: readonly ExampleEntry[], store: JudgmentStore): Promise<void> {
  const populated = await build(work);
  const { seed } = work.parameters;
  const second = work.stability
    ? await build({ ...work, parameters: { ...work.parameters, seed: seed + 1 } })
    : undefined;
  const stability = second && {
    ...stabilityOf(populated, second, [seed, seed + 1]),
    calls: second.built.calls,
    usage: second.built.usage,
  };
  const { built } = populated;
  const taxonomy = taxonomyOf(built);
  const folder = new TaxonomyFolder(work.store);
  const path = await asInput(folder.keep(taxonomy));
  await asInput(folder.keepBuild(built));
  if (work.apply) await keepAsJudgments(populated, taxonomy, failing, store, work);
  if (work.json) printJson({ ...built, ...(stability && { stability }) });
  else printBuilt(built, stability, path);
  tellFallbacks(built);
}

/** A taxonomy that a model was no help with in places is one all the same; but whoever asked for it has to know. */
function tellFallbacks({ needs, unassigned }: BuiltTaxonomy): void {
  const fallbacks = needs?.steps.filter((step) => step.fallbacks > 0) ?? [];
  if (needs === undefined || fallbacks.length === 0) return;
  const refused = fallbacks.flatMap((step) => step.refused);
  const replies = refused.reduce((sum, { count }) => sum + count, 0);
  const [main] = refused.toSorted((a, b) => b.count - a.count);
  const what = needs.byWords
    ? "The titles are grouped by like words instead: none of the categories is the model's."
    : `The build went on without them${unassigned > 0 ? `; ${counted(unassigned, 'failing example')} have no category` : ''}.`;
  const why = main ? ` (${plain(main.reason)})` : '';
  note(
    `${counted(replies, 'question')} got no usable reply from the model${why}. ${what} Ask again, or choose a stronger model: what could be used is kept.`,
  );
  process.exitCode = EXIT.partial;
}

async function build({ id, name, parameters, failures, model, signal, store }: Work): Promise<Populated> {
  const line = new ProgressLine();
  const taxonomy = { id, name: name ?? `ErrorMap of ${counted(failures.length, 'failing example')}` };
  try {
    if (!model) {
      const onProgress = ({ done, total }: { done: number; total: number }) =>
        line.show(() => `Grouping ${done} of ${counted(total, 'title')}`);
      return await buildOffline({ ...taxonomy, failures, parameters, signal, onProgress });
    }
    const cache = new ReplyFolder(join(store, 'replies'));
    const onProgress = (progress: BuildProgress) => line.show(() => progressText(progress));
    return await buildTaxonomy({ ...taxonomy, failures, parameters, model, cache, signal, onProgress });
  } finally {
    line.clear();
  }
}

const STEPS = { constructing: 'Making categories', classifying: 'Sorting titles', joining: 'Looking for synonyms' };

function progressText({ step, within, calls, expected }: BuildProgress): string {
  return `${STEPS[step]}${within === undefined ? '' : ` of ${plain(within)}`} · ${calls} of ${counted(expected, 'call')}`;
}

function parametersOf(options: BuildOptions): BuildParameters {
  const {
    maxClusters: maxCategories,
    seed = DEFAULTS.seed,
    depth,
    batch,
    classifyBatch,
    passes,
    rare,
    merge,
  } = options;
  return { maxCategories, seed, depth, batch, classifyBatch, passes, rare, merge };
}

/** Whoever opens the atlas sees the new categories; what judges found stays as it is. */
async function keepAsJudgments(
  { built, places }: Populated,
  taxonomy: Taxonomy,
  failing: readonly ExampleEntry[],
  store: JudgmentStore,
  { model }: Work,
): Promise<void> {
  const isModels = model !== undefined && !built.needs?.byWords;
  const judge = titleJudge(isModels ? model : { kind: 'offline', model: 'words' }, taxonomy);
  const createdAt = new Date().toISOString();
  const judgments = [];
  for (const key of new Set(failing.map((entry) => entry.key))) {
    const path = places.get(key);
    const header = titleHeader(store, key);
    if (path && header && !store.find(key, judge)) {
      judgments.push(underCategories(await store.details(header), path, judge, createdAt));
    }
  }
  await store.append(judgments);
}

async function printPlan({ failures, parameters, model, json, price: given, signal }: Work): Promise<void> {
  const { groups } = await titledGroups(failures, new Turns(signal));
  const work = model
    ? estimateBuild(groups, parameters)
    : { calls: 0, usage: { promptTokens: 0, completionTokens: 0 } };
  const cost = model ? (estimateCost(work.usage, model.model, given) ?? null) : 0;
  const plan = { failing: failures.length, titles: groups.length, ...work, cost };
  if (json) printJson(plan);
  else printWork(plan);
}

/** What can be expected to go wrong; anything else is thrown on. */
export function tell(error: unknown): void {
  if (error instanceof BuildImpossible) throw new InputError(error.message);
  if (!(error instanceof Error)) throw error;
  const isStop = ['JudgeUnavailable', 'BudgetReached'].includes(error.name) || error.message === 'Cancelled.';
  if (!isStop) throw error;
  note(plain(`${error.message} All replies so far are kept: the same command goes on where this one ended.`));
  process.exitCode = EXIT.partial;
}
