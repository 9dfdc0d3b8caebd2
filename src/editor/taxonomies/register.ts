import * as vscode from 'vscode';
import { registerBuildTaxonomy } from './buildCommand';
import { registerChooseTaxonomy } from './chooseCommand';
import { registerTaxonomyEditor } from './editorProvider';
import { registerTaxonomyExchange } from './exchangeCommands';
import { registerImportResults } from './importResults';
import { registerMapTaxonomies } from './mapCommand';
import type { TaxonomyParts } from './parts';
import { registerTaxonomyProblems } from './problems';
import { registerReclassifyUnder } from './reclassifyCommand';

/** All that the editor does with taxonomies: choose, build, edit, reclassify, compare and exchange them. */
export function registerTaxonomies(parts: TaxonomyParts): vscode.Disposable {
  return vscode.Disposable.from(
    registerChooseTaxonomy(parts),
    registerBuildTaxonomy(parts),
    registerReclassifyUnder(parts),
    registerMapTaxonomies(parts),
    registerTaxonomyExchange(parts),
    registerImportResults(parts),
    registerTaxonomyEditor(parts),
    registerTaxonomyProblems(parts.taxonomies),
  );
}
