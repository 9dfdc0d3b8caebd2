import type { Rule } from '../rule';
import { scannedHead } from '../scannedText';

/** "each starting with '- '", "lines that begin with "*"": the mark in quotes. */
const DEMAND =
  /\b(?:start(?:s|ing)?|begin(?:s|ning)?)\b[^.!?\n'"‘“`]{0,30}?\bwith\b[^.!?\n'"‘“`]{0,20}['"‘“`]([-*•+#>]\s?|\d[.)]\s?)['"’”`]/i;

/** A line of a list, with its mark. */
const ITEM = /^[ \t]{0,4}([-*•+>]|\d{1,3}[.)])\s+\S/gm;

/** The input fixes how list lines begin, and they begin otherwise. */
export const listMarker: Rule = {
  id: 'list-marker',
  category: 'Output Formatting Error',
  reason: 'The lines of the list begin with another mark than the input demands.',
  apply({ input, output }) {
    const wanted = DEMAND.exec(scannedHead(input).slice(-3000))?.[1]?.trim();
    if (wanted === undefined) return null;
    const items = [...scannedHead(output).matchAll(ITEM)];
    const [first] = items;
    const kind = (mark: string): string => mark.replace(/\d+/, '1');
    if (first === undefined || items.length < 2 || items.some((item) => kind(item[1] ?? '') === kind(wanted)))
      return null;
    return {
      title: 'List lines with the wrong mark',
      summary: `The input demands lines that begin with “${wanted}”; they begin with “${first[1]}”.`,
      kind: 'list-marker',
      quotes: [{ start: first.index, end: first.index + first[0].length }],
      criterion: `Every line begins with “${wanted}”`,
      present: true,
      quality: 'incorrect',
    };
  },
};
