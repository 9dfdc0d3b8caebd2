import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kindsOf } from '../../../../src/judge/redact/redaction';
import { Redactor } from '../../../../src/judge/redact/redactor';

const kinds = kindsOf('strict');

const detail = fc.constantFrom(
  'ada@example.org',
  'ADA@example.org',
  'bob@example.com',
  '+1 415 555 0132',
  '415-555-0132',
  '10.0.0.7',
  'password=hunter2hunter2',
);
const words = fc.string({
  unit: fc.constantFrom('a', ' ', '\n', '1', '.', '@', '[', ']', 'é', '😀', '"'),
  maxLength: 12,
});
const text = fc
  .array(fc.oneof(words, detail, fc.constant('[email 1]')), { maxLength: 12 })
  .map((parts) => parts.join(' '));

test('a stretch of what is sent leads back to all that it was made of, a touched placeholder as a whole', () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(), (original, a, b) => {
      const shown = new Redactor(kinds, [original]).redact(original);
      fc.pre(shown.text !== '');
      const [first = 0, last = 0] = [a % shown.text.length, b % shown.text.length].sort((x, y) => x - y);
      const [start, end] = shown.toOriginal(first, last + 1);
      expect([start, end]).toEqual([shown.toOriginal(first, first + 1)[0], shown.toOriginal(last, last + 1)[1]]);
      if (shown.count === 0) expect(original.slice(start, end)).toBe(shown.text.slice(first, last + 1));
    }),
    { numRuns: 1_000 },
  );
});

test('what stands between placeholders is the same at both ends of the way', () => {
  fc.assert(
    fc.property(text, (original) => {
      const shown = new Redactor(kinds, []).redact(original);
      // Unit by unit: what is not part of a placeholder leads to the very same unit, in order, and nothing is met twice.
      let at = 0;
      for (let i = 0; i < shown.text.length; i++) {
        const [from, to] = shown.toOriginal(i, i + 1);
        expect(from === at || to === at).toBe(true);
        if (to - from === 1) expect(original[from]).toBe(shown.text[i]);
        at = to;
      }
      expect(at).toBe(original.length);
    }),
    { numRuns: 300 },
  );
});

test('one detail has one placeholder in all texts, and no placeholder is one that was there before', () => {
  const texts = ['From ada@example.org to bob@example.com, not [email 2].', 'ADA@example.org said +1 415 555 0132.'];
  const redactor = new Redactor(kinds, texts);
  expect(texts.map((one) => redactor.redact(one).text)).toEqual([
    'From [email 1] to [email 3], not [email 2].',
    '[email 1] said [phone 1].',
  ]);
  expect(redactor.count).toBe(4);
});
