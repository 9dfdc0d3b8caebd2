import { decode } from './json/parseJson';
import type { FileAccess, FileHead } from './reader';

const HEAD_BYTES = 64 * 1024;
const LONG_HEAD_BYTES = 1024 * 1024;
const LF = 0x0a;

/** What detection looks at: 64 KiB, or up to 1 MiB where not even the first line ends before that. */
export async function readHead(file: FileAccess): Promise<FileHead> {
  let head = await file.bytes(0, Math.min(HEAD_BYTES, file.size));
  if (file.size > head.length && !head.includes(LF)) {
    head = await file.bytes(0, Math.min(LONG_HEAD_BYTES, file.size));
  }
  return { path: file.path, name: file.name, size: file.size, head, text: decode(head) };
}
