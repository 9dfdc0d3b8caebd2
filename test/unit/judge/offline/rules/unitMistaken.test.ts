import { describe, expect, it } from 'vitest';
import { missingClause } from '../../../../../src/judge/offline/rules/missingClause';
import { unitMistaken } from '../../../../../src/judge/offline/rules/unitMistaken';
import { found, silent } from '../failingExample';

describe('unitMistaken', () => {
  it.each([
    ['12 kg · 9.81 m/s² = 117.72 kg', '117.72 N', 'kg'],
    ['The answer is 40 minutes.', '40 h', 'minutes'],
    ['It takes 6 metres per second', '6 km/h', 'metres per second'],
  ])('finds %j', (output, reference, unit) => {
    expect(found(unitMistaken, { output, references: [reference] }).summary).toContain(`“${unit}”`);
  });

  it('finds a currency that the material does not have', () => {
    const parts = { input: 'Bill (GBP): tea 4, cake 5. What is the total?', references: ['9'] };
    expect(found(unitMistaken, { ...parts, output: 'The total is 9 dollars.' }).evidence).toEqual(['9 dollars']);
    silent(unitMistaken, { ...parts, output: 'The total is 9 pounds.' });
    silent(unitMistaken, { ...parts, input: 'Bill (GBP or USD): tea 4, cake 5.', output: 'It is 9 dollars.' });
  });

  it.each([
    ['the same unit in a word', { output: '40 newtons', references: ['40 N'] }],
    ['another number', { output: '41 kg', references: ['40 N'] }],
    ['no unit', { output: '40', references: ['40 N'] }],
    ['things that are counted', { output: '40 apples', references: ['40 pears'] }],
    ['several accepted writings', { output: '40 kg', references: ['40 N', '40 kg'] }],
    ['markup for a unit', { output: '40 <b>', references: ['40 N'] }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(unitMistaken, parts);
  });
});

describe('missingClause', () => {
  const references = ['red and green; because the eye has three cones'];

  it('finds the first part alone', () => {
    expect(found(missingClause, { output: 'Red and green.', references }).summary).toContain('three cones');
  });

  it.each([
    ['all of it', { output: references[0] ?? '', references }],
    ['the second part alone', { output: 'Because the eye has three cones.', references }],
    ['another first part', { output: 'Red and blue.', references }],
    ['a reference of one part', { output: 'Red', references: ['Red and green'] }],
    ['several references', { output: 'Red and green', references: [...references, 'red'] }],
    ['nothing', { output: '', references }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(missingClause, parts);
  });
});
