import { type DetailKind, findDetails } from './patterns';

/** A text as it is sent, and the way back to the one it was made of. */
export interface RedactedText {
  text: string;
  /** How many details were taken out. */
  count: number;
  /** The stretch of the original that a stretch of `text` stands for, in UTF-16 offsets; a touched placeholder counts whole. */
  toOriginal(start: number, end: number): [start: number, end: number];
}

/** Where a placeholder stands, and what it stands for. */
interface Replacement {
  start: number;
  end: number;
  shownStart: number;
  shownEnd: number;
}

/**
 * Takes details out of texts that belong together: the same address gets the same placeholder in all of them, so that
 * a judge can still see that the output repeats, confuses or invents one.
 */
export class Redactor {
  private readonly placeholders = new Map<string, string>();
  private readonly counts = new Map<DetailKind, number>();
  /** Details taken out so far, each place counted. */
  count = 0;

  /** No placeholder is made that stands in `texts` already: it would seem to be one of ours. */
  constructor(
    private readonly kinds: ReadonlySet<DetailKind>,
    private readonly texts: readonly string[],
  ) {}

  redact(original: string): RedactedText {
    const replacements: Replacement[] = [];
    let text = '';
    let at = 0;
    for (const { kind, start, end } of findDetails(original, this.kinds)) {
      text += original.slice(at, start);
      const shownStart = text.length;
      text += this.placeholder(kind, original.slice(start, end));
      replacements.push({ start, end, shownStart, shownEnd: text.length });
      at = end;
    }
    text += original.slice(at);
    this.count += replacements.length;
    return { text, count: replacements.length, toOriginal: (from, to) => stretchOf(replacements, from, to) };
  }

  private placeholder(kind: DetailKind, detail: string): string {
    const id = `${kind} ${sameFor(kind, detail)}`;
    const placeholder = this.placeholders.get(id) ?? this.newPlaceholder(kind);
    this.placeholders.set(id, placeholder);
    return placeholder;
  }

  private newPlaceholder(kind: DetailKind): string {
    for (;;) {
      const number = (this.counts.get(kind) ?? 0) + 1;
      this.counts.set(kind, number);
      const placeholder = `[${kind} ${number}]`;
      if (!this.texts.some((text) => text.includes(placeholder))) return placeholder;
    }
  }
}

/** Two ways to write the same. A changed letter of a key is another key. */
function sameFor(kind: DetailKind, detail: string): string {
  if (kind === 'phone') return detail.replace(/\D/g, '');
  return kind === 'key' ? detail : detail.toLowerCase();
}

function stretchOf(replacements: readonly Replacement[], from: number, to: number): [number, number] {
  let start = from;
  let end = to;
  for (const one of replacements) {
    const shift = one.end - one.shownEnd;
    if (from >= one.shownEnd) start = from + shift;
    else if (from > one.shownStart || (from === one.shownStart && to > from)) start = one.start;
    if (to >= one.shownEnd) end = to + shift;
    else if (to > one.shownStart) end = one.end;
  }
  // An empty stretch inside a placeholder.
  return [Math.min(start, end), end];
}
