import fc from 'fast-check';
import { expect, test } from 'vitest';
import { locateEvidence } from '../../../../src/judge/evidence';

const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '\t', '\u00a0', '😀', 'é', '-'), maxLength: 60 });

test('finds a quote where it stands', () => {
  expect(locateEvidence('She has 13 eggs.', ['13 eggs'])).toEqual({
    quotes: [{ quote: '13 eggs', start: 8, end: 15 }],
    evidence: [{ quote: '13 eggs', start: 8, end: 15 }],
    dropped: 0,
  });
});

test('forgives white space, and quotes the output itself', () => {
  const output = '😀 so  she\n makes 13 * 2';
  const { evidence } = locateEvidence(output, ['so she makes 13*2']);
  expect(evidence).toEqual([{ quote: 'so  she\n makes 13 * 2', start: 3, end: output.length }]);
});

test('drops and counts what is not there; an empty quote is no claim', () => {
  expect(locateEvidence('abc', ['abd', '', '  ', 'ABC'])).toEqual({
    quotes: [undefined, undefined, undefined, undefined],
    evidence: [],
    dropped: 2,
  });
});

test.each([
  ['another case', 'SHE sells the Remainder of the eggs'],
  ['other quotation marks and dashes', 'the farmer’s market — daily'],
  ['a slip of the pen', 'she sels the remainder of the egs'],
  ['an ellipsis', '… sells the remainder … at the farmer'],
  ['a full stop that is not there', 'sells the remainder of the eggs.'],
])('forgives %s, and quotes the output itself', (_, quote) => {
  const output = "On 3 days she sells the remainder of the eggs at the farmer's market - daily.";
  const { evidence, dropped } = locateEvidence(output, [quote]);
  expect(dropped).toBe(0);
  expect(output).toContain(evidence[0]?.quote ?? 'nothing');
});

test.each([
  ['another number', 'so she has 16 - 3 = 12 eggs left'],
  ['a number more', 'so she has 16 - 3 = 13 eggs left 2'],
  ['too many other words', 'so he had 16 - 3 = 13 ducks then'],
  ['words that only look alike when short', 'eggs felt'],
])('does not forgive %s', (_, quote) => {
  expect(locateEvidence('and so she has 16 - 3 = 13 eggs left', [quote])).toMatchObject({ evidence: [], dropped: 1 });
});

test('looks only where the judge could look', () => {
  const output = 'one two three one two three';
  expect(locateEvidence(output, ['two'], [[8, output.length]]).evidence).toEqual([
    { quote: 'two', start: 18, end: 21 },
  ]);
  expect(
    locateEvidence(
      output,
      ['two three one two'],
      [
        [0, 10],
        [14, 27],
      ],
    ),
  ).toMatchObject({ dropped: 1 });
});

test.each([
  ['an ordinary text', 'she sells the remainder of the eggs ', `he buys ${'the beginning of all '.repeat(7)}`],
  ['a text that repeats itself', 'ab ', 'abababababab'.repeat(13)],
])('takes about as long for each part of %s', (_, unit, quote) => {
  const time = (length: number) => {
    const output = unit.repeat(length / unit.length);
    const start = performance.now();
    locateEvidence(
      output,
      [1, 2, 3].map((n) => `${quote}${n}`),
    );
    return performance.now() - start;
  };
  time(8_000);
  const short = Math.max(5, time(8_000));
  // Ten times the text; a hundred times as long would be quadratic.
  expect(time(80_000)).toBeLessThan(50 * short);
});

test('of several places that are alike the likest is found, the first of equals', () => {
  const output = `she selLs the remaindar of egs. ${'and so on '.repeat(40)}She sells the remaindr of eggs. she sells the remaindr of eggs`;
  const [found] = locateEvidence(output, ['she sells the remainder of eggs']).evidence;
  expect(found).toMatchObject({ quote: 'She sells the remaindr of eggs', start: output.indexOf('She sells') });
});

test('a match across two windows of the search is found', () => {
  for (let before = 200; before < 300; before += 7) {
    const output = `${'x'.repeat(before)}she sells the remaindar of the eggs${'y'.repeat(300)}`;
    expect(locateEvidence(output, ['she sells the remainder of the eggs']).evidence).toMatchObject([{ start: before }]);
  }
});

test('one place is listed once, places in their order', () => {
  expect(locateEvidence('one two', ['two', 'one', 'two']).evidence.map(({ quote }) => quote)).toEqual(['one', 'two']);
});

test('half a character is no quote', () => {
  expect(locateEvidence('😀', ['\ude00']).dropped).toBe(1);
});

test('every located quote is the output at its offsets', () => {
  fc.assert(
    fc.property(text, fc.array(text), (output, quotes) => {
      const located = locateEvidence(output, quotes);
      for (const { quote, start, end } of located.evidence) {
        expect(output.slice(start, end)).toBe(quote);
        expect(quote).not.toMatch(/\p{Surrogate}/u);
      }
      const claims = quotes.filter((quote) => quote.trim() !== '').length;
      expect(located.quotes.filter((quote) => quote !== undefined).length + located.dropped).toBe(claims);
    }),
  );
});

test('any stretch of the output is found, however its white space was changed', () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(), fc.constantFrom('', ' ', '\n\n'), (output, a, b, gap) => {
      const characters = [...output];
      const from = a % (characters.length + 1);
      const stretch = characters.slice(from, from + (b % 20)).join('');
      fc.pre(stretch.trim() !== '');
      const [found] = locateEvidence(output, [stretch.replace(/\s+/g, gap)]).quotes;
      expect(found?.quote.replace(/\s+/g, '')).toBe(stretch.replace(/\s+/g, ''));
    }),
  );
});
