/** Splits any script into words (Chinese and Thai too, which have no spaces). */
const SEGMENTER = new Intl.Segmenter('en', { granularity: 'word' });

const ASCII = /^[ -~\s]*$/;

export function wordsOf(text: string): string[] {
  // The segmenter takes ten times as long, and most titles are English.
  if (ASCII.test(text)) return text.match(/[A-Za-z0-9]+(?:'[A-Za-z]+)*/g) ?? [];
  const words: string[] = [];
  for (const { segment, isWordLike } of SEGMENTER.segment(text)) if (isWordLike) words.push(segment);
  return words;
}

/** A text up to the end of so many words. */
export function firstWords(text: string, most: number): string {
  let seen = 0;
  for (const { segment, index, isWordLike } of SEGMENTER.segment(text)) {
    if (isWordLike && ++seen === most) return text.slice(0, index + segment.length);
  }
  return text;
}

/** A text without case, punctuation and spacing: equal for names that are spelled in other ways. */
export function bareName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
}

/** Dice coefficient of the pairs of letters, 0 … 1: how alike two names are spelled. */
export function spellingLikeness(a: string, b: string): number {
  const first = letterPairs(bareName(a));
  const second = letterPairs(bareName(b));
  let size = 0;
  for (const count of first.values()) size += count;
  let shared = 0;
  for (const [pair, count] of second) {
    size += count;
    shared += Math.min(count, first.get(pair) ?? 0);
  }
  return size === 0 ? 0 : (2 * shared) / size;
}

function letterPairs(text: string): Map<string, number> {
  const letters = [...`^${text}$`];
  const pairs = new Map<string, number>();
  if (text === '') return pairs;
  for (let i = 1; i < letters.length; i++) {
    const pair = `${letters[i - 1]}${letters[i]}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
