import * as vscode from 'vscode';

/** Files that only the editor can reach: a read-only file system of the test's. */
export class MemoryFileSystem implements vscode.FileSystemProvider {
  private readonly files = new Map<string, { bytes: Uint8Array; size: number; mtime: number; reads: number }>();
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;

  constructor(readonly scheme: string) {}

  uri(path: string): vscode.Uri {
    return vscode.Uri.from({ scheme: this.scheme, path });
  }

  /** `size`: what the file is said to have. */
  write(path: string, text: string, size?: number): void {
    const bytes = Buffer.from(text);
    const type = this.files.has(path) ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created;
    const mtime = (this.files.get(path)?.mtime ?? Date.now()) + 1;
    this.files.set(path, { bytes, size: size ?? bytes.length, mtime, reads: 0 });
    this.changed.fire([{ type, uri: this.uri(path) }]);
  }

  /** How often the file was read. */
  reads(path: string): number {
    return this.files.get(path)?.reads ?? 0;
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const file = this.files.get(uri.path);
    if (file) return { type: vscode.FileType.File, ctime: 0, mtime: file.mtime, size: file.size };
    if (this.below(uri.path).length > 0) return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    throw vscode.FileSystemError.FileNotFound(uri);
  }

  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    const names = new Map<string, vscode.FileType>();
    for (const path of this.below(uri.path)) {
      const [name = '', ...rest] = path.split('/');
      names.set(name, rest.length === 0 ? vscode.FileType.File : vscode.FileType.Directory);
    }
    return [...names];
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const file = this.files.get(uri.path);
    if (!file) throw vscode.FileSystemError.FileNotFound(uri);
    file.reads += 1;
    return file.bytes;
  }

  createDirectory = readOnly;
  writeFile = readOnly;
  delete = readOnly;
  rename = readOnly;

  private below(folder: string): string[] {
    const start = folder.endsWith('/') ? folder : `${folder}/`;
    return [...this.files.keys()].filter((path) => path.startsWith(start)).map((path) => path.slice(start.length));
  }
}

function readOnly(uri: vscode.Uri): never {
  throw vscode.FileSystemError.NoPermissions(uri);
}
