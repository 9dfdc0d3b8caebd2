import { describe, expect, it } from 'vitest';
import { suspectedLabelNoise } from '../../../../src/judge/offline/labelNoise';
import { RULES } from '../../../../src/judge/offline/rules';
import type { Example } from '../../../../src/model/example';
import { failingExample } from './failingExample';

const MEGABYTE = 1_000_000;

/** A regular expression that backtracks, or a loop in a loop, needs minutes for these. */
const PIECES = [
  '1',
  '1+1=2 ',
  '; + 2 = 3',
  '\\frac{1}{2} = ',
  '(',
  '1 = ',
  ' ',
  '\n',
  '{"a":[',
  'Answer: ',
  'the answer is not ',
  '1,2',
  '<<1+',
  '```json\n',
  '```python\ndef f(:\n',
  '\ud83d',
  'A) B) ',
  'sorry I ',
  '* ',
  '- a\n',
  'f(a=1, ',
  '<tool_call>',
  '→ call f({"a":1})\n',
  'says "aaaa bbbb cccc ',
  '| a | b |\n',
  'Text: a? ',
  'not x, or ',
  'do not use "a", ',
  'at most 3 words. ',
  '12 May 2024 ',
  '1:30 pm ',
  'AError: ',
  'one of: a, b\n',
  'either A or ',
  'Translate into French. ',
  'half twice ',
  'a/b/c/',
];

/** What the rules look for stands in the input, so that they go on to the output. */
const ASKING =
  'Reply with JSON only. Write a Python function. How many letters are in "a"? Exactly one of: a, b. Do not use the word "z". In at most 5 words.\nText: The hall opens at 7:00. It is old.\nQuestion: When does it open?';

describe.each(PIECES)('a megabyte of %j', (piece) => {
  const text = piece.repeat(Math.ceil(MEGABYTE / piece.length));
  const everywhere = (): Example =>
    failingExample({ input: text, output: text, references: [text.slice(0, 50_000)], explanation: text });
  const inOutput = (): Example => failingExample({ input: ASKING, output: text, references: ['12'] });

  it('takes each rule less than 200 ms', async () => {
    for (const make of [everywhere, inOutput]) {
      for (const rule of RULES) {
        await rule.prepare?.(make());
        expect(
          quickest(make, (example) => rule.apply(example)),
          rule.id,
        ).toBeLessThan(200);
      }
      expect(quickest(make, (example) => suspectedLabelNoise(example, []))).toBeLessThan(200);
    }
  });
});

/** Milliseconds of the quickest of up to five runs: a busy machine makes one slow, not all of them. */
function quickest(make: () => Example, run: (example: Example) => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 5 && best >= 200; tries += 1) {
    const example = make();
    const start = performance.now();
    run(example);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
