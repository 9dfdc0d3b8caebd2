/**
 * One colour per category, the same wherever it is named. A category's class (`category-0` …
 * `category-23`) sets `--category` and `--on-category`; palette.css defines them from the theme's
 * chart colours, with a lightness that keeps a contrast of 3:1 or more against the background.
 */
const HUES = 12;

/** Hues in the order of palette.css. The second row of slots (+12) is the same hues at another lightness. */
const [RED, ORANGE, YELLOW, LIME, GREEN, TEAL, CYAN, BLUE, INDIGO, PURPLE, MAGENTA, PINK] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
];

/** The built-in taxonomy: its frequent categories get the hues that are easiest to tell apart. */
const SLOTS: ReadonlyMap<string, number> = new Map([
  ['Missing Required Element', BLUE],
  ['Specification Misinterpretation', ORANGE],
  ['Logical Reasoning Error', PURPLE],
  ['Incorrect Identification', TEAL],
  ['Computation Error', RED],
  ['Factual Error', GREEN],
  ['Output Formatting Error', YELLOW],
  ['Incomplete Reasoning', PINK],
  ['Counting/Enumeration Error', CYAN],
  ['Tool/API Usage Error', LIME],
  ['Concept Misapplication', INDIGO],
  ['Implementation Error', MAGENTA],
  ['Context Extraction Error', TEAL + HUES],
  ['Unit or Conversion Error', ORANGE + HUES],
  ['Inappropriate Refusal or Non-Response', RED + HUES],
  ['Irrelevant or Extraneous Content', GREEN + HUES],
  ['Unsupported Inference', BLUE + HUES],
] as [string, number][]);

const RESIDUAL = new Set(['Hard to Analyze', 'Other']);

/** The class that colours an element for a category; `null`: the failing examples without one. */
export function categoryClass(name: string | null): string {
  if (name === null) return 'category-none';
  if (RESIDUAL.has(name)) return 'category-residual';
  return `category-${SLOTS.get(name) ?? hash(name) % (2 * HUES)}`;
}

/** FNV-1a: the same colour for a user's category in every session. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
