import { normalText } from '../finalAnswer';
import type { Rule } from '../rule';

/** Longest reference that is a short answer of several parts. */
const LONGEST = 300;

/** The output is the first parts of a reference of several, word by word, and stops there. */
export const missingClause: Rule = {
  id: 'missing-clause',
  category: 'Missing Required Element',
  reason: 'Everything that is said agrees with the reference; parts of it that were asked for are not there.',
  apply({ output, references }) {
    const [reference = ''] = references;
    if (references.length !== 1 || reference.length > LONGEST || output.length > LONGEST) return null;
    const parts = reference.split(/;\s|,\s|\.\s/);
    const given = normalText(output);
    if (parts.length < 2 || given.split(' ').length < 2) return null;
    const count = parts.findIndex((_, index) => normalText(parts.slice(0, index + 1).join(' ')) === given) + 1;
    if (count === 0 || count === parts.length) return null;
    const rest = parts.slice(count).join(', ').trim();
    const start = output.length - output.trimStart().length;
    return {
      title: 'A part of the answer left out',
      summary: `The output says the first ${count} of ${parts.length} parts of the reference and lacks “${rest.slice(0, 120)}”.`,
      kind: 'missing-clause',
      quotes: [{ start, end: output.trimEnd().length }],
      criterion: `The output also says “${rest.slice(0, 120)}”`,
      present: false,
      quality: 'partially correct',
    };
  },
};
