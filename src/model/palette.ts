/**
 * One colour slot per category, the same wherever it is named: 12 hues in this order, and the same
 * hues at another lightness from 12 on. Surfaces turn slots into colours of the theme.
 */
const HUES = 12;

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

const RESIDUAL: ReadonlySet<string> = new Set(['Hard to Analyze', 'Other']);

/** 0 … 23; `null` for the residual categories, which are grey. */
export function categorySlot(name: string): number | null {
  if (RESIDUAL.has(name)) return null;
  return SLOTS.get(name) ?? hash(name) % (2 * HUES);
}

/** FNV-1a: the same colour for a user's category in every session. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
