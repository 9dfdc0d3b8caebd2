import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdit, EditRefused, withDescendants } from '../../../src/errormap/edit/applyEdit';
import { carrier } from '../../../src/errormap/edit/carry';
import { nextVersion } from '../../../src/errormap/edit/nextVersion';
import { rewriteJson } from '../../../src/errormap/edit/rewriteJson';
import { checkTaxonomyText } from '../../../src/errormap/files/taxonomyText';
import type { Category, Taxonomy } from '../../../src/model/taxonomy';
import type { TaxonomyEdit } from '../../../src/model/taxonomyEdit';
import { PAYLOADS } from '../../support/payloads';

const category = (name: string, children: Category[] = []): Category => ({
  id: name.toLowerCase(),
  name,
  description: `What is ${name}.`,
  ...(children.length > 0 && { children }),
});
const tree = (): Taxonomy => ({
  id: 'mine',
  version: '1',
  name: 'Mine',
  source: 'me',
  categories: [category('Sums', [category('Addition'), category('Carry')]), category('Reading'), category('Form')],
});
const shape = ({ categories }: Pick<Taxonomy, 'categories'>): unknown =>
  categories.map(({ name, children }) => (children ? [name, shape({ categories: children })] : name));
const edited = (...edits: TaxonomyEdit[]) => {
  let taxonomy = tree();
  const marks = edits.flatMap((edit) => {
    const result = applyEdit(taxonomy, edit);
    taxonomy = result.taxonomy;
    return result.marks;
  });
  return { taxonomy, marks, carry: carrier(tree(), taxonomy, marks) };
};

describe('edits of a taxonomy', () => {
  it('renames, adds, moves and removes; ids of what stays stay', () => {
    const { taxonomy } = edited(
      { kind: 'describe', at: [1], name: ' Misreading ', description: 'Overlooked.' },
      { kind: 'add', parent: [1], name: 'Tables' },
      { kind: 'move', at: [[0, 1]], parent: null, index: 1 },
      { kind: 'remove', at: [[3]] },
    );
    expect(shape(taxonomy)).toEqual([['Sums', ['Addition']], 'Carry', ['Misreading', ['Tables']]]);
    expect(taxonomy.categories[2]).toMatchObject({ id: 'reading', description: 'Overlooked.' });
    expect(checkTaxonomyText(JSON.stringify(taxonomy)).faults).toEqual([]);
  });

  it('moves several before another, and to the end', () => {
    const move = (index: number) => edited({ kind: 'move', at: [[0], [2]], parent: null, index }).taxonomy;
    expect(move(1).categories.map(({ name }) => name)).toEqual(['Sums', 'Form', 'Reading']);
    expect(move(9).categories.map(({ name }) => name)).toEqual(['Reading', 'Sums', 'Form']);
  });

  it.each<[string, TaxonomyEdit, RegExp]>([
    ['an empty name', { kind: 'describe', at: [0], name: ' \n' }, /needs a name/],
    ['a name that is used on another level', { kind: 'describe', at: [1], name: 'carry!' }, /"Carry" already/],
    ['a residual name', { kind: 'add', parent: null, name: 'other' }, /part of every taxonomy/],
    ['a category inside itself', { kind: 'move', at: [[0]], parent: [0, 1], index: 0 }, /part of itself/],
    ['a parent that joins its child', { kind: 'merge', at: [[0], [0, 1]], into: [0, 1] }, /would become part/],
    ['all categories', { kind: 'remove', at: [[0], [1], [2]] }, /at least one/],
    ['a place that is gone', { kind: 'describe', at: [7], name: 'x' }, /not there any more/],
  ])('refuses %s', (_, edit, why) => {
    expect(() => applyEdit(tree(), edit)).toThrow(EditRefused);
    expect(() => applyEdit(tree(), edit)).toThrow(why);
  });

  it('says where examples go: renamed, moved, merged, split, residual, gone', () => {
    const { taxonomy, carry } = edited(
      { kind: 'describe', at: [1], name: 'Misreading' },
      { kind: 'merge', at: [[0, 0], [2]], into: [2] },
      { kind: 'split', at: [2], titles: ['Wrong sum.'], name: 'Sum Slips' },
      { kind: 'remove', at: [[0, 0]] },
    );
    expect(shape(taxonomy)).toEqual(['Sums', 'Misreading', 'Form', 'Sum Slips']);
    expect(carry({ category: 'Reading', title: 'a' })).toEqual({ id: 'reading', path: ['Misreading'] });
    expect(carry({ category: 'Sums', subcategory: 'Addition', title: 'b' })?.path).toEqual(['Form']);
    expect(carry({ category: 'Sums', subcategory: 'Addition', title: 'WRONG sum' })?.path).toEqual(['Sum Slips']);
    expect(carry({ category: 'Form', title: 'wrong  sum' })?.path).toEqual(['Sum Slips']);
    expect(carry({ category: 'Sums', title: 'c' })?.path).toEqual(['Sums']);
    expect(carry({ category: 'Other', title: 'd' })).toEqual({ id: null, path: ['Other'] });
    expect(carry({ category: 'Sums', subcategory: 'Carry', title: 'e' })).toBeUndefined();
    expect(carry({ category: 'Never Heard Of', title: 'f' })).toBeUndefined();
  });

  it('a merge that was undone, and categories that were split and joined again, find home', () => {
    const merged = applyEdit(tree(), { kind: 'merge', at: [[1], [2]], into: [1] });
    expect(carrier(tree(), tree(), merged.marks)({ category: 'Form', title: '' })?.path).toEqual(['Form']);
    const back = edited(
      { kind: 'split', at: [1], titles: ['t'], name: 'Part' },
      { kind: 'merge', at: [[1], [2]], into: [1] },
    );
    expect(back.carry({ category: 'Reading', title: 't' })?.path).toEqual(['Reading']);
    const away = edited({ kind: 'merge', at: [[1], [2]], into: [1] }, { kind: 'remove', at: [[1]] });
    expect(away.carry({ category: 'Form', title: 't' })).toBeUndefined();
  });

  it('keeps the layout of what has not changed', () => {
    const text = `{\n    "id": "mine", "version": "1",\n    "name": "Mine", "source": "me",\n    "categories": [\n        { "id": "a", "name": "A", "description": "" },\n        { "id": "b", "name": "B", "description": "",   "examples": ["x"] }\n    ]\n}\n`;
    const { taxonomy } = applyEdit(JSON.parse(text), { kind: 'describe', at: [0], name: 'Alpha' });
    expect(rewriteJson(text, taxonomy)).toBe(text.replace('"A"', '"Alpha"'));
    const more = applyEdit(JSON.parse(text), { kind: 'add', parent: null, name: 'C' }).taxonomy;
    expect(rewriteJson(text, more)).toContain('{ "id": "a", "name": "A", "description": "" },\n');
  });

  it('writes what was meant, whatever the edits and the texts', () => {
    const place = fc.array(fc.nat(3), { minLength: 1, maxLength: 2 });
    const text = fc.oneof(fc.constantFrom(...PAYLOADS), fc.string(), fc.constantFrom('A', 'B', 'C'));
    const parent = fc.option(place);
    const anEdit = fc.oneof<fc.Arbitrary<TaxonomyEdit>[]>(
      fc.record({ kind: fc.constant('describe'), at: place, name: text, description: text }),
      fc.record({ kind: fc.constant('add'), parent, name: text }),
      fc.record({ kind: fc.constant('remove'), at: fc.array(place, { minLength: 1, maxLength: 2 }) }),
      fc.record({ kind: fc.constant('split'), at: place, titles: fc.array(text, { minLength: 1 }), name: text }),
      fc.record({ kind: fc.constant('move'), at: fc.array(place, { minLength: 1 }), parent, index: fc.nat(3) }),
      fc
        .record({ into: place, others: fc.array(place, { minLength: 1, maxLength: 3 }) })
        .map(({ into, others }) => ({ kind: 'merge' as const, at: [into, ...others], into })),
    );
    fc.assert(
      fc.property(fc.array(anEdit, { maxLength: 8 }), (edits) => {
        let written = JSON.stringify(tree(), null, 2);
        for (const edit of edits) {
          const before = JSON.parse(written) as Taxonomy;
          try {
            const { taxonomy } = applyEdit(before, edit);
            written = rewriteJson(written, taxonomy);
            expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(taxonomy)));
            expect(checkTaxonomyText(written).faults).toEqual([]);
            const ids = taxonomy.categories.flatMap(withDescendants).map(({ id }) => id);
            expect(new Set(ids).size).toBe(ids.length);
          } catch (error) {
            if (!(error instanceof EditRefused)) throw error;
            expect(before).toEqual(JSON.parse(written));
          }
        }
      }),
    );
  });

  it.each([
    ['1', '2'],
    ['1.9', '1.10'],
    ['1f0c55b2', '1f0c55b2-2'],
    ['1f0c55b2-2', '1f0c55b2-3'],
    ['12345678', '12345678-2'],
    ['final', 'final-2'],
  ])('version %s → %s', (version, next) => {
    expect(nextVersion(version)).toBe(next);
    expect(nextVersion(version, (taken) => taken === next)).not.toBe(next);
  });
});
