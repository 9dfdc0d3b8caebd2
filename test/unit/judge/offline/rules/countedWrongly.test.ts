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
    ['a word problem', { input: 'How many eggs does she sell?', output: '17', references: ['18'] }],
    ['a count far off', { input: 'Count the words.', output: '90', references: ['12'] }],
    ['a fraction', { input: 'Count the words.', output: '12.5', references: ['12'] }],
    ['a right count', { input: 'Count the words.', output: '12', references: ['12'] }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(countedWrongly, parts);
  });
});
