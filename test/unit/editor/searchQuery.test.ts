import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, parseQuery, type Term } from '../../../src/editor/search/query';

const terms = (text: string) => parseQuery(text).terms;
const problems = (text: string) => parseQuery(text).problems;

describe('the query of the example list', () => {
  it('takes words one by one, and quoted ones as they stand', () => {
    expect(terms('Wrong unit "two  Words" -refus')).toEqual([
      { negated: false, kind: 'words', words: 'wrong' },
      { negated: false, kind: 'words', words: 'unit' },
      { negated: false, kind: 'words', words: 'two  words' },
      { negated: true, kind: 'words', words: 'refus' },
    ]);
  });

  it('takes fields by their part or their whole', () => {
    expect(terms('model:Llama category="Computation Error" -stop:length')).toEqual([
      { negated: false, kind: 'field', field: 'model', whole: false, value: 'llama' },
      { negated: false, kind: 'field', field: 'category', whole: true, value: 'computation error' },
      { negated: true, kind: 'field', field: 'stop', whole: false, value: 'length' },
    ]);
  });

  it('compares numbers', () => {
    expect(terms('score<0.5 length>=1000 score:1')).toEqual([
      { negated: false, kind: 'number', field: 'score', comparison: '<', value: 0.5 },
      { negated: false, kind: 'number', field: 'length', comparison: '>=', value: 1000 },
      { negated: false, kind: 'number', field: 'score', comparison: '=', value: 1 },
    ]);
  });

  it('looks into metadata, whatever depth', () => {
    expect(terms('meta.filter=strict-match meta.doc.level>3 is:corrected')).toEqual([
      { negated: false, kind: 'meta', path: ['filter'], whole: true, value: 'strict-match' },
      { negated: false, kind: 'metaNumber', path: ['doc', 'level'], comparison: '>', value: 3 },
      { negated: false, kind: 'corrected' },
    ]);
  });

  it('leaves addresses and quoted operators alone', () => {
    expect(terms('https://a.b/c "x<5" "Answer: 42"').map((term) => term.kind === 'words' && term.words)).toEqual([
      'https://a.b/c',
      'x<5',
      'answer: 42',
    ]);
  });

  it('says what is wrong, and uses the rest', () => {
    expect(problems('modle:gpt')).toEqual([
      'There is no field “modle”. Did you mean “model”? To find the words, put them in quotes.',
    ]);
    expect(problems('x<5')[0]).toMatch(/no field “x”/);
    expect(problems('score<high')[0]).toMatch(/compared with a number/);
    expect(problems('model<5')[0]).toMatch(/is no number/);
    expect(problems('model:')[0]).toMatch(/What should “model” be/);
    expect(problems('meta:x')[0]).toMatch(/name of the metadata/);
    expect(problems('is:wrong')[0]).toMatch(/corrected/);
    expect(terms('modle:gpt slip')).toEqual([{ negated: false, kind: 'words', words: 'slip' }]);
  });

  it('never throws, never hangs, and loses no letter without a word', () => {
    const pieces = fc.constantFrom(
      '"',
      '\\',
      ' ',
      '-',
      ':',
      '<',
      '=',
      '>',
      'model',
      'meta.',
      'score',
      'a',
      '\n',
      '😀',
      '.',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((all) => all.join('')),
        ),
        (text) => {
          const parsed = parseQuery(text);
          const anything = text.replaceAll(/[\s"\\]/g, '') !== '';
          if (anything) expect(parsed.terms.length + parsed.problems.length).toBeGreaterThan(0);
        },
      ),
    );
  });

  it('reads back what is written in its syntax', () => {
    const value = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '');
    const term: fc.Arbitrary<Term> = fc.oneof(
      fc.record({ negated: fc.boolean(), kind: fc.constant('words' as const), words: value.map(fold) }),
      fc.record({
        negated: fc.boolean(),
        kind: fc.constant('field' as const),
        field: fc.constantFrom('model' as const, 'category' as const, 'id' as const),
        whole: fc.boolean(),
        value: value.map(fold),
      }),
      fc.record({
        negated: fc.boolean(),
        kind: fc.constant('number' as const),
        field: fc.constantFrom('score' as const, 'length' as const),
        comparison: fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const, '=' as const),
        value: fc.integer().map(Number),
      }),
    );
    fc.assert(
      fc.property(fc.array(term), (wanted) => {
        expect(parseQuery(wanted.map(written).join(' '))).toEqual({ terms: wanted, problems: [] });
      }),
    );
  });
});

function written(term: Term): string {
  const sign = term.negated ? '-' : '';
  const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
  if (term.kind === 'words') return sign + quoted(term.words);
  if (term.kind === 'field') return `${sign}${term.field}${term.whole ? '=' : ':'}${quoted(term.value)}`;
  if (term.kind === 'number') return `${sign}${term.field}${term.comparison}${term.value}`;
  throw new Error(term.kind);
}
