import { Command } from 'commander';
import { checkTaxonomyFile, TaxonomyFolder } from '../errormap/files/taxonomyFolder';
import { builtinTaxonomies } from '../model/taxonomies/builtin';
import type { Category, Taxonomy } from '../model/taxonomy';
import { taxonomyRef } from '../model/taxonomy';
import { EXIT } from './exit';
import { note, print, printJson } from './output';
import { plain } from './plain';
import { DEFAULT_STORE } from './store';
import { table } from './table';
import { applyCommand } from './taxonomyApply';
import { buildCommand } from './taxonomyBuild';
import { exportCommand, importCommand } from './taxonomyExchange';
import { asInput, loadTaxonomy } from './taxonomyFiles';
import { mapCommand } from './taxonomyMap';
import { undoCommand } from './taxonomyUndo';

export { loadTaxonomy } from './taxonomyFiles';

/** `taxonomy`: build, look at, check, apply, compare and exchange sets of categories. */
export function taxonomyCommand(): Command {
  return new Command('taxonomy')
    .description('Build, check, apply and exchange taxonomies: the categories of errors.')
    .addCommand(buildCommand())
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(validateCommand())
    .addCommand(applyCommand())
    .addCommand(mapCommand())
    .addCommand(undoCommand())
    .addCommand(importCommand())
    .addCommand(exportCommand())
    .addHelpText(
      'after',
      `
Examples:
  error-atlas taxonomy build runs/ --judge openai --model gpt-5-mini --api-key-env OPENAI_API_KEY
  error-atlas taxonomy show erroratlas
  error-atlas taxonomy validate mine.json`,
    );
}

function listCommand(): Command {
  return new Command('list')
    .description('List the taxonomies that there are.')
    .option('--json', 'print one JSON document')
    .option('--store <folder>', 'where own taxonomies are kept', DEFAULT_STORE)
    .addHelpText('after', '\nExample:\n  error-atlas taxonomy list')
    .action(async ({ json, store }: { json?: boolean; store: string }) => {
      const folder = new TaxonomyFolder(store);
      const ids = [...new Set([...builtinTaxonomies.keys(), ...(await folder.ids())])];
      const rows = await Promise.all(ids.map((id) => listed(id, folder)));
      if (json) printJson({ taxonomies: rows });
      else
        print(
          table(
            rows.map(({ id, categories, name }) => [plain(id), `${categories ?? '–'}`, plain(name)]),
            { right: [1] },
          ),
        );
    });
}

/** A file with a fault is listed too, or nobody would see why it can't be used. */
async function listed(id: string, folder: TaxonomyFolder) {
  try {
    const taxonomy = await folder.load(id);
    return { id: taxonomyRef(taxonomy), name: taxonomy.name, categories: taxonomy.categories.length };
  } catch {
    return { id, name: `(not valid: see error-atlas taxonomy show ${id})`, categories: null };
  }
}

function showCommand(): Command {
  return new Command('show')
    .description('Print a taxonomy.')
    .argument('<id-or-file>')
    .option('--json', 'print one JSON document')
    .option('--store <folder>', 'where own taxonomies are kept', DEFAULT_STORE)
    .addHelpText(
      'after',
      `
Examples:
  error-atlas taxonomy show erroratlas
  error-atlas taxonomy show erroratlas --json > mine.json`,
    )
    .action(async (which: string, { json, store }: { json?: boolean; store: string }) => {
      const taxonomy = await loadTaxonomy(which, store);
      if (json) printJson(taxonomy);
      else printTaxonomy(taxonomy);
    });
}

function validateCommand(): Command {
  return new Command('validate')
    .description('Check a taxonomy file: each fault with its line and column.')
    .argument('<file>')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Examples:
  error-atlas taxonomy validate mine.json
  error-atlas taxonomy validate .error-atlas/taxonomies/mine.json && git commit -a`,
    )
    .action(async (file: string, { json }: { json?: boolean }) => {
      const { taxonomy, faults } = await asInput(checkTaxonomyFile(file));
      if (json) printJson({ valid: faults.length === 0, faults });
      else if (taxonomy) {
        print(`${plain(taxonomyRef(taxonomy))}: ${taxonomy.categories.length} categories, valid.`);
      }
      if (faults.length === 0) return;
      for (const { line, column, message } of faults) note(plain(`${file}:${line}:${column}: ${message}`));
      process.exitCode = EXIT.usage;
    });
}

function printTaxonomy(taxonomy: Taxonomy): void {
  print(`${plain(taxonomy.name)} (${plain(taxonomyRef(taxonomy))})\n${plain(taxonomy.source)}\n`);
  printCategories(taxonomy.categories, '');
}

function printCategories(categories: readonly Category[], indent: string): void {
  for (const { name, source, description, children = [] } of categories) {
    print(`${indent}${plain(name)}${source ? ` [${source}]` : ''}\n${indent}  ${plain(description)}`);
    printCategories(children, `${indent}  `);
  }
}
