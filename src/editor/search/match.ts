import { categoryOf, isCorrected } from '../../atlas/label';
import type { ExampleEntry } from '../../model/entry';
import { type Example, outcomeOf } from '../../model/example';
import type { Label } from '../../store/judgmentStore';
import { NEEDS_A_JUDGE, titleOf } from '../describe';
import { type Comparison, fold, type ParsedQuery, type Term } from './query';

/** An example as far as it is known without its texts. */
export interface Listed {
  entry: ExampleEntry;
  label: Label | undefined;
}

/** `unknown`: only the texts can tell. */
export type Answer = 'yes' | 'no' | 'unknown';

/** The texts of an example as far as a query looks at them. */
export type Texts = Pick<Example, 'input' | 'output' | 'references' | 'explanation' | 'error' | 'metadata'>;

/** What the query says of an example whose texts are not at hand. */
export function answerWithoutTexts({ terms }: ParsedQuery, listed: Listed): Answer {
  let answer: Answer = 'yes';
  for (const term of terms) {
    const of = negate(term, answerOf(term, listed));
    if (of === 'no') return 'no';
    if (of === 'unknown') answer = 'unknown';
  }
  return answer;
}

/**
 * While people type: words are looked for in what the table shows, and what needs the texts is left open
 * (`waitsForTexts` names it).
 */
export function matchesTable({ terms }: ParsedQuery, listed: Listed): boolean {
  return terms.every((term) => {
    const answer = answerOf(term, listed);
    if (answer === 'unknown') return term.kind !== 'words' || term.negated;
    return negate(term, answer) === 'yes';
  });
}

/** With the texts there is no doubt. */
export function matchesTexts({ terms }: ParsedQuery, listed: Listed, texts: Texts): boolean {
  return terms.every((term) => {
    const known = answerOf(term, listed);
    const answer = known === 'unknown' ? answerFromTexts(term, texts) : known === 'yes';
    return answer !== term.negated;
  });
}

/** The parts of a query, as people name them, that `matchesTable` can't tell. */
export function waitsForTexts({ terms }: ParsedQuery): string[] {
  const names = terms.flatMap((term) => {
    return term.kind === 'meta' || term.kind === 'metaNumber' ? [`meta.${term.path.join('.')}`] : [];
  });
  return [...new Set(names)];
}

function negate({ negated }: Term, answer: Answer): Answer {
  if (!negated || answer === 'unknown') return answer;
  return answer === 'yes' ? 'no' : 'yes';
}

function answerOf(term: Term, listed: Listed): Answer {
  const { entry, label } = listed;
  switch (term.kind) {
    case 'words':
      return [entry.id, entry.preview, titleOf(label)].some((text) => fold(text).includes(term.words))
        ? 'yes'
        : 'unknown';
    case 'field':
      return yesOrNo(holds(term, textOf(term.field, listed)));
    case 'corrected':
      return yesOrNo(isCorrected(label));
    case 'number': {
      const value = term.field === 'score' ? entry.score : entry.outputLength;
      return yesOrNo(value !== null && compare(value, term.comparison, term.value));
    }
    case 'meta':
    case 'metaNumber':
      return 'unknown';
  }
}

function textOf(field: Extract<Term, { kind: 'field' }>['field'], { entry, label }: Listed): string {
  switch (field) {
    case 'model':
      return entry.model;
    case 'dataset':
      return entry.dataset;
    case 'id':
      return entry.id;
    case 'title':
      return titleOf(label);
    case 'stop':
      return entry.finishReason ?? '';
    case 'status':
      return outcomeOf(entry);
    case 'category':
      return categoryOf(label) ?? (outcomeOf(entry) === 'failing' ? NEEDS_A_JUDGE : '');
  }
}

function answerFromTexts(term: Term, { input, output, references, explanation, error, metadata }: Texts): boolean {
  switch (term.kind) {
    case 'words':
      return [output, input, ...references, explanation ?? '', error ?? ''].some((text) =>
        fold(text).includes(term.words),
      );
    case 'meta': {
      const value = valueAt(metadata, term.path);
      return value !== undefined && holds(term, typeof value === 'string' ? value : JSON.stringify(value));
    }
    case 'metaNumber': {
      const value = valueAt(metadata, term.path);
      return typeof value === 'number' && compare(value, term.comparison, term.value);
    }
    default:
      return false;
  }
}

/** Metadata of tools have dots in their names too: the whole rest of the path is tried before its parts. */
function valueAt(value: unknown, path: readonly string[]): unknown {
  if (path.length === 0) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  for (let parts = path.length; parts > 0; parts--) {
    const name = fold(path.slice(0, parts).join('.'));
    const found = Object.entries(value).find(([key]) => fold(key) === name);
    if (found) {
      const inner = valueAt(found[1], path.slice(parts));
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}

function holds({ whole, value }: { whole: boolean; value: string }, text: string): boolean {
  return whole ? fold(text) === value : fold(text).includes(value);
}

function compare(a: number, comparison: Comparison, b: number): boolean {
  switch (comparison) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '=':
      return a === b;
  }
}

function yesOrNo(holds: boolean): Answer {
  return holds ? 'yes' : 'no';
}
