import { openDiskFile } from '../readers/diskFile';
import type { FileAccess } from '../readers/reader';
import { isVirtual, uriOf } from './place';
import { openVirtualFile } from './virtualFile';

/** A file of the index, wherever it lies. Throws when there is no readable file of that name. */
export function openFile(path: string): Promise<FileAccess> {
  return isVirtual(path) ? openVirtualFile(uriOf(path)) : openDiskFile(path);
}

/** Whether that is why a file could not be opened. */
export function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ENOENT', 'FileNotFound'].includes(String(error.code));
}
