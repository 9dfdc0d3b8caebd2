import type { Example } from '../../../model/example';
import { normalText } from '../finalAnswer';
import { bulletedItems, itemsOf, listedIn } from '../lists';
import type { Finding, Rule } from '../rule';
import { scannedHead } from '../scannedText';

/** The list has an item twice, and all others are right. */
export const itemTwice: Rule = {
  id: 'item-twice',
  category: 'Counting/Enumeration Error',
  reason: 'The output lists every item of the reference, and one of them again.',
  apply(example) {
    const lists = comparedLists(example);
    if (lists === null || lists.extra.length > 0) return null;
    const twice = lists.given.find((item, index) => lists.given.indexOf(item) !== index);
    if (twice === undefined) return null;
    return finding(
      example,
      'item-twice',
      'An item listed twice',
      `The output lists “${twice}” more than once; the reference has it once.`,
    );
  },
};

/** The list has an item that neither the reference nor the input knows. */
export const itemInvented: Rule = {
  id: 'item-invented',
  category: 'Unsupported Inference',
  reason: 'The output lists every item of the reference, and one that the given text does not mention.',
  apply(example) {
    const lists = comparedLists(example);
    if (lists === null) return null;
    const source = normalText(scannedHead(example.input));
    const [first] = lists.extra;
    if (first === undefined || lists.extra.some((item) => source.includes(item))) return null;
    return finding(
      example,
      'item-invented',
      'An invented item',
      `The output lists “${first}”, which stands neither in the given text nor in the reference.`,
    );
  },
};

/** The output's list and the reference's, when the items are to be found in the input and none is missing. */
function comparedLists({ input, output, references }: Example): { given: string[]; extra: string[] } | null {
  if (output.length > 5000 || references.length !== 1) return null;
  const wanted = itemsOf(references[0] ?? '').map(normalText);
  const listed = bulletedItems(output);
  const given = (listed.length > 0 ? listed : plainList(output)).map(normalText);
  if (wanted.length < 2 || given.length <= wanted.length || wanted.some((item) => !given.includes(item))) return null;
  const source = normalText(scannedHead(input));
  if (!wanted.every((item) => source.includes(item))) return null;
  return { given, extra: given.filter((item) => !wanted.includes(item)) };
}

/** A list in one line; `listedIn` takes none with an item twice. */
function plainList(output: string): string[] {
  const listed = listedIn(output);
  if (listed.length > 0 || output.trim().includes('\n')) return listed;
  const pieces = output
    .replace(/^[^\n:]{0,60}:\s*/, '')
    .replace(/\.\s*$/, '')
    .split(/,\s+(?:and\s+)?|;\s*/);
  return pieces.every((piece) => piece.trim() !== '' && piece.trim().split(/\s+/).length <= 4) ? pieces : [];
}

function finding({ output }: Example, kind: 'item-twice' | 'item-invented', title: string, summary: string): Finding {
  const start = output.length - output.trimStart().length;
  return {
    title,
    summary,
    kind,
    quotes: [{ start, end: Math.min(output.trimEnd().length, start + 200) }],
    criterion: 'Every item of the list belongs there, once',
    present: true,
    quality: 'partially correct',
  };
}
