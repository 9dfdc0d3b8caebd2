import { Command } from 'commander';
import { TaxonomyFolder } from '../errormap/files/taxonomyFolder';
import { taxonomyOf } from '../errormap/populate';
import { undoJoining } from '../errormap/undoJoining';
import type { BuiltTaxonomy } from '../model/builtTaxonomy';
import { messageOf } from '../model/messageOf';
import { InputError } from './exit';
import { print, printJson } from './output';
import { plain } from './plain';
import { DEFAULT_STORE } from './store';
import { asInput } from './taxonomyFiles';

/** `taxonomy undo ID CATEGORY`: takes the joining of two categories back. */
export function undoCommand(): Command {
  return new Command('undo')
    .description('Take back that a category was joined to another while the taxonomy was built.')
    .argument('<id>', "the built taxonomy's")
    .argument('<category>', 'id of the category that was joined')
    .option('--json', 'print one JSON document')
    .option('--store <folder>', 'where taxonomies are kept', DEFAULT_STORE)
    .addHelpText('after', '\nExample:\n  error-atlas taxonomy undo errormap arithmetic-slip')
    .action(async (id: string, category: string, { json, store }: { json?: boolean; store: string }) => {
      const folder = new TaxonomyFolder(store);
      const built = await asInput(folder.readBuild(await asInput(folder.load(id))));
      let undone: BuiltTaxonomy;
      try {
        undone = undoJoining(built, category);
      } catch (error) {
        throw new InputError(plain(messageOf(error)));
      }
      const path = await asInput(folder.keep(taxonomyOf(undone)));
      await asInput(folder.keepBuild(undone));
      if (json) printJson(undone);
      else print(`"${plain(category)}" is a category of its own again. Kept as ${plain(path)}.`);
    });
}
