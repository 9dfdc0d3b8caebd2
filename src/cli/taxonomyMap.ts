import { Command } from 'commander';
import { type Crosswalk, crosswalk } from '../errormap/crosswalk';
import { type Taxonomy, taxonomyRef } from '../model/taxonomy';
import type { JudgmentStore } from '../store/judgmentStore';
import { InputError } from './exit';
import { counted, pageWidth, percent, print, printJson } from './output';
import { plain } from './plain';
import { DEFAULT_STORE, openStore } from './store';
import { table } from './table';
import { loadTaxonomy } from './taxonomyFiles';
import { readEvaluations } from './workspace';

/** `taxonomy map A B [PATH…]`: which categories of A become which of B, counted over the same failing examples. */
export function mapCommand(): Command {
  return new Command('map')
    .description('Compare two taxonomies by the failing examples that were judged under both.')
    .argument('<from>', 'id or file')
    .argument('<to>', 'id or file')
    .argument('[path...]', 'files and folders; all that is in the store when there are none')
    .option('--json', 'print one JSON document')
    .option('--store <folder>', 'where judgments and taxonomies are kept', DEFAULT_STORE)
    .addHelpText(
      'after',
      `
Examples:
  error-atlas taxonomy map erroratlas errormap runs/
  error-atlas taxonomy map erroratlas mine.json --json`,
    )
    .action(async (from: string, to: string, paths: string[], options: { json?: boolean; store: string }) => {
      const [a, b] = [await loadTaxonomy(from, options.store), await loadTaxonomy(to, options.store)];
      const store = await openStore(options.store);
      // Without paths an example counts once, however often it occurs in files that nobody has named.
      const keys = paths.length === 0 ? [...store.judgedKeys()] : await failingKeys(paths);
      const pairs = keys.flatMap((key) => {
        const [first, second] = [categoryUnder(a, key, store), categoryUnder(b, key, store)];
        return first === undefined || second === undefined ? [] : [[first, second] as const];
      });
      if (pairs.length === 0) {
        throw new InputError(
          `No failing example is judged under both ${plain(taxonomyRef(a))} and ${plain(taxonomyRef(b))}. Sort them first: error-atlas taxonomy apply ${plain(to)} PATH.`,
        );
      }
      const walk = crosswalk(pairs);
      if (options.json)
        printJson({ from: taxonomyRef(a), to: taxonomyRef(b), examples: walk.examples, rows: walk.rows });
      else printCrosswalk(walk, a, b);
    });
}

async function failingKeys(paths: string[]): Promise<string[]> {
  const { failing, files } = await readEvaluations(paths);
  await files.close();
  return failing.map(({ key }) => key);
}

function categoryUnder(taxonomy: Taxonomy, key: string, store: JudgmentStore): string | undefined {
  return store.under(key, taxonomyRef(taxonomy))?.category;
}

function printCrosswalk({ examples, rows }: Crosswalk, a: Taxonomy, b: Taxonomy): void {
  const lines = rows.flatMap(({ category, count, to }) =>
    to.map((target, i) => [
      i === 0 ? plain(category) : '',
      i === 0 ? `${count}` : '',
      plain(target.category),
      `${target.count}`,
      percent(target.share),
    ]),
  );
  const head = [plain(a.name), 'failing', plain(b.name), 'failing', 'share'];
  print(table([head, ...lines], { right: [1, 3, 4], shrink: [0, 2], width: pageWidth() }));
  print(`\n${counted(examples, 'failing example')} judged under both.`);
}
