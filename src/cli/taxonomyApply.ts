import { join } from 'node:path';
import { Command } from 'commander';
import { applyTaxonomy, titleJudge, underCategories } from '../errormap/apply';
import { estimateApply } from '../errormap/estimate';
import { BuildParameters } from '../errormap/parameters';
import { ReplyFolder } from '../errormap/replyCache';
import { groupByTitle } from '../errormap/titles';
import { Turns } from '../errormap/turns';
import { estimateCost } from '../judge/openai/price';
import type { Judgment } from '../model/judgment';
import { taxonomyRef } from '../model/taxonomy';
import { EXIT, InputError } from './exit';
import { interrupted } from './interrupt';
import type { JudgeOptions } from './judges';
import { createLanguageModel } from './languageModels';
import { counted, dollars, note, pageWidth, percent, print, printJson } from './output';
import { plain } from './plain';
import { ProgressLine } from './progress';
import { openStore } from './store';
import { table } from './table';
import { tell, withModelOptions } from './taxonomyBuild';
import { loadTaxonomy } from './taxonomyFiles';
import { printWork } from './taxonomyReport';
import { titledFailures, titleHeader } from './titledFailures';
import { readEvaluations } from './workspace';

interface ApplyOptions extends JudgeOptions {
  json?: boolean;
  store: string;
}

/** `taxonomy apply`: the failing examples under other categories, by the titles they have; nothing is analysed again. */
export function applyCommand(): Command {
  return withModelOptions(new Command('apply'))
    .description('Sort the failing examples into the categories of a taxonomy by the titles that judges gave them.')
    .argument('<id-or-file>', 'the taxonomy')
    .argument('<path...>', 'files and folders')
    .addHelpText(
      'after',
      `
Examples:
  error-atlas taxonomy apply mine.json runs/ --judge openai --model gpt-5-mini --api-key-env OPENAI_API_KEY --dry-run
  error-atlas taxonomy apply agents runs/ --judge openai --base-url http://127.0.0.1:11434/v1 --model qwen3:8b`,
    )
    .action(run);
}

async function run(which: string, paths: string[], options: ApplyOptions): Promise<void> {
  const signal = interrupted();
  if (options.judge !== 'openai') {
    throw new InputError('Only a model can sort titles by meaning: choose one with --judge openai --model NAME.');
  }
  const taxonomy = await loadTaxonomy(which, options.store);
  const model = await createLanguageModel(options);
  const { failing, files } = await readEvaluations(paths, signal);
  await files.close();
  const store = await openStore(options.store);
  const judge = titleJudge(model, taxonomy);
  const todo = failing.filter(({ key }) => titleHeader(store, key) && !store.find(key, judge));
  const without = failing.filter(({ key }) => !titleHeader(store, key)).length;
  const failures = await titledFailures(todo, store);
  const parameters = BuildParameters.parse({});
  const { groups } = await groupByTitle(failures, new Turns(signal));
  const work = estimateApply(groups, taxonomy, parameters);
  const cost = estimateCost(work.usage, model.model, options.price) ?? null;
  const plan = { failing: failures.length, titles: groups.length, ...work, cost };
  if (without > 0) note(`${counted(without, 'failing example')} without a title left out: classify first.`);
  if (options.dryRun) {
    if (options.json) printJson(plan);
    else printWork(plan);
    return;
  }
  note(`${counted(groups.length, 'title')} to sort: about ${counted(work.calls, 'call')}, ${dollars(cost)}.`);

  const line = new ProgressLine();
  try {
    const cache = new ReplyFolder(join(options.store, 'replies'));
    const applied = await applyTaxonomy({
      ...{ failures, taxonomy, model, cache, parameters, signal },
      onProgress: ({ calls, expected }) => line.show(() => `Sorting titles · ${calls} of ${counted(expected, 'call')}`),
    }).finally(() => line.clear());
    const createdAt = new Date().toISOString();
    const judgments = new Map<string, Judgment>();
    const byCategory: Record<string, number> = {};
    let unassigned = 0;
    for (const { key } of todo) {
      const path = applied.places.get(key);
      const header = titleHeader(store, key);
      if (!path || !header) {
        unassigned += 1;
        continue;
      }
      const [category = ''] = path;
      byCategory[category] = (byCategory[category] ?? 0) + 1;
      if (!judgments.has(key)) {
        judgments.set(key, underCategories(await store.details(header), path, judge, createdAt));
      }
    }
    await store.append([...judgments.values()]);
    const sorted = todo.length - unassigned;
    const cached = failing.length - todo.length - without;
    const { calls, usage } = applied;
    if (options.json) {
      const counts = { sorted, unassigned, cached, without, calls, usage, byCategory };
      printJson({ taxonomy: taxonomyRef(taxonomy), ...counts, reasons: Object.fromEntries(applied.reasons) });
    } else printSorted(byCategory, sorted, unassigned, cached);
    if (!options.json) for (const [title, reason] of applied.reasons) note(plain(`${title}: ${reason}`));
    if (unassigned > 0) process.exitCode = EXIT.partial;
  } catch (error) {
    tell(error);
  }
}

function printSorted(byCategory: Record<string, number>, sorted: number, unassigned: number, cached: number): void {
  const rows = Object.entries(byCategory)
    .sort(([, a], [, b]) => b - a)
    .map(([category, count]) => [plain(category), `${count}`, percent(count / sorted)]);
  if (rows.length > 0) {
    print(table([['category', 'failing', 'share'], ...rows], { right: [1, 2], shrink: [0], width: pageWidth() }));
  }
  const known = cached > 0 ? ` ${cached} known from before.` : '';
  const left = unassigned > 0 ? `, ${unassigned} unassigned` : '';
  print(`\n${counted(sorted, 'failing example')} sorted${left}.${known}`);
}
