import { describe, expect, it } from 'vitest';
import { checkTaxonomyText } from '../../../src/errormap/files/taxonomyText';

const head = '"id": "mine", "version": "1", "name": "Mine", "source": "me"';
const category = (id: string, name: string, more = '') =>
  `{"id": "${id}", "name": "${name}", "description": "d"${more}}`;

/** What is wrong, as `line:column message`. */
function faultsOf(text: string): string[] {
  return checkTaxonomyText(text).faults.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('checking a taxonomy file', () => {
  it('a valid one comes out as it is', () => {
    const text = `\uFEFF{${head}, "categories": [${category('a', 'A', `, "children": [${category('b', 'B')}]`)}]}`;
    expect(checkTaxonomyText(text)).toMatchObject({
      faults: [],
      taxonomy: { id: 'mine', categories: [{ id: 'a', children: [{ id: 'b' }] }] },
    });
  });

  it.each([
    ['nothing', '', ['1:1 This is not valid JSON: it is empty.']],
    ['a comma too many', `{${head},\n "categories": [],}`, ['2:19 This is not valid JSON: property name expected.']],
    ['a comment', `{\n  // mine\n${head}}`, ['2:3 This is not valid JSON: invalid comment token.']],
    ['cut off', `{${head},\n "categories": [`, ['2:17 This is not valid JSON: close bracket expected.']],
    ['a list', '[]', ['1:1 Invalid input: expected object, received array']],
  ])('%s', (_, text, faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });

  it('missing and wrong fields, each at its place', () => {
    const text = `{${head},\n "categories": [\n  {"id": "Not An Id", "name": "", "description": 3}]}`;
    const faults = faultsOf(text);
    expect(faults).toHaveLength(3);
    expect(faults[0]).toMatch(/^3:10 "categories.0.id": lower-case letters/);
    expect(faults[1]).toMatch(/^3:31 "categories.0.name"/);
    expect(faults[2]).toMatch(/^3:50 "categories.0.description"/);
  });

  it('an id or a name that is used twice, on whatever level', () => {
    const text = `{${head}, "categories": [\n${category('a', 'One')},\n${category('a', 'Two')},\n${category('c', 'Three', `, "children": [${category('d', 'one')}]`)}]}`;
    expect(faultsOf(text)).toEqual(['3:8 The id "a" is used twice.', '4:83 The name "one" is used twice.']);
  });

  it('a category that stands inside itself', () => {
    const text = `{${head}, "categories": [\n${category('a', 'A', `, "children": [\n${category('b', 'B', `, "children": [\n${category('a', 'A')}]`)}]`)}]}`;
    expect(faultsOf(text)).toEqual(['4:8 The category "a" stands inside itself.']);
  });

  it('a residual category that is listed', () => {
    expect(faultsOf(`{${head}, "categories": [${category('other', 'other')}]}`)[0]).toContain(
      '"Other" is part of every taxonomy and is not listed.',
    );
  });

  it('nesting without end is refused, not followed', () => {
    const deep = (n: number): string => category(`c${n}`, `C ${n}`, n < 40 ? `, "children": [${deep(n + 1)}]` : '');
    expect(faultsOf(`{${head}, "categories": [${deep(0)}]}`)[0]).toContain('nested deeper than 8 levels');
  });
});
