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
