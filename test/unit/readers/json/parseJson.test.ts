import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outline } from '../../../../src/readers/json/outline';
import { parseJson } from '../../../../src/readers/json/parseJson';

describe('parseJson', () => {
  it('reads bare NaN and Infinity as null, but not inside strings', () => {
    expect(parseJson('{"a": NaN, "b": [-Infinity, Infinity], "NaN \\" NaN": "x NaN"}')).toEqual({
      a: null,
      b: [null, null],
      'NaN " NaN': 'x NaN',
    });
  });

  it('reads bytes and a byte order mark', () => {
    expect(parseJson(Buffer.from('\uFEFF["é"]'))).toEqual(['é']);
  });

  it('says the line and nothing of the text', () => {
    expect(() => parseJson('{\n"secret": 1,\n oops}')).toThrow('this is not valid JSON in line 3');
    expect(() => parseJson('{"a": NaN,\n "b": oops}')).toThrow('in line 2');
  });

  it('gets through megabytes of string', () => {
    const text = `{"a": NaN, "b": "${'\\"x'.repeat(2_000_000)}"}`;
    expect(parseJson(text)).toMatchObject({ a: null });
  });

  it('is JSON.parse for valid JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe('outline', () => {
  it('names the keys two levels down, also in a text that ends early', () => {
    const text = '{"evalId": "x", "results": {"version": 3, "prompts": [{"a": 1}], "results": [{"b": "unfin';
    expect([...outline(text)]).toEqual(['evalId', 'results', 'results.version', 'results.prompts', 'results.results']);
  });

  it('looks into the first element of a list', () => {
    expect([...outline('[{"a": 1, "b": {"c": 2}}, {"z": 1}]')]).toEqual(['[].a', '[].b', '[].b.c']);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void outline(text)));
    fc.assert(fc.property(fc.json(), fc.nat(), (text, cut) => void outline(text.slice(0, cut % (text.length + 1)))));
  });
});
