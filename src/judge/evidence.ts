import search from 'approx-string-match';
import type { Evidence } from '../model/judgment';

/** What became of a judge's quotes: where they stand in the output, and how many don't. */
export interface LocatedEvidence {
  /** One entry per input quote, `undefined` where the quote is empty or not in the output. */
  quotes: (Evidence | undefined)[];
  /** The found ones in the order of the output, each place once. */
  evidence: Evidence[];
  /** Non-empty quotes that are not in the output: the judge made them up or reworded them. */
  dropped: number;
}

/** A stretch of the output, in UTF-16 offsets. */
export type Stretch = readonly [start: number, end: number];

/** A shorter quote has too many look-alikes to be looked for by likeness; in characters without white space. */
const SHORTEST_FUZZY = 12;
/** How much of a quote may differ, and how many characters at most. */
const FUZZY_SHARE = 0.1;
const MAX_ERRORS = 16;
/** How much is searched by likeness at once, in characters without white space. */
const WINDOW = 256;

/**
 * Looks a judge's quotes up in the original output (the paper's reference code doesn't check them).
 * A quote counts when it stands there exactly; or once all white space is ignored, since judges tidy line
 * breaks; or when no more than a tenth of its characters differ (case, quotation marks, a slip of the pen)
 * and its digits are the same: a changed number is another claim. Of a quote with `…` its longest part is
 * looked up. `seen` are the stretches that the judge was shown, all of it when absent: what it quotes
 * can't stand elsewhere.
 *
 * `start` and `end` are UTF-16 offsets of the output, and `quote` is always the output's own text:
 * `output.slice(start, end) === quote`.
 */
export function locateEvidence(
  output: string,
  quotes: readonly string[],
  seen: readonly Stretch[] = [[0, output.length]],
): LocatedEvidence {
  const texts = seen.map((stretch) => new SearchedText(output, stretch));
  const located = quotes.map((quote) => firstOf(searchTerms(quote), (term) => locate(texts, term)));
  const places = new Map<string, Evidence>();
  for (const evidence of located) if (evidence) places.set(`${evidence.start}:${evidence.end}`, evidence);
  return {
    quotes: located,
    evidence: [...places.values()].sort((a, b) => a.start - b.start || a.end - b.end),
    dropped: located.filter((evidence, i) => evidence === undefined && quotes[i]?.trim() !== '').length,
  };
}

/** The quote itself, then the longest part of one that was abridged. Half a character names no text. */
function searchTerms(quote: string): string[] {
  const whole = quote.trim();
  if (whole === '' || /\p{Surrogate}/u.test(whole)) return [];
  const parts = whole.split(/\s*(?:…|\.{3,}|\[…\])\s*/).map((part) => part.trim());
  const longest = parts.toSorted((a, b) => b.length - a.length)[0] ?? '';
  return parts.length > 1 && longest.length >= SHORTEST_FUZZY ? [whole, longest] : [whole];
}

function locate(texts: readonly SearchedText[], quote: string): Evidence | undefined {
  return (
    firstOf(texts, (text) => text.exact(quote)) ??
    firstOf(texts, (text) => text.squeezedMatch(quote)) ??
    firstOf(texts, (text) => text.fuzzy(quote))
  );
}

function firstOf<Item, Found>(items: readonly Item[], find: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** One stretch of the output, prepared for the searches as they are needed. */
class SearchedText {
  private squeezed: { text: string; offsets: number[] } | undefined;

  constructor(
    private readonly output: string,
    private readonly stretch: Stretch,
  ) {}

  exact(quote: string): Evidence | undefined {
    const [from, to] = this.stretch;
    const start = this.output.slice(from, to).indexOf(quote);
    return start < 0 ? undefined : this.at(from + start, from + start + quote.length);
  }

  squeezedMatch(quote: string): Evidence | undefined {
    const wanted = withoutSpace(quote);
    const start = this.withoutSpace().text.indexOf(wanted);
    return start < 0 ? undefined : this.atSqueezed(start, start + wanted.length);
  }

  fuzzy(quote: string): Evidence | undefined {
    const wanted = fold(withoutSpace(quote));
    if (wanted.length < SHORTEST_FUZZY) return undefined;
    const match = likest(fold(this.withoutSpace().text), wanted);
    return match && this.atSqueezed(match.start, match.end);
  }

  private withoutSpace(): { text: string; offsets: number[] } {
    this.squeezed ??= squeeze(this.output, this.stretch);
    return this.squeezed;
  }

  /** Back to the output's offsets, never in the middle of a character. */
  private atSqueezed(start: number, end: number): Evidence | undefined {
    const { offsets } = this.withoutSpace();
    const from = offsets[start];
    const last = offsets[end - 1];
    return from === undefined || last === undefined ? undefined : this.at(from, last + 1);
  }

  private at(start: number, end: number): Evidence {
    const from = isInsidePair(this.output, start) ? start - 1 : start;
    const to = isInsidePair(this.output, end) ? end + 1 : end;
    return { quote: this.output.slice(from, to), start: from, end: to };
  }
}

interface Match {
  start: number;
  end: number;
  errors: number;
}

/**
 * The stretch of a text that is likest to what is wanted, the first of equals. Window by window, each looking for
 * better only: in a text that repeats itself every place is alike, and the library looks for the start of each.
 */
function likest(text: string, wanted: string): Match | undefined {
  const digits = digitsOf(wanted);
  const numbers = digits.split(' ');
  let errors = Math.min(MAX_ERRORS, Math.floor(wanted.length * FUZZY_SHARE));
  let best: Match | undefined;
  const overlap = wanted.length + errors;
  for (let from = 0; from < text.length && errors >= 0; from += WINDOW) {
    const window = text.slice(from, from + WINDOW + overlap);
    if (!numbers.every((number) => window.includes(number))) continue;
    const found = search(window, wanted, errors).find(
      ({ start, end }) => digitsOf(window.slice(start, end)) === digits,
    );
    if (!found) continue;
    best = { start: from + found.start, end: from + found.end, errors: found.errors };
    errors = found.errors - 1;
  }
  return best;
}

function isInsidePair(text: string, at: number): boolean {
  return /[\uD800-\uDBFF]/.test(text[at - 1] ?? '') && /[\uDC00-\uDFFF]/.test(text[at] ?? '');
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}

/** A stretch without its white space, and for each remaining UTF-16 unit its offset in the output. */
function squeeze(output: string, [from, to]: Stretch): { text: string; offsets: number[] } {
  const kept: string[] = [];
  const offsets: number[] = [];
  for (const word of output.slice(from, to).matchAll(/\S+/g)) {
    kept.push(word[0]);
    for (let i = 0; i < word[0].length; i++) offsets.push(from + word.index + i);
  }
  return { text: kept.join(''), offsets };
}

const TYPOGRAPHIC: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '−': '-',
  '×': '*',
};

/** Case and typography don't count against a quote; each sign stays one UTF-16 unit, so that offsets hold. */
function fold(text: string): string {
  return text.replace(/[A-Z]|[‘’“”–—−×]/g, (sign) => TYPOGRAPHIC[sign] ?? sign.toLowerCase());
}

function digitsOf(text: string): string {
  return text.replace(/\D+/g, ' ').trim();
}
