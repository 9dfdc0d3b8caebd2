import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import * as z from 'zod';
import { builtinTaxonomies } from '../model/taxonomies/builtin';
import { Taxonomy } from '../model/taxonomy';
import { InputError } from './exit';
import { plain, print, printJson } from './output';

/** `taxonomy show ID|FILE` and `taxonomy validate FILE`. */
export function taxonomyCommand(): Command {
  const show = new Command('show')
    .description('Print a taxonomy.')
    .argument('<id-or-file>')
    .option('--json', 'print one JSON document')
    .action(async (which: string, { json }: { json?: boolean }) => {
      const taxonomy = await loadTaxonomy(which);
      if (json) printJson(taxonomy);
      else printTaxonomy(taxonomy);
    });
  const validate = new Command('validate')
    .description('Check a taxonomy file.')
    .argument('<file>')
    .action(async (file: string) => {
      const { id, version, categories } = await loadTaxonomy(file);
      print(`${id}@${version}: ${categories.length} categories, valid.`);
    });
  return new Command('taxonomy').description('Look at and check taxonomies.').addCommand(show).addCommand(validate);
}

/** A built-in taxonomy by its id, or one from a JSON file. Throws `InputError` with what is wrong. */
export async function loadTaxonomy(idOrFile: string): Promise<Taxonomy> {
  const builtin = builtinTaxonomies.get(idOrFile);
  if (builtin) return builtin;
  let text: string;
  try {
    text = await readFile(idOrFile, 'utf8');
  } catch {
    const known = [...builtinTaxonomies.keys()].join(', ');
    throw new InputError(`There is no taxonomy or file "${idOrFile}". Built in: ${known}.`);
  }
  try {
    return Taxonomy.parse(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new InputError(`${idOrFile} is no taxonomy: ${reason}`);
  }
}

function printTaxonomy({ id, version, name, source, categories }: Taxonomy): void {
  print(`${plain(name)} (${id}@${version})\n${plain(source)}\n`);
  for (const category of categories) {
    print(`${plain(category.name)}${category.source ? ` [${category.source}]` : ''}\n  ${plain(category.description)}`);
  }
}
