import { expect, it } from 'vitest';
import { itemsOf, names } from '../../../../src/judge/offline/lists';

it.each([
  ['apples, pears and plums', ['apples', 'pears', 'plums']],
  ['- red\n- green\n- blue', ['red', 'green', 'blue']],
  ['["red", "green"]', ['red', 'green']],
  ['1,234', []],
  ['Paris', []],
  ['He went home, because it was late, and slept.', []],
  ['[1', []],
])('itemsOf(%j)', (reference, items) => {
  expect(itemsOf(reference)).toEqual(items);
});

it('names whole words, in singular or plural', () => {
  expect(names('Apples and pears', 'apple')).toBe(true);
  expect(names('Pineapple', 'apple')).toBe(false);
});
