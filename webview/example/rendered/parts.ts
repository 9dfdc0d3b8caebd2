/** Rendered texts come a part at a time, in UTF-16 units: laying out a megabyte would freeze the page. */
const PART = 6_000;

/** Borders at which a text may be cut without tearing what belongs together, the best first. */
const BORDERS = [/\n\s*\n/g, /\n/g, /\s/g];

/** The text's parts: each ends at the last empty line, line or word that fits, and never within a code block that does. */
export function partsOf(text: string): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > PART) {
    const end = cutAt(rest);
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...parts, rest];
}

function cutAt(text: string): number {
  const head = text.slice(0, PART);
  const open = openFence(head);
  const within = open > PART / 4 ? head.slice(0, open) : head;
  for (const border of BORDERS) {
    const last = [...within.matchAll(border)].at(-1);
    const end = last === undefined ? 0 : last.index + last[0].length;
    if (end > within.length / 2) return end;
  }
  const isHalf = /[\uD800-\uDBFF]$/.test(within);
  return isHalf ? within.length - 1 : within.length;
}

/** Where a code block begins that does not end in this text; -1 without one. */
function openFence(text: string): number {
  const fences = [...text.matchAll(/^ {0,3}(?:```|~~~)/gm)];
  return fences.length % 2 === 0 ? -1 : (fences.at(-1)?.index ?? -1);
}
