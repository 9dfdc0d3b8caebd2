import { basename, posix } from 'node:path';
import * as vscode from 'vscode';
import type { FileAccess } from '../readers/reader';
import { pathOf } from './place';

/** Such a file comes as a whole or not at all, so it has to fit into memory together with what it is part of. */
export const MAX_VIRTUAL_BYTES = 64 * 1024 * 1024;
/** So much of what was read is kept for the next who asks. */
const KEPT_BYTES = 2 * MAX_VIRTUAL_BYTES;
const CHUNK_BYTES = 128 * 1024;

/** A file of a virtual file system that is larger than we read. */
export class TooLargeToRead extends Error {
  override readonly name = 'TooLargeToRead';
}

/**
 * A file of a virtual file system (an archive, a repository on a server), read through `workspace.fs`. Throws
 * `TooLargeToRead`, and the file system's errors where there is no readable file.
 */
export async function openVirtualFile(uri: vscode.Uri): Promise<FileAccess> {
  const facts = await vscode.workspace.fs.stat(uri);
  const path = pathOf(uri);
  if ((facts.type & vscode.FileType.File) === 0) throw new Error(`${path} is not a file`);
  if (facts.size > MAX_VIRTUAL_BYTES) {
    const size = Math.round(facts.size / 1024 / 1024);
    throw new TooLargeToRead(
      `${path} has ${size} MB: in a virtual file system files are read up to ${MAX_VIRTUAL_BYTES / 1024 / 1024} MB. ` +
        'Copy it to a folder of the disk and open it there.',
    );
  }
  const read = () => contents.read(uri, facts.mtime);
  const folder = vscode.Uri.joinPath(uri, '..');
  return {
    path,
    name: basename(uri.path),
    size: facts.size,
    mtime: facts.mtime,
    async *stream(start = 0, end = Number.POSITIVE_INFINITY) {
      const bytes = await read();
      const last = Math.min(end, bytes.length);
      for (let at = start; at < last; at += CHUNK_BYTES) {
        yield bytes.slice(at, Math.min(at + CHUNK_BYTES, last));
        // There is nothing to wait for, and the editor has other things to do too.
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    bytes: async (offset, length) => (await read()).slice(offset, offset + length),
    siblings: async () => (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name),
    sibling: (name) => openVirtualFile(folder.with({ path: posix.join(folder.path, name) })),
  };
}

/** What was read last, up to a limit. */
class Contents {
  private readonly kept = new Map<string, { mtime: number; bytes: Promise<Uint8Array>; size: number }>();

  read(uri: vscode.Uri, mtime: number): Promise<Uint8Array> {
    const name = uri.toString();
    const known = this.kept.get(name);
    this.kept.delete(name);
    if (known?.mtime === mtime) {
      this.kept.set(name, known);
      return known.bytes;
    }
    const fresh = { mtime, bytes: Promise.resolve(vscode.workspace.fs.readFile(uri)), size: 0 };
    this.kept.set(name, fresh);
    fresh.bytes.then(
      ({ length }) => {
        fresh.size = length;
        this.letGo();
      },
      () => this.kept.delete(name),
    );
    return fresh.bytes;
  }

  private letGo(): void {
    let sum = [...this.kept.values()].reduce((total, { size }) => total + size, 0);
    for (const [name, { size }] of this.kept) {
      if (sum <= KEPT_BYTES) return;
      this.kept.delete(name);
      sum -= size;
    }
  }
}

const contents = new Contents();
