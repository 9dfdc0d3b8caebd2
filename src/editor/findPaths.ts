import { readFile } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import * as vscode from 'vscode';
import { fileSettings } from './settings';

/**
 * Files of the workspace that may hold an evaluation: by our settings and `files.exclude`, and
 * without what git ignores when the user has the Explorer hide that too. By default it does not, and
 * rightly so: outputs of evaluations are what most projects have git ignore.
 */
export async function findPaths(): Promise<Set<string>> {
  const { include, exclude } = fileSettings();
  const paths = pathsOf(await vscode.workspace.findFiles(include, exclude));
  const followGit = vscode.workspace.getConfiguration('explorer').get('excludeGitIgnore', false);
  if (!followGit) return new Set(paths);
  const rules = await ignoreRules(pathsOf(await vscode.workspace.findFiles('**/.gitignore', exclude)));
  return new Set(paths.filter((path) => !isIgnored(path, rules)));
}

function pathsOf(uris: readonly vscode.Uri[]): string[] {
  return uris.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
}

/** By the folder of each `.gitignore`; one that can't be read ignores nothing. */
async function ignoreRules(files: readonly string[]): Promise<Map<string, Ignore>> {
  const rules = new Map<string, Ignore>();
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => '');
    rules.set(dirname(file), ignore().add(text));
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
