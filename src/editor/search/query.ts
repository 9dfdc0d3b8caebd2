/**
 * What people type into the search box, as terms that must all hold. The syntax is told in docs/search.md.
 *
 *     slip "two words" model:llama category="Computation Error" score<0.5 -stop:length meta.filter:strict
 */

export const TEXT_FIELDS = ['model', 'dataset', 'category', 'title', 'id', 'stop', 'status'] as const;
export const NUMBER_FIELDS = ['score', 'length'] as const;

export type TextField = (typeof TEXT_FIELDS)[number];
export type NumberField = (typeof NUMBER_FIELDS)[number];
export type Comparison = '<' | '<=' | '>' | '>=' | '=';

export type Term = { negated: boolean } & (
  | { kind: 'words'; words: string }
  | { kind: 'field'; field: TextField; whole: boolean; value: string }
  | { kind: 'number'; field: NumberField; comparison: Comparison; value: number }
  | { kind: 'corrected' }
  | { kind: 'meta'; path: string[]; whole: boolean; value: string }
  | { kind: 'metaNumber'; path: string[]; comparison: Comparison; value: number }
);

export interface ParsedQuery {
  terms: Term[];
  /** One sentence for each part that means nothing; that part is left out. */
  problems: string[];
}

interface Token {
  negated: boolean;
  /** Before the operator, as typed; empty for words. */
  key: string;
  operator: ':' | Comparison | '';
  value: string;
  quoted: boolean;
}

/** Quotes may stand around the value; a quote that is not closed reaches to the end. */
const TOKEN =
  /(?<negated>-?)(?:(?<key>[A-Za-z][\w.-]*)(?<operator><=|>=|[:=<>]))?(?:"(?<quoted>(?:[^"\\]|\\.)*)(?:"|\\?$)|(?<bare>[^\s"]*))/y;

/** Never throws: what can't be understood is a problem, and the rest still counts. */
export function parseQuery(text: string): ParsedQuery {
  const terms: Term[] = [];
  const problems: string[] = [];
  for (const token of tokensOf(text)) {
    const term = termOf(token);
    if (typeof term === 'string') problems.push(term);
    else if (term) terms.push(term);
  }
  return { terms, problems };
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at] ?? '')) {
      at += 1;
      continue;
    }
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    const { negated, key = '', operator = '', quoted, bare = '' } = match?.groups ?? {};
    // Never empty-handed: a lone quote or a letter that fits nowhere is taken as it stands.
    if (!match || match[0] === '') {
      at += 1;
      continue;
    }
    at += match[0].length;
    const value = quoted === undefined ? bare : quoted.replace(/\\(.)/gs, '$1');
    tokens.push({
      negated: negated === '-',
      key,
      operator: operator as Token['operator'],
      value,
      quoted: quoted !== undefined,
    });
  }
  return tokens;
}

/** The term, or what is wrong, or nothing to look for. */
function termOf(token: Token): Term | string | undefined {
  const { negated, key, operator, value, quoted } = token;
  const name = key.toLowerCase();
  if (operator === '' || (operator === ':' && value.startsWith('//') && !quoted)) return wordsOf(token);
  if (name === 'is') {
    if (value.toLowerCase() === 'corrected') return { negated, kind: 'corrected' };
    return `“is:” is followed by “corrected”.`;
  }
  if (name === 'meta' || name.startsWith('meta.')) return metaOf(token);
  if (oneOf(TEXT_FIELDS, name)) {
    if (operator !== ':' && operator !== '=') return `“${key}” is no number: write ${key}:… or ${key}=….`;
    if (value === '') return `What should “${key}” be? Type it after the “${operator}”.`;
    return { negated, kind: 'field', field: name, whole: operator === '=', value: fold(value) };
  }
  if (oneOf(NUMBER_FIELDS, name)) {
    const number = numberOf(value);
    if (number === undefined) return `“${key}” is compared with a number, as in ${key}<0.5.`;
    return { negated, kind: 'number', field: name, comparison: comparisonOf(operator), value: number };
  }
  const near = nearest(name);
  const hint = near === undefined ? '' : ` Did you mean “${near}”?`;
  return `There is no field “${key}”.${hint} To find the words, put them in quotes.`;
}

function wordsOf({ negated, key, operator, value }: Token): Term | undefined {
  const words = `${key}${operator}${value}`;
  if (words !== '') return { negated, kind: 'words', words: fold(words) };
  // A dash by itself is a word like any other.
  return negated ? { negated: false, kind: 'words', words: '-' } : undefined;
}

function metaOf({ negated, key, operator, value, quoted }: Token): Term | string {
  const path = key.split('.').slice(1);
  if (path.length === 0 || path.includes(''))
    return '“meta.” is followed by a name of the metadata: meta.filter:strict.';
  if (value === '' && !quoted) return `What should “${key}” be? Type it after the “${operator}”.`;
  if (operator === ':' || operator === '=') {
    return { negated, kind: 'meta', path, whole: operator === '=', value: fold(value) };
  }
  const number = numberOf(value);
  if (number === undefined) return `“${key}${operator}” is followed by a number.`;
  return { negated, kind: 'metaNumber', path, comparison: comparisonOf(operator), value: number };
}

/** How texts are compared: without regard to case. */
export function fold(text: string): string {
  return text.toLowerCase();
}

function comparisonOf(operator: Token['operator']): Comparison {
  return operator === ':' || operator === '' ? '=' : operator;
}

function numberOf(text: string): number | undefined {
  const number = Number(text);
  return text.trim() === '' || !Number.isFinite(number) ? undefined : number;
}

function oneOf<Name extends string>(names: readonly Name[], name: string): name is Name {
  return (names as readonly string[]).includes(name);
}

/** The field that was probably meant: it begins alike, or one letter or two are wrong. */
function nearest(name: string): string | undefined {
  const fields = [...TEXT_FIELDS, ...NUMBER_FIELDS, 'meta'];
  return (
    fields.find((field) => field.startsWith(name) || name.startsWith(field)) ??
    fields.find((field) => distance(field, name) <= 2)
  );
}

/** Letters to put in, take out or replace, to make one word of the other. */
function distance(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (before[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    before = row;
  }
  return before[b.length] ?? 0;
}
