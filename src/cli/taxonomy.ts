import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import * as z from 'zod';
import { builtinTaxonomies } from '../model/taxonomies/builtin';
import { Taxonomy, taxonomyRef } from '../model/taxonomy';
import { parseJson } from '../readers/json/parseJson';
import { InputError } from './exit';
import { print, printJson } from './output';
import { plain } from './plain';

/** `taxonomy show ID|FILE` and `taxonomy validate FILE`. */
export function taxonomyCommand(): Command {
  const show = new Command('show')
    .description('Print a taxonomy.')
    .argument('<id-or-file>')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Examples:
  error-atlas taxonomy show erroratlas
  error-atlas taxonomy show erroratlas --json > mine.json`,
    )
    .action(async (which: string, { json }: { json?: boolean }) => {
      const taxonomy = await loadTaxonomy(which);
      if (json) printJson(taxonomy);
      else printTaxonomy(taxonomy);
    });
  const validate = new Command('validate')
    .description('Check a taxonomy file.')
    .argument('<file>')
    .addHelpText(
      'after',
      `
Examples:
  error-atlas taxonomy validate mine.json
  error-atlas taxonomy validate .error-atlas/taxonomies/mine.json && git commit -a`,
    )
    .action(async (file: string) => {
      const taxonomy = await readTaxonomy(file);
      print(`${plain(taxonomyRef(taxonomy))}: ${taxonomy.categories.length} categories, valid.`);
    });
  return new Command('taxonomy')
    .description('Look at and check taxonomies.')
    .addCommand(show)
    .addCommand(validate)
    .addHelpText(
      'after',
      `
Examples:
  error-atlas taxonomy show erroratlas
  error-atlas taxonomy validate mine.json`,
    );
}

/** A built-in taxonomy by its id, or one from a JSON file. Throws `InputError` with what is wrong. */
export async function loadTaxonomy(idOrFile: string): Promise<Taxonomy> {
  return builtinTaxonomies.get(idOrFile) ?? readTaxonomy(idOrFile);
}

async function readTaxonomy(file: string): Promise<Taxonomy> {
  const name = plain(file);
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    const known = [...builtinTaxonomies.keys()].join(', ');
    throw new InputError(
      error.code === 'ENOENT'
        ? `There is no taxonomy or file "${name}". Built in: ${known}.`
        : `${name} can't be read (${error.code}).`,
    );
  });
  let json: unknown;
  try {
    json = parseJson(bytes);
  } catch (error) {
    throw new InputError(`${name} is no taxonomy: ${error instanceof Error ? error.message : String(error)}`);
  }
  const taxonomy = Taxonomy.safeParse(json);
  if (!taxonomy.success) throw new InputError(`${name} is no taxonomy:\n${z.prettifyError(taxonomy.error)}`);
  return taxonomy.data;
}

function printTaxonomy(taxonomy: Taxonomy): void {
  print(`${plain(taxonomy.name)} (${plain(taxonomyRef(taxonomy))})\n${plain(taxonomy.source)}\n`);
  for (const { name, source, description } of taxonomy.categories) {
    print(`${plain(name)}${source ? ` [${source}]` : ''}\n  ${plain(description)}`);
  }
}
