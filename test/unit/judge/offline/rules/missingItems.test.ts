import { describe, expect, it } from 'vitest';
import { missingItems } from '../../../../../src/judge/offline/rules/missingItems';
import { found, silent } from '../failingExample';

describe('missingItems', () => {
  const input = 'List the three fruits in the basket.';
  const references = ['apples, pears, plums'];

  it('finds an item left out', () => {
    const finding = found(missingItems, { input, references, output: 'Apples and pears' });
    expect(finding.summary).toContain('“plums”');
    expect(finding.kind).toBe('missing-items/compared');
  });

  it('finds several', () => {
    expect(found(missingItems, { input, references, output: 'apple' }).title).toBe('Items of the list left out');
  });

  it('believes the grader', () => {
    const explanation = 'Expected output to contain all of [apples, pears, plums]. Missing: [plums]';
    expect(found(missingItems, { output: 'apples, pears', explanation }).kind).toBe('missing-items/told');
  });

  it.each([
    ['all items', { output: 'pears, plums, apples' }],
    ['none of them', { output: 'bananas' }],
    ['one exchanged for another', { output: 'apples, pears, cherries' }],
    ['a reference that is no list', { references: ['Paris'], output: 'Rome' }],
    ['a task that asks for no list', { input: 'Where is Paris?', references: ['Paris, France'], output: 'France' }],
    [
      'prose that may name them otherwise',
      {
        output: 'There are apples. I also see two other kinds of fruit, which I would call stone fruit and pome fruit.',
      },
    ],
  ])('keeps silent about %s', (_name, parts) => {
    silent(missingItems, { input, references, ...parts });
  });
});
