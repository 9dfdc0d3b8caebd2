import { dirname, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import * as vscode from 'vscode';
import { findInVirtualFolder } from './findVirtual';
import { isVirtual, pathOf, uriOf } from './place';
import { fileSettings } from './settings';

/**
 * Files of the workspace that may hold an evaluation: by our settings and `files.exclude`, and
 * without what git ignores when the user has the Explorer hide that too. By default it does not, and
 * rightly so: outputs of evaluations are what most projects have git ignore.
 *
 * @param alsoIn globs of files that are looked at besides
 */
export async function findPaths(alsoIn: readonly string[]): Promise<Set<string>> {
  const { include, exclude } = fileSettings();
  const globs = [include, ...alsoIn];
  const found = await Promise.all(globs.map((glob) => vscode.workspace.findFiles(glob, exclude)));
  const paths = new Set(found.flat().map(pathOf));
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    if (uri.scheme === 'file' || hasFileIn(paths, uri.scheme)) continue;
    for (const file of await findInVirtualFolder(uri, globs, exclude)) paths.add(pathOf(file));
  }
  const followGit = vscode.workspace.getConfiguration('explorer').get('excludeGitIgnore', false);
  if (!followGit) return paths;
  const rules = await ignoreRules(await vscode.workspace.findFiles('**/.gitignore', exclude));
  return new Set([...paths].filter((path) => isVirtual(path) || !isIgnored(path, rules)));
}

/** Then the editor can search in that file system itself. */
function hasFileIn(paths: ReadonlySet<string>, scheme: string): boolean {
  return [...paths].some((path) => isVirtual(path) && uriOf(path).scheme === scheme);
}

/** By the folder of each `.gitignore`; one that can't be read ignores nothing. */
async function ignoreRules(files: readonly vscode.Uri[]): Promise<Map<string, Ignore>> {
  const rules = new Map<string, Ignore>();
  for (const file of files) {
    const text = await vscode.workspace.fs.readFile(file).then(
      (bytes) => Buffer.from(bytes).toString('utf8'),
      () => '',
    );
    rules.set(dirname(file.fsPath), ignore().add(text));
  }
  return rules;
}

/** As git does: the nearest folder's rules speak first, and may take back what an outer one says. */
function isIgnored(path: string, rules: ReadonlyMap<string, Ignore>): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const verdict = rules.get(folder)?.test(relative(folder, path).split(sep).join('/'));
    if (verdict?.ignored) return true;
    if (verdict?.unignored || folder === dirname(folder)) return false;
  }
}
