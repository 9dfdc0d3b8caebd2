import { Command } from 'commander';
import { aggregate } from '../atlas/aggregate';
import type { ExampleEntry } from '../model/entry';
import { taxonomyRef } from '../model/taxonomy';
import type { JudgmentHeader } from '../store/header';
import { asksForExport, type ExportOptions, withExportOptions, writeExports } from './atlasExports';
import { printAtlas } from './atlasReport';
import { printJson } from './output';
import { mapOption, metricOption, type ReadingOptions } from './readingOptions';
import { DEFAULT_STORE, openStore } from './store';
import { loadTaxonomy } from './taxonomy';
import { readEvaluations } from './workspace';

interface Options extends ExportOptions, ReadingOptions {
  json?: boolean;
  store: string;
  taxonomy: string;
}

/** `atlas`: categories with counts and shares, in all and per model and dataset. */
export function atlasCommand(): Command {
  const command = new Command('atlas')
    .description('Count the categories of the failing examples, per model and dataset.')
    .argument('<path...>', 'files and folders');
  return withExportOptions(command)
    .option('--json', 'print one JSON document')
    .addOption(mapOption())
    .addOption(metricOption())
    .option('--store <folder>', 'where judgments are kept', DEFAULT_STORE)
    .option('--taxonomy <id-or-file>', 'the taxonomy that describes the categories', 'erroratlas')
    .addHelpText(
      'after',
      `
Examples:
  error-atlas atlas runs/
  error-atlas atlas runs/ --store shared/.error-atlas --json
  error-atlas atlas runs/ --html report.html --csv failures.csv --sarif failures.sarif`,
    )
    .action(async (paths: string[], options: Options) => {
      const taxonomy = await loadTaxonomy(options.taxonomy, options.store);
      const { entries, failing, repeated, rules, files } = await readEvaluations(paths, undefined, options);
      const journal = await openStore(options.store);
      const store = {
        label: (key: string) => journal.label(key, taxonomyRef(taxonomy)),
        details: (header: JudgmentHeader) => journal.details(header),
      };
      const atlas = aggregate({ entries, repeated, rules, taxonomy, labelOf: store.label });
      const load = (entry: ExampleEntry) => files.load(entry);
      await writeExports(options, { atlas, failing, store, taxonomy, paths, load });
      await files.close();
      if (options.json) printJson(atlas);
      else if (!asksForExport(options)) printAtlas(atlas);
    });
}
