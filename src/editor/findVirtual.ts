import { posix } from 'node:path';
import picomatch from 'picomatch';
import * as vscode from 'vscode';

/** A listing may be a call to a server: so many folders are looked into, the outer ones first. */
const MAX_FOLDERS = 2_000;

/**
 * The files of a folder in a virtual file system, most of which the editor can't search in. Links are not followed.
 *
 * @param globs relative to the folder; a file has to match one
 */
export async function findInVirtualFolder(
  root: vscode.Uri,
  globs: readonly string[],
  exclude: string,
): Promise<vscode.Uri[]> {
  const isWanted = picomatch([...globs], { dot: true });
  const isExcluded = picomatch([exclude, ...filesExclude(root)], { dot: true });
  const found: vscode.Uri[] = [];
  const folders = [''];
  for (let at = 0; at < folders.length && at < MAX_FOLDERS; at += 1) {
    const folder = folders[at] ?? '';
    const members = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(root, folder)).then(
      (all) => all,
      () => [],
    );
    for (const [name, type] of members) {
      const path = posix.join(folder, name);
      // A glob such as `**/node_modules/**` is meant for what is in the folder.
      if (isExcluded(path) || isExcluded(`${path}/x`)) continue;
      if (type === vscode.FileType.Directory) folders.push(path);
      else if ((type & vscode.FileType.File) !== 0 && isWanted(path)) found.push(vscode.Uri.joinPath(root, path));
    }
  }
  return found;
}

function filesExclude(root: vscode.Uri): string[] {
  const given = vscode.workspace.getConfiguration('files', root).get<Record<string, unknown>>('exclude') ?? {};
  return Object.keys(given).filter((glob) => given[glob] === true);
}
