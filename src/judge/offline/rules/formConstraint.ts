import type { Example } from '../../../model/example';
import { type FormDemand, formDemands } from '../formDemand';
import type { Finding, Rule, Span } from '../rule';
import { scannedHead, scannedTail } from '../scannedText';
import { isCutOff } from '../stopReason';

type Kind = FormDemand['kind'];

/** What a demand is violated by: where, and in words. */
interface Violation {
  span: Span | null;
  title: string;
  summary: string;
}

/** A rule for violations of some kinds of demands, in the order in which the input states them. */
function constraintRule(
  id: string,
  category: string,
  reason: string,
  kind: Finding['kind'],
  kinds: readonly Kind[],
): Rule {
  return {
    id,
    category,
    reason,
    apply(example) {
      if (!formDecides(example)) return null;
      for (const demand of formDemands(example.input)) {
        const violation = kinds.includes(demand.kind) ? violationOf(demand, example) : null;
        if (violation === null) continue;
        const { span, title, summary } = violation;
        return {
          title,
          summary,
          kind,
          quotes: span === null ? [] : [span],
          criterion: 'The output keeps to the form that the input demands',
          present: span !== null,
          quality: 'incorrect',
        };
      }
      return null;
    },
  };
}

/** A word that the input forbids. */
export const forbiddenWord = constraintRule(
  'forbidden-word',
  'Specification Misinterpretation',
  'The input forbids the word, and the output has it.',
  'forbidden-word',
  ['forbidden-word'],
);

/** A word that the input demands is absent. */
export const requiredWord = constraintRule(
  'required-word',
  'Missing Required Element',
  'The input demands the word, and the output does not have it.',
  'required-word',
  ['required-word'],
);

/** Letter case, marks, opening or closing words other than demanded. */
export const writingForm = constraintRule(
  'writing-form',
  'Output Formatting Error',
  'The input fixes letter case, marks, opening or closing words, and the output has others.',
  'writing-form',
  ['lower-case', 'upper-case', 'forbidden-mark', 'ending', 'opening'],
);

/** With a reference of its own, content decides, unless the reference or the grader speaks of form. */
function formDecides({ output, references, explanation = '' }: Example): boolean {
  if (output.trim() === '' || output.length > 50_000) return false;
  if (references.every((reference) => reference.trim() === '')) return true;
  const said = [scannedHead(explanation), ...references.map((reference) => reference.slice(0, 300))].join('\n');
  return /\b(?:words?|phrase|lower|upper|case|capitals?|commas?|marks?|ends?|ending|starts?|begins?|contains?|without|forbidden|includes?|closing|sentences?|avoids?|no ["“'‘]\p{L}+)\b/iu.test(
    said,
  );
}

function violationOf(demand: FormDemand, { output, finishReason }: Example): Violation | null {
  switch (demand.kind) {
    case 'forbidden-word':
      return forbidden(demand.words, output);
    case 'required-word': {
      const missing = isCutOff(finishReason) ? undefined : demand.words.find((word) => placeOf(word, output) === null);
      return missing === undefined
        ? null
        : {
            span: null,
            title: 'A demanded word left out',
            summary: `The input demands the word “${missing}”; the output does not have it.`,
          };
    }
    case 'forbidden-mark': {
      const at = scannedHead(output).indexOf(demand.mark);
      return at < 0
        ? null
        : {
            span: around(output, at),
            title: `A ${demand.name} that is not allowed`,
            summary: `The input allows no ${demand.name}; the output has one.`,
          };
    }
    case 'lower-case':
    case 'upper-case':
      return otherCase(demand.kind, output);
    case 'ending':
    case 'opening':
      return otherEdge(demand.kind, demand.text, output, isCutOff(finishReason));
  }
}

function forbidden(words: readonly string[], output: string): Violation | null {
  for (const word of words) {
    const span = placeOf(word, output);
    if (span !== null)
      return { span, title: 'A word that is not allowed', summary: `The input forbids “${word}”; the output has it.` };
  }
  return null;
}

function otherCase(kind: 'lower-case' | 'upper-case', output: string): Violation | null {
  const found = (kind === 'lower-case' ? /\p{Lu}/u : /\p{Ll}/u).exec(scannedHead(output));
  if (found === null) return null;
  const name = kind === 'lower-case' ? 'lower case' : 'capital letters';
  return {
    span: around(output, found.index),
    title: 'Letters of the wrong case',
    summary: `The input demands ${name}; the output has “${found[0]}”.`,
  };
}

function otherEdge(kind: 'ending' | 'opening', text: string, output: string, isCut: boolean): Violation | null {
  const plain = (one: string): string =>
    one
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  const wanted = plain(text);
  if (wanted === '' || (kind === 'ending' && isCut)) return null;
  const said = plain(kind === 'ending' ? scannedTail(output).text : scannedHead(output));
  if (kind === 'ending' ? said.endsWith(wanted) : said.startsWith(wanted)) return null;
  const trimmed = output.trimEnd();
  const start = kind === 'ending' ? Math.max(0, trimmed.length - 80) : output.length - output.trimStart().length;
  return {
    span: { start, end: Math.min(trimmed.length, start + 80) },
    title: kind === 'ending' ? 'Does not end as demanded' : 'Does not begin as demanded',
    summary: `The input demands that the output ${kind === 'ending' ? 'ends' : 'begins'} with “${text}”; it does not.`,
  };
}

/** The first place of a whole word, whatever its case. */
function placeOf(word: string, output: string): Span | null {
  const escaped = word.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const found = new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'iu').exec(output);
  return found === null ? null : { start: found.index, end: found.index + found[0].length };
}

function around(output: string, at: number): Span {
  const start = output.lastIndexOf(' ', at) + 1;
  const space = output.slice(at, at + 60).search(/\s/);
  return {
    start: Math.max(start, at - 40),
    end: space < 0 ? Math.min(output.length, at + 60) : Math.max(at + 1, at + space),
  };
}
