import { once } from 'node:events';
import { plainLines } from './plain';

/** Rows are made for this width where nobody says how wide the reader's window is. */
const PAGE_WIDTH = 100;

/** Terminal columns of stdout; `PAGE_WIDTH` in a file or a pipe. */
export function pageWidth(): number {
  return process.stdout.columns || PAGE_WIDTH;
}

/** One JSON document on stdout; nothing else is ever printed there with `--json`. */
export function printJson(document: unknown): void {
  process.stdout.write(`${jsonText(document)}\n`);
}

/**
 * `{ [name]: [item, …] }` on stdout, each item as it comes: the whole may be bigger than memory.
 * Waits for a slow reader.
 */
export async function printJsonList(name: string, items: AsyncIterable<unknown>): Promise<void> {
  let before = `{\n  ${JSON.stringify(name)}: [`;
  let after = ']\n}\n';
  for await (const item of items) {
    await write(`${before}\n    ${jsonText(item).replaceAll('\n', '\n    ')}`);
    before = ',';
    after = '\n  ]\n}\n';
  }
  await write(before === ',' ? after : before + after);
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Progress and warnings: stderr, so that stdout stays the result. */
export function note(text: string): void {
  process.stderr.write(`${plainLines(text)}\n`);
}

export function dollars(cost: number | null): string {
  return cost === null ? 'cost not known' : `$${cost.toFixed(cost >= 1 ? 2 : 4)}`;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** `1 example`, `2 examples`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** JSON leaves the controls from U+007F on as they are, and a terminal would obey them. */
function jsonText(document: unknown): string {
  return JSON.stringify(document, null, 2).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
