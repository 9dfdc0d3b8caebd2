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
});
