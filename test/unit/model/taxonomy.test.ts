import { describe, expect, it } from 'vitest';
import { builtinTaxonomies, errorAtlas } from '../../../src/model/taxonomies/builtin';

describe('the built-in taxonomies', () => {
  it('ErrorAtlas has 17 categories: ten names of the paper, seven of ours, and says which', () => {
    const count = (source: string) => errorAtlas.categories.filter((category) => category.source === source).length;
    expect([errorAtlas.categories.length, count('paper'), count('reconstructed')]).toEqual([17, 10, 7]);
  });

  it.each([...builtinTaxonomies.values()])(
    '$id: distinct names and ids, descriptions of at most 30 words',
    (taxonomy) => {
      const { categories } = taxonomy;
      expect(new Set(categories.map(({ id }) => id)).size).toBe(categories.length);
      expect(new Set(categories.map(({ name }) => name.toLowerCase())).size).toBe(categories.length);
      for (const { name, description } of categories) {
        expect(name.split(/\s+/).length, name).toBeLessThanOrEqual(5);
        expect(description.split(/\s+/).length, name).toBeLessThanOrEqual(30);
      }
    },
  );
});
