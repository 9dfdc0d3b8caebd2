import type { Example } from '../../../model/example';
import { normalText } from '../finalAnswer';
import { languageOf } from '../languages';
import { numbersIn, sameNumber } from '../numbers';
import { NUMBER_WORDS } from '../numberWords';
import type { Finding, Rule } from '../rule';
import { scannedHead } from '../scannedText';

/** A grader that counts which of several demanded texts the output contains. */
const COUNTS = /\b(\d{1,3}) ?(?:of|out of|\/) ?(\d{1,3}) \p{L}{3,20}\b|\bmissing\b|\bcontains?-all\b/iu;

/** A fact that had to be kept is absent. */
export const missingFact: Rule = {
  id: 'missing-fact',
  category: 'Missing Required Element',
  reason: 'The grader looks for several facts of the input, and the output says nothing about one of them.',
  apply(example) {
    const facts = factsOf(example);
    const [fact] = facts?.missing ?? [];
    if (fact === undefined || facts === null || facts.missing.some((one) => variantIn(example.output, one) !== null))
      return null;
    // A figure that is not the input's may stand for the missing one; an end without a full stop is a cut.
    if (hasForeignFigure(example) || /[\p{L}\d,]\s*$/u.test(example.output)) return null;
    return finding(example, {
      title: facts.missing.length === 1 ? 'A required fact left out' : 'Required facts left out',
      summary: `The output does not say ${facts.missing
        .slice(0, 5)
        .map((one) => `“${one.slice(0, 60)}”`)
        .join(', ')}, which it was to keep.`,
      kind: 'missing-fact',
      criterion: `The output says “${fact}”`,
      present: false,
      quality: null,
    });
  },
};

/** A fact of the input comes with another value. */
export const alteredFact: Rule = {
  id: 'altered-fact',
  category: 'Context Extraction Error',
  reason: 'The output has the fact with another value than the input.',
  apply(example) {
    const facts = factsOf(example);
    const [fact] = facts?.missing ?? [];
    if (fact === undefined || facts?.missing.length !== 1) return null;
    const variant = variantIn(example.output, fact);
    if (variant === null) return null;
    return finding(example, {
      title: 'A fact taken over wrongly',
      summary: `The output says “${variant.text}” where the input says “${fact}”.`,
      kind: 'altered-fact',
      quotes: [{ start: variant.start, end: variant.start + variant.text.length }],
      criterion: `The output says “${fact}”`,
      present: true,
      quality: 'incorrect',
    });
  },
};

function hasForeignFigure({ input, output }: Example): boolean {
  const given = numbersIn(scannedHead(input)).map(({ value }) => value);
  const spoken = normalText(input).split(' ');
  return numbersIn(output).some(
    ({ value }) => !given.some((one) => sameNumber(one, value)) && !spoken.includes(NUMBER_WORDS[value] ?? ' '),
  );
}

function factsOf(example: Example): { missing: string[] } | null {
  const { input, output, references, explanation = '' } = example;
  if (references.length < 2 || output.length > 10_000 || !COUNTS.test(scannedHead(explanation))) return null;
  const source = ` ${normalText(scannedHead(input))} `;
  const said = ` ${normalText(output)} `;
  // All are facts of the input, and some are there: an output about something else lacks more than a fact.
  const isGiven = (fact: string): boolean =>
    source.includes(` ${normalText(fact)} `) || source.includes(` ${NUMBER_WORDS[Number(fact)]} `);
  if (!references.every(isGiven)) return null;
  const isSaid = (fact: string): boolean =>
    said.includes(` ${normalText(fact)} `) || said.includes(` ${NUMBER_WORDS[Number(fact)]} `);
  const missing = references.filter((fact) => !isSaid(fact));
  if (missing.length === 0) return null;
  // Counted here as the grader counted: these are the facts that it missed. Figures are the same in every language.
  const [, found, all] = COUNTS.exec(explanation) ?? [];
  const isRecounted = Number(all) === references.length && Number(found) === references.length - missing.length;
  if (isRecounted && missing.every((fact) => /^[\d.,]+$/.test(fact))) return { missing };
  if (missing.length === references.length) return null;
  return languageOf(output) === languageOf(input) || languageOf(output) === null ? { missing } : null;
}

/** The fact with one word exchanged: "80 euros" for "18 euros", "Block G" for "Block C". */
function variantIn(output: string, fact: string): { text: string; start: number } | null {
  const words = fact.trim().split(/\s+/);
  if (words.length !== 2) return null;
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  for (const [kept, pattern] of [
    [1, `[\\p{L}\\d.,]{1,20}\\s${escaped[1]}`],
    [0, `${escaped[0]}\\s[\\p{L}\\d.,]{0,19}[\\p{L}\\d]`],
  ] as const) {
    const found = new RegExp(`(?<![\\p{L}\\d])${pattern}(?![\\p{L}\\d])`, 'iu').exec(output);
    if (found === null) continue;
    const other = found[0].split(/\s+/)[1 - kept] ?? '';
    const wanted = words[1 - kept] ?? '';
    // A number for a number, a letter or name for one: "per euros" is no value.
    if (/\d/.test(wanted) === /\d/.test(other) && (/\d/.test(wanted) || wanted.length === other.length))
      return { text: found[0], start: found.index };
  }
  return null;
}

function finding({ output }: Example, parts: Omit<Finding, 'quotes'> & Partial<Pick<Finding, 'quotes'>>): Finding {
  const start = output.length - output.trimStart().length;
  return { quotes: [{ start, end: Math.min(output.trimEnd().length, start + 200) }], ...parts };
}
