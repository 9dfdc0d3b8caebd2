import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutMiddle, fenceCode, wellFormed } from '../../../../src/judge/openai/text';

const unicode = fc.string({ unit: 'binary', maxLength: 600 });

test('a short text stays as it is', () => {
  fc.assert(
    fc.property(unicode, (text) => {
      expect(cutMiddle(text, text.length)).toBe(text);
    }),
  );
});

test('a cut text keeps its ends, tells what is missing and fits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 201 }), fc.integer({ min: 60, max: 200 }), (text, limit) => {
      const cut = cutMiddle(text, limit);
      const [head = '', missing = '', tail = ''] = cut.split(/\n\[… (\d+) characters left out …\]\n/);
      expect(cut.length).toBeLessThanOrEqual(limit);
      expect(text.startsWith(head) && text.endsWith(tail)).toBe(true);
      expect(head.length + Number(missing) + tail.length).toBe(text.length);
    }),
  );
});

test('a cut never splits a character', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 60, maxLength: 400 }),
      fc.integer({ min: 60, max: 120 }),
      (text, limit) => {
        expect(cutMiddle(text, limit)).not.toMatch(/\p{Surrogate}/u);
        expect(cutMiddle(`x${'😀'.repeat(200)}`, limit)).not.toMatch(/\p{Surrogate}/u);
      },
    ),
  );
});

test('well-formed text has no lone surrogate and keeps its length', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0xd700, max: 0xe010 })), (units) => {
      const text = String.fromCharCode(...units);
      expect(wellFormed(text)).not.toMatch(/\p{Surrogate}/u);
      expect(wellFormed(text)).toHaveLength(text.length);
    }),
  );
});

test('a fence code is in none of its texts, and the same for the same texts', () => {
  fc.assert(
    fc.property(fc.array(unicode), (texts) => {
      const code = fenceCode(texts);
      expect(texts.some((text) => text.includes(code))).toBe(false);
      expect(fenceCode([...texts])).toBe(code);
    }),
  );
});
