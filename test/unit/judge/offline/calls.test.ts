import { describe, expect, it } from 'vitest';
import { callsIn } from '../../../../src/judge/offline/calls';

describe('callsIn', () => {
  it.each([
    ['f({"a": 1})', [['f', { a: 1 }]]],
    ['f(a=1, b="x, y", c=[1, 2], d=True)', [['f', { a: 1, b: 'x, y', c: [1, 2], d: true }]]],
    [
      "[f(a='it'), g()]",
      [
        ['f', { a: 'it' }],
        ['g', {}],
      ],
    ],
    ['f("x")', [['f', null]]],
    ['{"name": "f", "arguments": {"a": 1}}', [['f', { a: 1 }]]],
    ['{"name": "f", "arguments": "{\\"a\\": 1}"}', [['f', { a: 1 }]]],
    ['{"tool_calls": [{"function": {"name": "f", "arguments": {"a": 1}}}]}', [['f', { a: 1 }]]],
    ['<tool_call>{"name": "f", "arguments": {}}</tool_call>', [['f', {}]]],
    ['```json\n{"name": "f", "parameters": {"a": 1}}\n```', [['f', { a: 1 }]]],
    ['→ call f({"a": 1})', [['f', { a: 1 }]]],
  ])('reads %j', (text, calls) => {
    expect(callsIn(text).map(({ name, args }) => [name, args])).toEqual(calls);
  });

  it('places a call in the text', () => {
    const text = '  f({"a": 1})\n';
    const [call] = callsIn(text);
    expect(text.slice(call?.start, call?.end)).toBe('f({"a": 1})');
  });

  it.each(['I call f(1) now', '{"a": 1}', 'f(', 'f(1) is even', '', '<tool_call>'.repeat(3000)])(
    'reads no call in %.30j',
    (text) => {
      expect(callsIn(text)).toEqual([]);
    },
  );
});
