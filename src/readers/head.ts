import { decode } from './json/parseJson';
import type { FileAccess, FileHead } from './reader';

export const HEAD_BYTES = 64 * 1024;

/** What detection looks at. */
export async function readHead(file: FileAccess): Promise<FileHead> {
  const head = await file.bytes(0, Math.min(HEAD_BYTES, file.size));
  return { path: file.path, name: file.name, size: file.size, head, text: decode(head) };
}
