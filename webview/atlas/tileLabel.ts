/** What of a tile's label fits into it. */
export interface TileLabel {
  /** Lines of the name; empty when not even one fits. */
  name: string[];
  /** Whether the number fits below. */
  number: boolean;
}

interface Size {
  width: number;
  height: number;
}

/**
 * Breaks a name between words, never inside one: a word that is wider than the tile is cut with "…".
 * `measure` gives a text's width, `lineHeight` a line's height, in pixels.
 */
export function fitLabel(
  name: string,
  { width, height }: Size,
  measure: (text: string) => number,
  lineHeight: number,
): TileLabel {
  const room = Math.floor(height / lineHeight);
  if (room < 1 || width < measure('Mmm…')) return { name: [], number: false };
  // "Counting/Enumeration" may break after its slash, "Non-Response" after its hyphen.
  const words = name.match(/[^\s/-]+[/-]?|[/-]/g) ?? [name];
  const lines: string[] = [];
  let from = 0;
  for (const word of words) {
    const at = name.indexOf(word, from);
    const gap = name.slice(from, at);
    from = at + word.length;
    const last = lines.at(-1);
    if (last !== undefined && measure(last + gap + word) <= width) lines[lines.length - 1] = last + gap + word;
    else lines.push(cut(word, width, measure));
  }
  if (lines.length > room) {
    const shown = lines.slice(0, room);
    shown[room - 1] = `${cut(shown[room - 1] ?? '', width - measure('…'), measure).replace(/…$/, '')}…`;
    return { name: shown, number: false };
  }
  return { name: lines, number: lines.length < room };
}

function cut(word: string, width: number, measure: (text: string) => number): string {
  if (measure(word) <= width) return word;
  let end = word.length - 1;
  while (end > 1 && measure(`${word.slice(0, end)}…`) > width) end--;
  return `${word.slice(0, end)}…`;
}
