import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/atlas/compare/compare';
import { exceeded, parseLimit } from '../../../src/atlas/compare/limits';
import {
  benjaminiHochberg,
  differenceInterval,
  pairedDifferenceInterval,
  pairedProportionTest,
  twoProportionTest,
} from '../../../src/atlas/compare/significance';
import { Comparison } from '../../../src/model/comparison';
import { proportionInterval } from '../../../src/model/proportion';
import type { Label } from '../../../src/store/judgmentStore';
import { entry, judgment } from '../../support/records';

/** One letter an item: `.` passed, `c` fails by computation, `f` by a wrong fact, `?` fails without a label. */
function side(name: string, answers: string, dataset = 'd') {
  const entries = [...answers].map((answer, i) =>
    entry({ key: `${name}${i}${answer}`, id: `${i}`, dataset, model: name, passed: answer === '.' }),
  );
  return { name, entries };
}

const CATEGORY: Record<string, string> = { c: 'Computation Error', f: 'Factual Error' };

function labelOf(key: string): Label | undefined {
  const category = CATEGORY[key.at(-1) ?? ''];
  return category ? { judgment: { ...judgment({ key, category }), segment: 's', offset: 0, length: 1 } } : undefined;
}

describe('compare', () => {
  it('pairs the examples of both sides and says what became of each', () => {
    const { examples, changes, paired, pairs } = compare(side('A', '.cccf.?'), side('B', 'f..cc.?'), labelOf);
    expect({ paired, pairs }).toEqual({ paired: true, pairs: 7 });
    expect(examples.map(({ id, change }) => `${id} ${change}`)).toEqual([
      '0 broken',
      '1 fixed',
      '2 fixed',
      '3 still failing',
      '4 failure changed kind',
      '6 still failing',
    ]);
    expect(changes).toEqual({ fixed: 2, broken: 1, 'still failing': 2, 'failure changed kind': 1 });
    expect(examples[4]).toMatchObject({ a: { category: 'Factual Error' }, b: { category: 'Computation Error' } });
  });

  it('has shares of the scored examples, so that a category does not grow because another shrinks', () => {
    const { categories, failing } = compare(side('A', 'ccccffff..'), side('B', 'cccc......'), labelOf);
    expect(failing.difference).toBeCloseTo(-0.4);
    expect(categories.map(({ name, a, b, difference }) => [name, a.share, b.share, difference])).toEqual([
      ['Factual Error', 0.4, 0, -0.4],
      ['Computation Error', 0.4, 0.4, 0],
    ]);
  });

  it('compares shares where ids do not match', () => {
    const other = { name: 'B', entries: side('B', 'ccc').entries.map((one) => ({ ...one, id: `other ${one.id}` })) };
    const { paired, pairs, examples, categories } = compare(side('A', '...'), other, labelOf);
    expect({ paired, pairs, examples }).toEqual({ paired: false, pairs: 0, examples: [] });
    expect(categories[0]).toMatchObject({ a: { share: 0 }, b: { share: 1 } });
  });

  it('pairs epochs in their order, leaves the crashed out, and counts who has no partner', () => {
    const a = side('A', 'c..');
    const b = side('B', '.c.');
    a.entries.push(entry({ key: 'again', id: '0', dataset: 'd', model: 'A', passed: true }));
    b.entries.push(entry({ key: 'crash', id: '1', dataset: 'd', model: 'B', passed: null, error: 'timeout' }));
    const comparison = compare(a, b, labelOf);
    expect(comparison.pairs).toBe(3);
    expect(comparison.a.unpaired).toBe(1);
    expect(comparison.sentence).toContain('1 examples are on one side only');
  });

  it('calls what chance explains no change, and tells what it does not', () => {
    const chance = compare(side('A', 'c.c.c.c.c.'), side('B', '.c.c.c.ccc'), labelOf);
    expect(chance.categories[0]?.significant).toBe(false);
    expect(chance.sentence).toContain('No category changed by more than chance would explain.');
    const clear = compare(side('A', '.'.repeat(60)), side('B', `${'c'.repeat(20)}${'.'.repeat(40)}`), labelOf);
    expect(clear.categories[0]).toMatchObject({ significant: true, name: 'Computation Error' });
    expect(clear.sentence).toContain('Computation Error rose from 0.0 % to 33.3 %');
  });

  it('leaves the program in its contract, whatever is compared', () => {
    const answers = fc.string({ unit: fc.constantFrom('.', 'c', 'f', '?'), maxLength: 40 });
    fc.assert(
      fc.property(answers, answers, fc.boolean(), (a, b, sameDataset) => {
        const comparison = compare(side('A', a), side('B', b, sameDataset ? 'd' : 'e'), labelOf);
        expect(Comparison.parse(JSON.parse(JSON.stringify(comparison)))).toEqual(comparison);
        expect(comparison.sentence).not.toBe('');
        const turned = compare(side('B', b, sameDataset ? 'd' : 'e'), side('A', a), labelOf);
        expect(turned.failing.difference).toBeCloseTo(-comparison.failing.difference);
        expect(turned.failing.pValue).toBeCloseTo(comparison.failing.pValue);
        expect(turned.changes.fixed).toBe(comparison.changes.broken);
      }),
    );
  });
});

describe('the statistics', () => {
  it('agree with figures from elsewhere', () => {
    // By hand in Python: erfc of z over the square root of 2; twice the binomial tail; adjusted as in R.
    expect(twoProportionTest({ count: 15, of: 100 }, { count: 30, of: 100 })).toBeCloseTo(0.011085, 5);
    expect(pairedProportionTest(3, 10)).toBeCloseTo(0.09229, 5);
    expect(benjaminiHochberg([0.01, 0.04, 0.03, 0.5]).map((p) => p.toFixed(6))).toEqual([
      '0.040000',
      '0.053333',
      '0.053333',
      '0.500000',
    ]);
    const [low, high] = proportionInterval({ count: 0, of: 5 });
    expect([low, high].map((x) => Number(x.toFixed(4)))).toEqual([0, 0.4345]);
  });

  it('the exact test for pairs goes over into the approximate one', () => {
    expect(pairedProportionTest(85, 115)).toBeCloseTo(pairedProportionTest(86, 115), 1);
  });

  it('a bootstrap interval holds the difference and narrows with more examples', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 20 }), (onlyA, onlyB) => {
        const few = pairedDifferenceInterval(onlyA, onlyB, 100);
        const many = pairedDifferenceInterval(onlyA * 25, onlyB * 25, 2500);
        expect(few[0]).toBeLessThanOrEqual((onlyB - onlyA) / 100);
        expect(few[1]).toBeGreaterThanOrEqual((onlyB - onlyA) / 100);
        expect(many[1] - many[0]).toBeLessThan(few[1] - few[0]);
      }),
    );
    const [low, high] = differenceInterval({ count: 15, of: 100 }, { count: 30, of: 100 });
    expect(low).toBeCloseTo(0.036, 1);
    expect(high).toBeCloseTo(0.264, 1);
  });

  it('adjusted p-values are never below the plain ones, and keep their order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (pValues) => {
        const adjusted = benjaminiHochberg(pValues);
        for (const [i, p] of pValues.entries()) {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p - 1e-12);
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          for (const [j, q] of pValues.entries()) if (p < q) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] ?? 1);
        }
      }),
    );
  });
});

describe('limits', () => {
  const comparison = compare(side('A', `${'.'.repeat(18)}cc`), side('B', `${'.'.repeat(16)}cccf`), labelOf);

  it.each([
    ['Computation Error>+4pp', true],
    ['Computation Error>+5pp', false],
    ['computation error > + 4.9 pp', true],
    ['Computation Error>10%', true],
    ['Computation Error>15%', false],
    ['failing>+9pp', true],
    ['Logical Reasoning Error>0%', false],
  ])('%s: exceeded %s', (text, is) => {
    expect(exceeded(comparison, [parseLimit(text)]).length > 0).toBe(is);
  });

  it.each(['', '>5%', 'Computation Error', 'Computation Error>5', 'Computation Error>-5pp', 'x>5pp'])(
    '"%s" is no limit',
    (text) => expect(() => parseLimit(text)).toThrow('write "Computation Error>+5pp"'),
  );
});
