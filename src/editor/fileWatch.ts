import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { isBelow, isVirtual, pathOf, uriOf } from './place';

/** Calls back when a file comes, changes or goes, wherever it lies. */
export function watchFile(path: string, touched: () => void): vscode.Disposable {
  const folder = isVirtual(path) ? vscode.Uri.joinPath(uriOf(path), '..') : vscode.Uri.file(dirname(path));
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'));
  return listen(watcher, (other) => {
    if (other === path) touched();
  });
}

function listen(watcher: vscode.FileSystemWatcher, touched: (path: string) => void): vscode.Disposable {
  const tell = (uri: vscode.Uri) => touched(pathOf(uri));
  watcher.onDidCreate(tell);
  watcher.onDidChange(tell);
  watcher.onDidDelete(tell);
  return watcher;
}

/** Files that come, change and go: those of globs, whole folders, and single files wherever they are. */
export class FileWatch implements vscode.Disposable {
  private watchers: vscode.Disposable[] = [];
  private readonly folders: vscode.FileSystemWatcher;
  private readonly single = new Map<string, vscode.Disposable>();

  /**
   * @param touched called with each file, and with folders that are new
   * @param known the files that go when their folder goes
   */
  constructor(
    private readonly touched: (path: string) => void,
    private readonly known: () => Iterable<string>,
  ) {
    // A folder that comes or goes as a whole is one event of its own, which a watcher of files does not see.
    this.folders = vscode.workspace.createFileSystemWatcher('**', false, true, false);
    this.folders.onDidCreate(async (uri) => {
      const isFolder = await vscode.workspace.fs.stat(uri).then(
        ({ type }) => (type & vscode.FileType.Directory) !== 0,
        () => false,
      );
      if (isFolder) touched(pathOf(uri));
    });
    this.folders.onDidDelete((uri) => {
      const folder = pathOf(uri);
      for (const path of this.known()) if (isBelow(path, folder)) touched(path);
    });
  }

  /** From now on these globs and no others. */
  watchGlobs(globs: readonly string[]): void {
    for (const watcher of this.watchers) watcher.dispose();
    this.watchers = globs.map((glob) => listen(vscode.workspace.createFileSystemWatcher(glob), this.touched));
  }

  watchFile(path: string): void {
    if (this.single.has(path)) return;
    this.single.set(
      path,
      watchFile(path, () => this.touched(path)),
    );
  }

  dispose(): void {
    this.folders.dispose();
    for (const watcher of [...this.watchers, ...this.single.values()]) watcher.dispose();
  }
}
