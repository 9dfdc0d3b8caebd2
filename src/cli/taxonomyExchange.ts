import { Command } from 'commander';
import { importTaxonomyFile } from '../errormap/files/importFile';
import { TaxonomyFolder, writeTaxonomy } from '../errormap/files/taxonomyFolder';
import { taxonomyRef } from '../model/taxonomy';
import { print, printJson } from './output';
import { plain } from './plain';
import { DEFAULT_STORE } from './store';
import { asInput, loadTaxonomy } from './taxonomyFiles';

interface ImportOptions {
  json?: boolean;
  store: string;
  id?: string;
}

/** `taxonomy import FILE`: ours, or a tree JSON or results CSV of the paper's reference code. */
export function importCommand(): Command {
  return new Command('import')
    .description(
      "Take a taxonomy into the store: a taxonomy file, or the tree JSON or results CSV of ErrorMap's reference code.",
    )
    .argument('<file>')
    .option('--json', 'print one JSON document')
    .option('--store <folder>', 'where taxonomies are kept', DEFAULT_STORE)
    .option('--id <id>', "the taxonomy's; made of the file's name when absent")
    .addHelpText(
      'after',
      `
Examples:
  error-atlas taxonomy import output/exp_name=construct_taxonomy_recursively__exp_id=1.json --id my-map
  error-atlas taxonomy import results.csv      its categories; \`error-atlas import\` takes its judgments`,
    )
    .action(async (file: string, options: ImportOptions) => {
      const taxonomy = await asInput(importTaxonomyFile(file, options.id));
      const path = await asInput(new TaxonomyFolder(options.store).keep(taxonomy));
      const report = { taxonomy: taxonomyRef(taxonomy), categories: taxonomy.categories.length, path };
      if (options.json) printJson(report);
      else print(`${plain(report.taxonomy)}: ${report.categories} categories, kept as ${plain(path)}.`);
    });
}

/** `taxonomy export ID FILE`: as our own JSON, to be edited or shared. */
export function exportCommand(): Command {
  return new Command('export')
    .description('Write a taxonomy to a new file.')
    .argument('<id-or-file>', 'the taxonomy')
    .argument('<file>', 'the new file')
    .option('--store <folder>', 'where taxonomies are kept', DEFAULT_STORE)
    .option('--force', 'overwrite the file')
    .addHelpText('after', '\nExample:\n  error-atlas taxonomy export agents mine.json')
    .action(async (which: string, file: string, { store, force }: { store: string; force?: boolean }) => {
      const taxonomy = await loadTaxonomy(which, store);
      await asInput(writeTaxonomy(file, taxonomy, force));
      print(`${plain(taxonomyRef(taxonomy))} written to ${plain(file)}.`);
    });
}
