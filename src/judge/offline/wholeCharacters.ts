import type { Span } from './rule';

/** The span without the halves of cut surrogate pairs at its ends; empty spans give no quote. */
export function wholeCharacters(text: string, { start, end }: Span): Span[] {
  const from = splitsPair(text, start) ? start + 1 : start;
  const to = splitsPair(text, end) ? end + 1 : end;
  return from < to ? [{ start: from, end: to }] : [];
}

function splitsPair(text: string, index: number): boolean {
  return /[\uD800-\uDBFF]/.test(text[index - 1] ?? '') && /[\uDC00-\uDFFF]/.test(text[index] ?? '');
}
