import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { Command } from 'commander';
import { parse } from 'csv-parse';
import { checkTaxonomyFile, TaxonomyFolder, writeTaxonomy } from '../errormap/files/taxonomyFolder';
import { isResultsTable, pathOfRow, type ResultsRow } from '../errormap/ibm/importResults';
import { type ImportedCategory, isIbmTree, taxonomyOfIbmTree, taxonomyOfPaths } from '../errormap/ibm/importTree';
import { idOf } from '../errormap/tree';
import { messageOf } from '../model/messageOf';
import { type Taxonomy, taxonomyRef } from '../model/taxonomy';
import { decode, parseJson } from '../readers/json/parseJson';
import { InputError } from './exit';
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
      const isTable = /\.(csv|tsv)$/i.test(file);
      const taxonomy = isTable ? await readTable(file, options) : await readJson(file, options);
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

async function readJson(file: string, { id }: ImportOptions): Promise<Taxonomy> {
  const { taxonomy, faults } = await asInput(checkTaxonomyFile(file));
  if (taxonomy) return id === undefined ? taxonomy : { ...taxonomy, id };
  const json = await parsedFile(file);
  if (isIbmTree(json)) return failingAsInput(file, () => taxonomyOfIbmTree(json, id ?? nameOf(file)));
  const lines = faults.map(({ line, column, message }) => plain(`${file}:${line}:${column}: ${message}`));
  throw new InputError(`${plain(file)} is no taxonomy:\n${lines.join('\n')}`);
}

async function parsedFile(file: string): Promise<unknown> {
  try {
    return parseJson(decode(await readFile(file)));
  } catch {
    return undefined;
  }
}

async function readTable(file: string, { id }: ImportOptions): Promise<Taxonomy> {
  const paths = new Map<string, ImportedCategory[]>();
  const delimiter = extname(file).toLowerCase() === '.tsv' ? '\t' : ',';
  try {
    const stream = createReadStream(file);
    const parser = parse({ columns: true, bom: true, delimiter, relax_column_count: true });
    // An error of the file is the parser's too: the loop below throws it.
    stream.on('error', (error) => parser.destroy(error));
    for await (const row of stream.pipe(parser) as AsyncIterable<ResultsRow>) {
      if (paths.size === 0 && !isResultsTable(Object.keys(row))) {
        throw new Error('the columns error_title and category_depth_0 … are not there');
      }
      const path = pathOfRow(row);
      paths.set(JSON.stringify(path.map(({ name }) => name)), path);
    }
  } catch (error) {
    throw new InputError(`${plain(file)} is no results table of ErrorMap's: ${plain(messageOf(error))}`);
  }
  return failingAsInput(file, () => taxonomyOfPaths(paths.values(), id ?? nameOf(file)));
}

function nameOf(file: string): string {
  return idOf(basename(file, extname(file)).replace(/^exp_name=.*__exp_id=/, 'errormap-'));
}

function failingAsInput<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new InputError(`${plain(file)}: ${plain(messageOf(error))}`);
  }
}
