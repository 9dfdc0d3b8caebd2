import { posix, sep } from 'node:path';
import * as vscode from 'vscode';

/** With two letters at least: `c:` is a drive. */
const SCHEME = /^[a-z][a-z0-9+.-]+:/i;

/**
 * How files are named in the index and in refs: by their path on the disk, and by their address where
 * they lie in a virtual file system.
 */
export function pathOf(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}

export function uriOf(path: string): vscode.Uri {
  return isVirtual(path) ? vscode.Uri.parse(path, true) : vscode.Uri.file(path);
}

/** Whether only the editor can read the file, through `workspace.fs`. */
export function isVirtual(path: string): boolean {
  return SCHEME.test(path);
}

export function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder + (isVirtual(folder) ? '/' : sep));
}

/** For people: within the folder that is open, as far as it is in one. */
export function shortPath(path: string): string {
  return vscode.workspace.asRelativePath(uriOf(path));
}

/** What the file may be called in a glob of a setting. */
export function namesOf(path: string): string[] {
  const uri = uriOf(path);
  // Of several folders that are open, the first name says which is meant.
  const relative = [vscode.workspace.asRelativePath(uri), vscode.workspace.asRelativePath(uri, false)];
  return [...new Set([...relative, isVirtual(path) ? uri.path : path])];
}

/** A glob for this file alone, as settings keep it. */
export function globFor(path: string): string {
  return escaped(namesOf(path)[0] ?? path);
}

/** A glob for the files of the same kind in the same folder. */
export function globForAll(path: string): string {
  const [name = path] = namesOf(path);
  const folder = posix.dirname(name.replaceAll('\\', '/'));
  const ending = /(\.[a-z0-9]+(\.gz)?)$/i.exec(name)?.[1] ?? '';
  return folder === '.' ? `./*${ending}` : `${escaped(folder)}/*${ending}`;
}

/** Names may have characters that mean something in a glob. */
function escaped(name: string): string {
  return name.replaceAll('\\', '/').replace(/[*?[\]{}()!+@]/g, '\\$&');
}
