/** Which parts of a long text to show, and where in them the evidence lies. Offsets are UTF-16 units. */

export interface Range {
  start: number;
  end: number;
}

/** A quote that is marked in a text; its number is the same wherever it is spoken of. */
export interface Mark extends Range {
  number: number;
}

/** A stretch of text; `evidence` holds the indexes of the quotes that cover it. */
export interface Piece extends Range {
  evidence: number[];
}

/** Cuts a range where evidence begins or ends; quotes may overlap. */
export function pieces(range: Range, evidence: readonly Range[]): Piece[] {
  const cuts = new Set([range.start, range.end]);
  for (const { start, end } of evidence) {
    for (const cut of [start, end]) if (cut > range.start && cut < range.end) cuts.add(cut);
  }
  const points = [...cuts].sort((a, b) => a - b);
  return points.slice(1).map((end, i) => {
    const start = points[i] ?? range.start;
    const covering = evidence.flatMap((quote, index) =>
      quote.start <= start && quote.end >= end && quote.end > quote.start ? [index] : [],
    );
    return { start, end, evidence: covering };
  });
}

/** Up to this length a text is shown whole. */
const SHORT = 24_000;
const HEAD = 12_000;
const TAIL = 4_000;
const AROUND = 1_500;

/** The ranges of a text to show at first: its beginning, its end and the surroundings of the evidence. */
export function excerpt(text: string, evidence: readonly Range[]): Range[] {
  if (text.length <= SHORT) return [{ start: 0, end: text.length }];
  return joined(text, [
    { start: 0, end: HEAD },
    ...evidence.map(({ start, end }) => ({ start: start - AROUND, end: Math.min(end, start + HEAD) + AROUND })),
    { start: text.length - TAIL, end: text.length },
  ]);
}

/** In order, and those that meet as one. */
function joined(text: string, ranges: readonly Range[]): Range[] {
  const shown: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const start = whole(text, Math.max(0, range.start));
    const end = whole(text, Math.min(text.length, range.end));
    const last = shown.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else shown.push({ start, end });
  }
  return shown;
}

/** How much more of what is left out is shown at a time. */
const MORE = 50_000;

/** The ranges with more of the text behind the range that ends at `from`. */
export function extended(text: string, shown: readonly Range[], from: number): Range[] {
  const next = Math.min(...shown.filter(({ start }) => start > from).map(({ start }) => start), text.length);
  const end = next - from <= MORE * 1.2 ? next : whole(text, from + MORE);
  return joined(text, [...shown, { start: from, end }]);
}

/** Steps back where an offset would cut a character outside the basic plane in half. */
function whole(text: string, offset: number): number {
  const code = text.charCodeAt(offset);
  return offset > 0 && code >= 0xdc00 && code <= 0xdfff ? offset - 1 : offset;
}
