import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parsePythonLiteral } from '../../../src/readers/pythonLiteral';

it.each([
  [`[{'role': 'user', 'content': "It's"}]`, [{ role: 'user', content: "It's" }]],
  [`['a\\'b', "c\\n\\x41\\u00e9\\U0001f600"]`, ["a'b", 'c\nAé😀']],
  ['[True, False, None, -1.5]', [true, false, null, -1.5]],
  [`{'a': {'b': []}}`, { a: { b: [] } }],
  ["('a', (1,), ())", ['a', [1], []]],
  ['[(-0.5, False), (-inf, True), nan]', [[-0.5, false], [null, true], null]],
])('reads %s', (text, value) => {
  expect(parsePythonLiteral(text)).toEqual(value);
});

it.each(["('a', 'b'", "['a", 'datetime.date(1, 2)', '', "['\\x"])('leaves %s alone', (text) => {
  expect(parsePythonLiteral(text)).toBeUndefined();
});

it('never throws', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parsePythonLiteral(text)));
  const part = fc.constantFrom("'", '"', '\\', '[', ']', '{', '}', ',', ':', 'True', 'x', 'u', 'U', '9', ' ');
  fc.assert(fc.property(fc.array(part), (parts) => void parsePythonLiteral(parts.join(''))));
});
