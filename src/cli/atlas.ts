import { Command } from 'commander';
import { aggregate } from '../atlas/aggregate';
import type { Atlas } from '../model/atlas';
import { JudgmentStore } from '../store/judgmentStore';
import { note, plain, print, printJson, table } from './output';
import { DEFAULT_STORE } from './storeFolder';
import { loadTaxonomy } from './taxonomy';
import { readEvaluations } from './workspace';

interface Options {
  json?: boolean;
  store: string;
  taxonomy: string;
}

/** `atlas`: categories with counts and shares, in all and per model and dataset. */
export function atlasCommand(): Command {
  return new Command('atlas')
    .description('Count the categories of the failing examples, per model and dataset.')
    .argument('<path...>', 'files and folders')
    .option('--json', 'print one JSON document')
    .option('--store <folder>', 'where judgments are kept', DEFAULT_STORE)
    .option('--taxonomy <id-or-file>', 'the taxonomy that describes the categories', 'erroratlas')
    .action(async (paths: string[], options: Options) => {
      const taxonomy = await loadTaxonomy(options.taxonomy);
      const { entries, repeated, rules, files } = await readEvaluations(paths);
      await files.close();
      const store = await JudgmentStore.open(options.store, note);
      const atlas = aggregate({ entries, repeated, rules, taxonomy, labelOf: (key) => store.label(key) });
      if (options.json) printJson(atlas);
      else printAtlas(atlas);
    });
}

const BAR_WIDTH = 24;

function printAtlas({ totals, categories, models }: Atlas): void {
  const needJudge = totals.abstained + totals.judgeErrors + totals.unjudged;
  print(
    `${totals.failing} of ${totals.examples} examples fail; ${totals.classified} classified, ${needJudge} need a judge, ${totals.errored} errored.\n`,
  );
  const columns = models.filter((model) => model.failing > 0);
  const most = categories[0]?.share ?? 0;
  const rows = categories.map((category) => [
    plain(category.name),
    '█'.repeat(most === 0 ? 0 : Math.max(1, Math.round((category.share / most) * BAR_WIDTH))),
    `${category.count}`,
    percent(category.share),
    ...columns.map((model) => percent(model.categories[category.name]?.share ?? 0)),
  ]);
  if (rows.length === 0) {
    print('No failing example is classified yet: run `error-atlas classify` first.');
    return;
  }
  const head = ['category', '', 'count', 'share', ...columns.map((model) => plain(model.name))];
  const foot = ['Needs a judge', '', `${needJudge}`, ''];
  print(table([head, ...rows, foot], new Set([...head.keys()].slice(2))));
}

function percent(share: number): string {
  return share === 0 ? '–' : `${(share * 100).toFixed(1)} %`;
}
