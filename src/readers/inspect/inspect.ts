import { outline } from '../json/outline';
import type { FileHead, Reader } from '../reader';
import { openEvalLog } from './evalLog';
import { openJsonLog } from './jsonLog';

/** Logs of Inspect AI, as one JSON object or as a zip (`.eval`). */
export const inspect: Reader = {
  id: 'inspect',
  name: 'Inspect AI',
  choice: 'metrics',
  detect(head: FileHead): boolean {
    if (isZip(head.head)) return isLogZip(head);
    const keys = outline(head.text);
    // `eval.model` stands behind the list of all sample ids, which may be longer than the head.
    const ofARun = ['eval.run_id', 'eval.task_id', 'eval.created', 'eval.model'].some((key) => keys.has(key));
    return keys.has('eval.task') && ofARun && (keys.has('version') || keys.has('status'));
  },
  async open(file, choices) {
    return isZip(await file.bytes(0, 4)) ? openEvalLog(file, choices?.metric) : openJsonLog(file, choices?.metric);
  },
};

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

/** The names of entries stand in the bytes as they are; `open` reads the directory and has the last word. */
function isLogZip({ head, name }: FileHead): boolean {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  return ['_journal/start.json', 'header.json'].some((entry) => bytes.includes(entry)) || /\.eval$/i.test(name);
}
