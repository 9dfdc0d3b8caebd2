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

/**
 * Looks a judge's quotes up in the original output (the paper's reference code doesn't check them).
 * A quote counts when it stands there exactly, or when it does once all white space is ignored:
 * judges tidy line breaks and spaces. `start` and `end` are UTF-16 offsets, and `quote` is always
 * the output's own text: `output.slice(start, end) === quote`.
 */
export function locateEvidence(output: string, quotes: readonly string[]): LocatedEvidence {
  let squeezed: Squeezed | undefined;
  const located = quotes.map((quote) => {
    const exact = locateExactly(output, quote);
    if (exact !== undefined || quote.trim() === '') return exact;
    squeezed ??= squeeze(output);
    return locateSqueezed(output, squeezed, quote);
  });
  const places = new Map<string, Evidence>();
  for (const evidence of located) if (evidence) places.set(`${evidence.start}:${evidence.end}`, evidence);
  return {
    quotes: located,
    evidence: [...places.values()].sort((a, b) => a.start - b.start || a.end - b.end),
    dropped: located.filter((evidence, i) => evidence === undefined && quotes[i]?.trim() !== '').length,
  };
}

/** A text without its white space, and for each remaining UTF-16 unit its offset in the text. */
interface Squeezed {
  text: string;
  offsets: number[];
}

function locateExactly(output: string, quote: string): Evidence | undefined {
  const trimmed = quote.trim();
  if (trimmed === '' || hasLoneSurrogate(trimmed)) return undefined;
  const start = output.indexOf(trimmed);
  return start < 0 ? undefined : { quote: trimmed, start, end: start + trimmed.length };
}

function locateSqueezed(output: string, squeezed: Squeezed, quote: string): Evidence | undefined {
  const wanted = quote.replace(/\s+/g, '');
  if (hasLoneSurrogate(wanted)) return undefined;
  const at = squeezed.text.indexOf(wanted);
  const start = squeezed.offsets[at];
  const last = squeezed.offsets[at + wanted.length - 1];
  if (at < 0 || start === undefined || last === undefined) return undefined;
  return { quote: output.slice(start, last + 1), start, end: last + 1 };
}

function squeeze(text: string): Squeezed {
  const kept: string[] = [];
  const offsets: number[] = [];
  for (const word of text.matchAll(/\S+/g)) {
    kept.push(word[0]);
    for (let i = 0; i < word[0].length; i++) offsets.push(word.index + i);
  }
  return { text: kept.join(''), offsets };
}

/** Half a character could match in the middle of a whole one; such a quote names no text. */
function hasLoneSurrogate(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}
