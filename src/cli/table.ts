export interface TableLayout {
  /** Columns whose cells stand flush right: numbers. */
  right?: readonly number[];
  /** Columns that give way when a row is wider than `width`: the widest first, each cell losing its middle. */
  shrink?: readonly number[];
  /** Terminal columns for a whole row; unlimited when absent. */
  width?: number;
}

const GAP = '  ';
/** A cell is not made narrower than this; the row is then as wide as it has to be. */
const NARROWEST = 8;

/** Columns of equal width. */
export function table(rows: readonly (readonly string[])[], layout: TableLayout = {}): string {
  const widths = columnWidths(rows, layout);
  const right = new Set(layout.right);
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => {
        const width = widths[i] ?? 0;
        const shown = shorten(cell, width);
        const space = ' '.repeat(Math.max(0, width - columnsOf(shown)));
        return right.has(i) ? space + shown : shown + space;
      })
      .join(GAP)
      .trimEnd();
  return rows.map(line).join('\n');
}

function columnWidths(rows: readonly (readonly string[])[], { shrink = [], width }: TableLayout): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, columnsOf(cell));
  }
  if (width === undefined) return widths;
  const total = () => widths.reduce((sum, own) => sum + own, GAP.length * (widths.length - 1));
  for (let excess = total() - width; excess > 0; excess--) {
    const widest = shrink.reduce<number>((a, b) => ((widths[b] ?? 0) > (widths[a] ?? 0) ? b : a), shrink[0] ?? -1);
    const own = widths[widest] ?? 0;
    if (own <= NARROWEST) break;
    widths[widest] = own - 1;
  }
  return widths;
}

/** At most so many terminal columns: a longer text loses its middle, since names differ at both ends. */
export function shorten(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  const signs = [...text];
  const front = upTo(signs, Math.ceil((width - 1) / 2));
  const back = upTo(signs.reverse(), Math.floor((width - 1) / 2)).reverse();
  return `${front.join('')}…${back.join('')}`;
}

function upTo(signs: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const sign of signs) {
    used += columnsOf(sign);
    if (used > width) break;
    taken.push(sign);
  }
  return taken;
}

const ASCII = /^[\x20-\x7e]*$/;
const COMBINING = /[\p{M}\u200c\u200d]/u;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** Columns that a terminal gives a text: two for East Asian wide signs and emoji, none for what combines. */
export function columnsOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  let columns = 0;
  for (const sign of text) columns += COMBINING.test(sign) ? 0 : WIDE.test(sign) ? 2 : 1;
  return columns;
}
