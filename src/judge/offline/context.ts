import { scannedHead } from './scannedText';

/** Material that a task gives to be read, and what is asked about it. */
export interface Context {
  material: string;
  question: string;
}

/** Fewest characters of material: a word behind "Text:" is none. */
const SHORTEST = 30;

/** Words that announce material. */
const ANNOUNCED =
  /(?:^|\n)[ \t>*#"]{0,8}(?:(?:question|q)\s?:\s?)?(?:text|context|passage|table|document|article|paragraph|excerpt|email|e-mail|invoice|receipt|log|report|note|notice|schedule|data|source|story|memo|letter|transcript|record|review|abstract)s?\b[^:\n]{0,40}:/gi;

/** The last material of an input and the question after it; `null` for a task without any. */
export function contextOf(input: string): Context | null {
  const text = scannedHead(input)
    .trimEnd()
    .replace(/\s{0,4}\n\s{0,4}(?:Answer|A)\s?[:：]$/i, '');
  const announced = [...text.matchAll(ANNOUNCED)].at(-1);
  const from = announced === undefined ? startOfTable(text) : announced.index;
  if (from === null) return null;
  const block = text.slice(from);
  const stop = block.lastIndexOf('?');
  // Without a question mark, the last line asks.
  const before =
    stop < 0
      ? block.lastIndexOf('\n')
      : Math.max(...['. ', '.\n', '? ', '\n', '! ', '| '].map((mark) => block.lastIndexOf(mark, stop - 2)));
  // Nothing is asked after the material: it was before.
  if (before <= 0)
    return block.length >= SHORTEST && from > 0 ? { material: block, question: text.slice(0, from) } : null;
  const material = block.slice(0, before + 1);
  const question = block.slice(before + 1);
  return material.trim().length >= SHORTEST && question.trim() !== '' ? { material, question } : null;
}

/** Where the last run of `| a | b |` lines begins. */
function startOfTable(text: string): number | null {
  const rows = [...text.matchAll(/^[ \t]*\|[^\n]*\|[ \t]*$/gm)];
  const last = rows.at(-1);
  if (last === undefined || rows.length < 3) return null;
  let first = last;
  for (const row of rows.toReversed()) {
    if (first !== row && row.index + row[0].length + 1 !== first.index) break;
    first = row;
  }
  return first.index;
}
