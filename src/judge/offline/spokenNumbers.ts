import type { WrittenNumber } from './numbers';

const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

const VALUES = new Map<string, number>([
  ...ONES.map((word, value) => [word, value] as const),
  ...TENS.map((word, index) => [word, 20 + 10 * index] as const),
  ['once', 1],
  ['twice', 2],
  ['thrice', 3],
]);

const SPOKEN = new RegExp(
  `\\b(?:(?:${TENS.join('|')})(?:-(?:${ONES.slice(1, 10).join('|')}))?|${[...VALUES.keys()].join('|')})\\b`,
  'gi',
);

/** The number that a sentence without digits says in English words, when it says exactly one. */
export function onlySpokenNumber(sentence: string): WrittenNumber[] {
  const found = [...sentence.slice(0, 1000).matchAll(SPOKEN)];
  // "One" is a pronoun more often than a number.
  const numbers = found.length === 1 ? found : found.filter(({ 0: word }) => !/^one$/i.test(word));
  const [only] = numbers;
  if (only === undefined || numbers.length > 1) return [];
  if (/^one$/i.test(only[0]) && sentence.trim().split(/\s+/).length > 4) return [];
  const [tens = '', ones = ''] = only[0].toLowerCase().split('-');
  const value = (VALUES.get(tens) ?? 0) + (VALUES.get(ones) ?? 0);
  const { index } = only;
  return [{ value, start: index, end: index + only[0].length, decimals: 0, percent: false, currency: false }];
}
