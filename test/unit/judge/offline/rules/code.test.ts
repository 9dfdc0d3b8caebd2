import { describe, expect, it } from 'vitest';
import { codeDoesNotParse } from '../../../../../src/judge/offline/rules/codeDoesNotParse';
import { codeFails, noCode } from '../../../../../src/judge/offline/rules/codeFails';
import type { Example } from '../../../../../src/model/example';
import { failingExample, found, silent } from '../failingExample';

const input = 'Write a Python function f(x) that doubles x. Reply with code only.';

async function prepared(parts: Partial<Example>): Promise<Partial<Example>> {
  await codeDoesNotParse.prepare?.(failingExample(parts));
  return parts;
}

describe('codeDoesNotParse', () => {
  it.each([
    ['a missing colon', { input, output: 'def f(x)\n    return 2 * x' }, 'def f(x)', 'Python'],
    ['a bracket left open', { input, output: 'def f(x):\n    return (2 * x' }, 'return (2 * x', 'Python'],
    ['words in a code block', { output: '```python\nx = 1\nthis is where it ends\n```' }, 'this is', 'Python'],
    ['JavaScript', { output: '```js\nfunction f(x) { return 2 * ; }\n```' }, 'return 2', 'JavaScript'],
    ['SQL with an open bracket', { output: '```sql\nSELECT COUNT(id FROM users;\n```' }, 'COUNT(id', 'SQL'],
  ])('finds %s', async (_name, parts, quote, language) => {
    const finding = found(codeDoesNotParse, await prepared(parts));
    expect(finding.evidence[0]).toContain(quote);
    expect(finding.title).toContain(language);
  });

  it.each([
    ['code that parses', { input, output: 'def f(x):\n    return 2 * x' }],
    ['a bare yield, which the grammar does not know', { input, output: 'def f(x):\n    yield\n    return x' }],
    ['a match statement', { input, output: 'match x:\n    case A.b():\n        pass' }],
    ['TypeScript', { output: '```js\nfunction f(x: number) { return x; }\n```' }],
    ['a script with a return', { output: '```js\nconst x = await g();\nreturn x;\n```' }],
    ['an apostrophe after the query', { output: "```sql\nSELECT 1; -- that’s it, isn't it\n```" }],
    ['another language', { output: '```rust\nfn f( {\n```' }],
    ['several blocks', { output: '```python\nx = \n```\nor\n```python\ny = 2\n```' }],
    ['prose', { input, output: 'def means define (in a way' }],
    ['code that was cut off', { input, output: 'def f(x):\n    return (', finishReason: 'length' }],
  ])('keeps silent about %s', async (_name, parts) => {
    silent(codeDoesNotParse, await prepared(parts));
  });
});

describe('codeFails', () => {
  const output = 'def f(x):\n    return x';

  it.each([
    [
      'an exception',
      'Traceback (most recent call last):\n  File "t.py", line 3\nIndexError: list index out of range',
      'An index out of range',
    ],
    ['a failed assertion', 'Traceback:\n    assert f(2) == 4\nAssertionError', 'Code that fails its tests'],
    ['failed tests', 'base tests: fail, with the inputs [1,2]', 'Code that fails its tests'],
    ['another result', 'f(2): expected 4, got 2', 'Code that fails its tests'],
    ['a time limit', 'Time limit exceeded on test 3', 'Code that fails its tests'],
  ])('finds %s', (_name, explanation, title) => {
    expect(found(codeFails, { input, output, explanation }).title).toBe(title);
  });

  it.each([
    ['tests that passed', { input, output, explanation: 'base tests: pass' }],
    [
      'a task without code',
      { input: 'Why is the sky blue?', output: 'It is a KeyError: no', explanation: 'KeyError: x' },
    ],
    ['an output without code', { input, output: 'You can double it.', explanation: 'NameError: f' }],
    ['code that was cut off', { input, output, explanation: 'SyntaxError: invalid syntax', finishReason: 'length' }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(codeFails, parts);
  });
});

describe('noCode', () => {
  it('finds talk about the code', () => {
    expect(found(noCode, { input, output: 'You can double a number by adding it to itself.' }).kind).toBe('no-code');
  });

  it.each([
    ['code', { input, output: 'f = lambda x: 2 * x' }],
    ['a question about code', { input: 'What does len() of Python return?', output: 'The number of items.' }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(noCode, parts);
  });
});
