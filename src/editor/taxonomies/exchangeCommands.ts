import { basename } from 'node:path';
import * as vscode from 'vscode';
import { importTaxonomyFile } from '../../errormap/files/importFile';
import { writeTaxonomy } from '../../errormap/files/taxonomyFolder';
import { builtinTaxonomies } from '../../model/taxonomies/builtin';
import { type Taxonomy, taxonomyRef } from '../../model/taxonomy';
import { pickTaxonomy } from './chooseCommand';
import { counted } from './counts';
import { openTaxonomyEditor } from './editorProvider';
import type { TaxonomyParts } from './parts';
import { telling } from './work';

/** Import Taxonomy…, Export Taxonomy… and Edit Taxonomy…; what they are for can be given as arguments. */
export function registerTaxonomyExchange(parts: TaxonomyParts): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('errorAtlas.importTaxonomy', (file?: unknown, id?: unknown) =>
      telling(() => importTaxonomy(parts, file, id)),
    ),
    vscode.commands.registerCommand('errorAtlas.exportTaxonomy', (id?: unknown, file?: unknown) =>
      telling(() => exportTaxonomy(parts, id, file)),
    ),
    vscode.commands.registerCommand('errorAtlas.openTaxonomy', (id?: unknown) =>
      telling(() => openTaxonomy(parts, id)),
    ),
  );
}

/** Returns what was imported. */
async function importTaxonomy(parts: TaxonomyParts, file: unknown, id: unknown): Promise<string | undefined> {
  const path = file instanceof vscode.Uri ? file.fsPath : typeof file === 'string' ? file : await askForFile();
  if (path === undefined) return undefined;
  const given = await importTaxonomyFile(path, typeof id === 'string' ? id : undefined);
  const taxonomy = await underFreeId(given);
  if (!taxonomy) return undefined;
  const kept = await parts.taxonomies.folder.keep(taxonomy);
  await parts.taxonomies.load();
  await openTaxonomyEditor(vscode.Uri.file(kept));
  void tellImported(taxonomy, path);
  return taxonomyRef(taxonomy);
}

/** A file must not take the place of a built-in taxonomy unasked. */
async function underFreeId(taxonomy: Taxonomy): Promise<Taxonomy | undefined> {
  if (!builtinTaxonomies.has(taxonomy.id)) return taxonomy;
  const id = await vscode.window.showInputBox({
    title: `“${taxonomy.id}” is the id of a built-in taxonomy: import it as`,
    value: `my-${taxonomy.id}`,
    validateInput: (value) =>
      !/^[a-z0-9][a-z0-9-]*$/.test(value)
        ? 'Lower-case letters, digits and hyphens.'
        : builtinTaxonomies.has(value)
          ? `“${value}” is built in.`
          : undefined,
  });
  return id === undefined ? undefined : { ...taxonomy, id };
}

function askForFile(): Promise<string | undefined> {
  const options = {
    title: 'Import a taxonomy: a file of ours, or the tree JSON or results CSV of ErrorMap',
    filters: { Taxonomies: ['json', 'csv', 'tsv'] },
  };
  return Promise.resolve(vscode.window.showOpenDialog(options)).then((uris) => uris?.[0]?.fsPath);
}

async function tellImported({ id, name, categories }: Taxonomy, path: string): Promise<void> {
  const use = 'Use It';
  const picked = await vscode.window.showInformationMessage(
    `ErrorAtlas: “${name}” with ${counted(categories.length, 'category', 'categories')} imported from ${basename(path)}.`,
    use,
  );
  if (picked === use) await vscode.commands.executeCommand('errorAtlas.chooseTaxonomy', id);
}

/** Returns the path of the new file. */
async function exportTaxonomy(parts: TaxonomyParts, id: unknown, file: unknown): Promise<string | undefined> {
  const listed =
    typeof id === 'string' ? parts.taxonomies.find(id) : await pickTaxonomy(parts, 'Export which taxonomy?');
  if (!listed?.taxonomy) return undefined;
  const { taxonomy } = listed;
  const isGiven = typeof file === 'string' || file instanceof vscode.Uri;
  const path =
    file instanceof vscode.Uri ? file.fsPath : typeof file === 'string' ? file : await askForTarget(listed.id);
  if (path === undefined) return undefined;
  // The dialog has asked already whether a file may be overwritten.
  await writeTaxonomy(path, taxonomy, !isGiven);
  void offerToOpen(path);
  return path;
}

async function askForTarget(id: string): Promise<string | undefined> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const uri = await vscode.window.showSaveDialog({
    title: 'Export the taxonomy',
    filters: { JSON: ['json'] },
    ...(folder?.uri.scheme === 'file' && { defaultUri: vscode.Uri.joinPath(folder.uri, `${id}.json`) }),
  });
  return uri?.fsPath;
}

async function offerToOpen(path: string): Promise<void> {
  const answer = await vscode.window.showInformationMessage(`ErrorAtlas: wrote ${path}`, 'Open');
  if (answer === 'Open') await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path));
}

/** A built-in one can't be changed: a copy of it is what is edited then. Returns the path that is open. */
async function openTaxonomy(parts: TaxonomyParts, given: unknown): Promise<string | undefined> {
  const { taxonomies } = parts;
  const listed = typeof given === 'string' ? taxonomies.find(given) : await pickTaxonomy(parts, 'Edit which taxonomy?');
  if (!listed) return undefined;
  const path = listed.file ?? (listed.taxonomy && (await copyOf(parts, listed.taxonomy)));
  if (path !== undefined) await openTaxonomyEditor(vscode.Uri.file(path));
  return path;
}

async function copyOf({ taxonomies }: TaxonomyParts, builtin: Taxonomy): Promise<string> {
  const id = `my-${builtin.id}`;
  const there = taxonomies.find(id);
  if (there?.file !== undefined) return there.file;
  const path = await taxonomies.folder.keep({
    ...builtin,
    id,
    version: '1',
    name: `My ${builtin.name}`,
    source: `A copy of ${taxonomyRef(builtin)} to be changed.`,
  });
  await taxonomies.load();
  return path;
}
