import type { Example } from '../../../model/example';
import type { MeasuredKind } from '../counts';
import { itemsOf, linesOf, listedIn, names } from '../lists';
import type { Rule } from '../rule';
import { scannedHead } from '../scannedText';

/** The task wants several things named. */
const ASKS_FOR_LIST =
  /\b(?:list|enumerate|name (?:all|the|two|three|four|five|six|\d)|all (?:the|of|possible)|which (?:of|are)|what are|identify (?:all|the)|extract (?:all|the)|find all|select all)\b/i;

/** The reference is a list, and the output names some of its items but not all. */
export const missingItems: Rule = {
  id: 'missing-items',
  category: 'Missing Required Element',
  reason: 'Items of the reference list are absent from an output that names the others.',
  apply(example) {
    const { output, references } = example;
    if (output.length > 20_000) return null;
    const told = toldByGrader(example);
    if (told?.every((item) => !names(output, item))) return finding(output, told, 'the grader', 'missing-items/told');
    const lines = references.length === 1 ? missingLines(output, references[0] ?? '') : [];
    if (lines.length > 0) return finding(output, lines, 'the reference', 'missing-items/lines');
    const wanted = references.length === 1 ? itemsOf(references[0] ?? '') : [];
    if (wanted.length < 2 || !ASKS_FOR_LIST.test(scannedHead(example.input))) return null;
    const missing = wanted.filter((item) => !names(output, item));
    if (missing.length === 0 || missing.length === wanted.length) return null;
    // As many items as wanted, or other ones: something was mistaken, not left out.
    const listed = listedIn(output);
    const present = wanted.length - missing.length;
    const alone = present === 1 && wanted.some((item) => names(item, output.trim()));
    if (!alone && (listed.length === 0 || listed.length > present)) return null;
    return finding(output, missing, 'the reference', 'missing-items/compared');
  },
};

/** Lines of the reference that are absent from an output all of whose lines are the reference's. */
function missingLines(output: string, reference: string): string[] {
  const wanted = linesOf(reference);
  const given = linesOf(output);
  if (given.length < 2 || given.length >= wanted.length || !given.every((line) => wanted.includes(line))) return [];
  return wanted.filter((line) => !given.includes(line));
}

/** promptfoo's `contains-all`: "… Missing: [plums]". */
function toldByGrader({ explanation = '' }: Example): string[] | null {
  const missing = /\bMissing: \[([^\]\n]{1,500})\]/.exec(explanation)?.[1];
  const items = missing?.split(', ').filter((item) => item.trim() !== '') ?? [];
  return items.length > 0 ? items : null;
}

function finding(
  output: string,
  missing: readonly string[],
  source: string,
  kind: MeasuredKind,
): ReturnType<Rule['apply']> {
  const shown = missing.slice(0, 6).map((item) => `“${item.slice(0, 60)}”`);
  const more = missing.length > shown.length ? ` and ${missing.length - shown.length} more` : '';
  const start = output.length - output.trimStart().length;
  return {
    title: missing.length === 1 ? 'An item of the list left out' : 'Items of the list left out',
    summary: `The output does not name ${shown.join(', ')}${more}, which ${source} asks for.`,
    kind,
    quotes: output.trim() === '' ? [] : [{ start, end: Math.min(output.trimEnd().length, start + 200) }],
    criterion: `The output names ${shown.join(', ')}${more}`,
    present: false,
    quality: 'partially correct',
  };
}
