import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregate } from '../../../src/atlas/aggregate';
import type { ExampleEntry } from '../../../src/model/entry';
import { errorAtlas } from '../../../src/model/taxonomies/builtin';
import { VerdictRules } from '../../../src/model/verdict';
import type { Label } from '../../../src/store/judgmentStore';
import { entry, judgment } from '../../support/records';

function atlasOf(entries: ExampleEntry[], labels: Record<string, Label>) {
  return aggregate({
    entries,
    repeated: 0,
    labelOf: (key) => labels[key],
    taxonomy: errorAtlas,
    rules: new VerdictRules(),
  });
}

function judged(given: Parameters<typeof judgment>[0]): Label {
  return { judgment: { ...judgment(given), segment: 's', offset: 0, length: 1 } };
}

describe('aggregate', () => {
  it('counts per category, model and dataset; a correction wins over the judge', () => {
    const entries = [
      entry({ key: 'a', model: 'x' }),
      entry({ key: 'b', model: 'x' }),
      entry({ key: 'c', model: 'y' }),
      entry({ key: 'd', model: 'y', passed: true }),
      entry({ key: 'e', model: 'y', passed: null, error: 'timeout' }),
      entry({ key: 'f', model: 'y', passed: null }),
      entry({ key: 'g', model: 'y' }),
    ];
    const atlas = atlasOf(entries, {
      a: judged({ category: 'Computation Error' }),
      b: {
        ...judged({ category: 'Computation Error' }),
        correction: { key: 'b', category: 'Factual Error', author: 'ada', createdAt: '2026-01-01T00:00:00.000Z' },
      },
      c: judged({ category: 'Computation Error' }),
      g: judged({ status: 'abstained', category: '' }),
    });
    expect(atlas.totals).toEqual({
      examples: 7,
      failing: 4,
      errored: 1,
      unscored: 1,
      classified: 3,
      corrected: 1,
      abstained: 1,
      judgeErrors: 0,
      unjudged: 0,
      repeated: 0,
    });
    expect(atlas.categories.map(({ name, count, corrected }) => [name, count, corrected])).toEqual([
      ['Computation Error', 2, 0],
      ['Factual Error', 1, 1],
    ]);
    expect(atlas.models.map(({ name, failing, classified }) => [name, failing, classified])).toEqual([
      ['x', 2, 2],
      ['y', 2, 1],
    ]);
    expect(atlas.models[0]?.categories['Factual Error']).toEqual({ count: 1, share: 0.5 });
    expect(atlas.categories[0]?.source).toBe('paper');
  });

  it('adds up, whatever the labels: categories to classified, and all parts to failing', () => {
    const category = fc.constantFrom(...errorAtlas.categories.map(({ name }) => name), '__proto__', 'Other');
    const example = fc.record({
      passed: fc.constantFrom(true, false, null),
      model: fc.constantFrom('x', 'y', '__proto__'),
      status: fc.constantFrom('judged' as const, 'abstained' as const, 'error' as const, undefined),
      category,
    });
    fc.assert(
      fc.property(fc.array(example, { maxLength: 40 }), (examples) => {
        const labels: Record<string, Label> = {};
        const entries = examples.map(({ passed, model, status, category }, i) => {
          if (status) labels[`k${i}`] = judged({ key: `k${i}`, status, category });
          return entry({ key: `k${i}`, passed, model });
        });
        const { totals, categories, models } = atlasOf(entries, labels);
        const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
        expect(totals.classified + totals.abstained + totals.judgeErrors + totals.unjudged).toBe(totals.failing);
        expect(sum(categories.map(({ count }) => count))).toBe(totals.classified);
        expect(sum(models.map(({ classified }) => classified))).toBe(totals.classified);
        if (totals.classified > 0) expect(sum(categories.map(({ share }) => share))).toBeCloseTo(1);
        for (const model of models) {
          expect(sum(Object.values(model.categories).map(({ count }) => count))).toBe(model.classified);
        }
      }),
    );
  });
});
