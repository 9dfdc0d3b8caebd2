import type { FileHead, Reader } from './reader';

/** Of a file in UTF-16, which begins with a byte order mark, its head as it would be in UTF-8; null of every other. */
export function headOfUtf16(head: FileHead): FileHead | null {
  const [first, second] = head.head;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null;
  if (encoding === null) return null;
  const text = new TextDecoder(encoding).decode(head.head);
  return { ...head, head: Buffer.from(text), text };
}

/** Places are counted in bytes of UTF-8 everywhere: such a file is listed, and its problem says what to do. */
export function refusingUtf16(reader: Reader): Reader {
  return {
    ...reader,
    open: () => Promise.reject(new Error('the file is written in UTF-16 and is not read: save it as UTF-8')),
  };
}
