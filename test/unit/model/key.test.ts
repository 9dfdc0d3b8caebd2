import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleKey } from '../../../src/model/key';

const text = fc.string({ unit: 'binary', maxLength: 12 });
const named = fc.record({ dataset: text, id: text, model: text, input: text, output: text });

describe('the key of an example', () => {
  it('is the same for the same names and texts, and only for them', () => {
    fc.assert(
      fc.property(named, named, (a, b) => {
        expect(exampleKey(a)).toBe(exampleKey({ ...a }));
        const same = (['dataset', 'id', 'model', 'input', 'output'] as const).every((part) => a[part] === b[part]);
        expect(exampleKey(a) === exampleKey(b)).toBe(same);
      }),
    );
  });

  it('keeps parts apart: text that moves from one to the next makes another key', () => {
    const base = { dataset: 'd', id: '1', model: 'm', input: 'ab', output: 'c' };
    expect(exampleKey(base)).not.toBe(exampleKey({ ...base, input: 'a', output: 'bc' }));
    expect(exampleKey(base)).toMatch(/^[0-9a-f]{32}$/);
  });

  it('is what judgments have been stored under since the first version', () => {
    const base = { dataset: 'd', id: '1', model: 'm', input: 'é€𝒳', output: '' };
    expect(exampleKey(base)).toBe('4ce6b96ab6c7764ee30b6d8f31fb6578');
    const halves = fc.array(fc.constantFrom('a', 'é', '\ud800', '\udc00', '1', ':')).map((parts) => parts.join(''));
    const whole = fc.record({ dataset: halves, id: halves, model: halves, input: halves, output: halves });
    fc.assert(
      fc.property(whole, (example) => {
        const hash = createHash('sha256');
        for (const part of ['dataset', 'id', 'model', 'input', 'output'] as const) {
          hash.update(`${example[part].length}:`).update(example[part]);
        }
        expect(exampleKey(example)).toBe(hash.digest('hex').slice(0, 32));
      }),
    );
  });
});
