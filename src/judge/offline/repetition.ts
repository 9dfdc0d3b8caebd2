import { perExample } from './perExample';
import type { Span } from './rule';

/** A stretch that says one thing over and over. */
export interface Repetition {
  /** One period, where it first occurs. */
  period: Span;
  /** Where the repeating stretch begins and ends. */
  stretch: Span;
  times: number;
}

/** How much of an output's end is looked at: loops of a model last until it is stopped. */
const TAIL_LENGTH = 20_000;

/** Longest phrase whose repetition counts as a loop, in UTF-16 units. */
const MAX_PERIOD = 1500;

/**
 * The loop that an output ends in, if any. Numbers of list items and steps are left out of the comparison
 * ("10. She makes…" repeats "9. She makes…"), and a last repetition may be cut off.
 */
export const loopOf = perExample(({ output }) => finalLoop(output));

/** The same for a text. */
export function finalLoop(output: string): Repetition | null {
  const offset = Math.max(0, output.length - TAIL_LENGTH);
  const { text, places } = withoutListNumbers(output.slice(offset).trimEnd());
  const matches = commonPrefixes(reversed(text));
  let best: { period: number; length: number } | null = null;
  for (let period = 1; period <= Math.min(MAX_PERIOD, text.length - 1); period += 1) {
    const length = (matches[period] ?? 0) + period;
    if (length < 2 * period) continue;
    // The first, shortest period wins unless a longer one explains clearly more of the text.
    if (best === null || length > best.length * 1.5) best = { period, length };
  }
  if (best === null) return null;
  const place = (index: number): number => (places[index] ?? 0) + offset;
  const from = beginningOfLine(text, text.length - best.length, best.period);
  return {
    period: { start: place(from), end: place(from + best.period - 1) + 1 },
    stretch: { start: place(from), end: place(text.length - 1) + 1 },
    times: Math.floor((text.length - from) / best.period),
  };
}

/** A period that has a line break in it is shown from the beginning of a line. */
function beginningOfLine(text: string, from: number, period: number): number {
  const stop = text.indexOf('\n', from);
  const inside = stop >= 0 && stop < from + period && stop + 1 + period <= text.length;
  return inside ? stop + 1 : from;
}

/** Drops `10. `, `10) `, `Step 10: ` at line beginnings; `places[i]` is where unit `i` of the result stood. */
function withoutListNumbers(text: string): { text: string; places: number[] } {
  const kept: string[] = [];
  const places: number[] = [];
  let lineStart = 0;
  for (const line of text.split('\n')) {
    const label =
      /^\s{0,20}(?:#{1,6}\s|\*\*)?(?:(?:step|question|q|example|problem)\s)?\d{1,5}(?:[.):](?:\s|$)|$)/i.exec(line)?.[0]
        .length ?? 0;
    for (let index = label; index < line.length; index += 1) places.push(lineStart + index);
    kept.push(line.slice(label));
    places.push(lineStart + line.length);
    lineStart += line.length + 1;
  }
  const joined = kept.join('\n');
  return { text: joined, places: places.slice(0, joined.length) };
}

function reversed(text: string): string {
  return text.split('').reverse().join('');
}

/** The Z function: for every index, how long the text from there agrees with its own beginning. Linear. */
function commonPrefixes(text: string): number[] {
  const lengths = new Array<number>(text.length).fill(0);
  let left = 0;
  let right = 0;
  for (let index = 1; index < text.length; index += 1) {
    let length = index < right ? Math.min(right - index, lengths[index - left] ?? 0) : 0;
    while (index + length < text.length && text[length] === text[index + length]) length += 1;
    lengths[index] = length;
    if (index + length > right) {
      left = index;
      right = index + length;
    }
  }
  return lengths;
}
