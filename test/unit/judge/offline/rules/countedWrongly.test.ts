import { describe, expect, it } from 'vitest';
import { countedWrongly } from '../../../../../src/judge/offline/rules/countedWrongly';
import { found, silent } from '../failingExample';

describe('countedWrongly', () => {
  it.each([
    ['How many times does the letter r occur in strawberry?', '2', '3'],
    ["How many r's are in strawberry?", 'The answer is 2.', '3'],
    ['Count the number of vowels in this sentence.', '14', '13'],
  ])('finds %j', (input, output, reference) => {
    expect(found(countedWrongly, { input, output, references: [reference] }).title).toBe('Counted one off');
  });

  it.each([
    ['How many capital letters does "Ada met Bob in Rome" have?', 'Total: 4', '3'],
    ['How many upper-case letters are in "NATO and UNO"?', '6', '7'],
    ['How many double letters are in "balloon keeper"?', 'There are 2.', '3'],
    ['Count the vowels (a, e, i, o, u) in "sympathy yields".', '5', '3'],
    ['How often does the letter "n" appear in "antenna"?', '2', '3'],
  ])('counts again %j', (input, output, reference) => {
    expect(found(countedWrongly, { input, output, references: [reference] }).kind).toBe('counted-wrongly/recounted');
  });

  it('blames the count of a list that is right, and no list that is not', () => {
    const parts = { input: 'How many vowels are in "orange tea"?', references: ['5'] };
    expect(found(countedWrongly, { ...parts, output: 'o, a, e, e, a. Total: 6' }).kind).toContain('recounted');
    silent(countedWrongly, { ...parts, output: 'o, a, n, e, e, a. Total: 6' });
    silent(countedWrongly, { ...parts, output: 'o, a, e. Total: 3' });
  });

  it.each([
    ['a word problem', { input: 'How many eggs does she sell?', output: '17', references: ['18'] }],
    ['a count far off', { input: 'Count the words.', output: '90', references: ['12'] }],
    ['a fraction', { input: 'Count the words.', output: '12.5', references: ['12'] }],
    ['a right count', { input: 'Count the words.', output: '12', references: ['12'] }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(countedWrongly, parts);
  });
});
