import { normalText } from './finalAnswer';

/** Words of an item of a list; longer pieces between commas are clauses of a sentence. */
const MAX_ITEM_WORDS = 4;

/** Items of a reference that is plainly a list: comma- or line-separated short pieces, or a JSON array of texts. */
export function itemsOf(reference: string): string[] {
  const text = reference.trim();
  if (text.length > 2000) return [];
  const json = jsonItems(text);
  if (json !== null) return json;
  const lines = text
    .split('\n')
    .map(withoutBullet)
    .filter((line) => line !== '');
  const pieces = lines.length > 1 ? lines : text.replace(/\.$/, '').split(/,\s+(?:and\s+|or\s+)?|;\s*|\s+and\s+/);
  const items = pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
  const plain = items.every(
    (item) =>
      /\p{L}|\d/u.test(item) &&
      item.split(/\s+/).length <= MAX_ITEM_WORDS &&
      !/[=?:!]|^(?:he|she|it|they|we|I|because|which|who|when|so|but)\b/i.test(item),
  );
  return items.length >= 2 && plain && new Set(items.map(normalText)).size === items.length ? items : [];
}

/** The lines of a list in the words that count: without marks, case and punctuation; empty lines left out. */
export function linesOf(text: string): string[] {
  if (text.length > 20_000) return [];
  return text
    .split('\n')
    .map((line) => normalText(withoutBullet(line)))
    .filter((line) => line !== '');
}

/** The items that an output lists, when it is nothing but a list. */
export function listedIn(output: string): string[] {
  return itemsOf(output.replace(/^[^\n:]{0,60}:\s*/, ''));
}

/** The items of the output's bulleted or numbered lines. */
export function bulletedItems(output: string): string[] {
  return output
    .split('\n')
    .filter((line) => /^\s{0,3}(?:[-*•]|\d{1,3}[.)])\s+\S/.test(line))
    .map(withoutBullet);
}

/** True when the text names the item as a whole word, whatever its case, its plural or its punctuation. */
export function names(text: string, item: string): boolean {
  const wanted = ` ${singular(normalText(item))} `;
  return ` ${singular(normalText(text))} `.includes(wanted);
}

function singular(text: string): string {
  return text.replace(/(s|x|z|ch|sh)es\b/g, '$1').replace(/(\p{L}{2}[^\P{L}s])s\b/gu, '$1');
}

function withoutBullet(line: string): string {
  return line.trim().replace(/^(?:[-*•]|\d{1,3}[.)])\s+/, '');
}

function jsonItems(text: string): string[] | null {
  if (!text.startsWith('[')) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value) || value.length < 2) return [];
    return value.every((item) => typeof item === 'string') ? value : [];
  } catch {
    return [];
  }
}
