import { describe, expect, it } from 'vitest';
import { askedValue } from '../../../../src/judge/offline/askedValue';
import { asksForBareAnswer } from '../../../../src/judge/offline/bareAnswer';
import { askedLanguage, codeOf, isFinishedBeforeCut } from '../../../../src/judge/offline/codeText';
import { countableIn } from '../../../../src/judge/offline/countable';
import { datesIn, sameClock, sameDate } from '../../../../src/judge/offline/dates';
import { languageOf } from '../../../../src/judge/offline/languages';
import { lengthDemands, lengthIn } from '../../../../src/judge/offline/lengthDemand';
import { onlySpokenNumber } from '../../../../src/judge/offline/spokenNumbers';
import { sqlFault } from '../../../../src/judge/offline/sqlText';

describe('askedValue', () => {
  it.each<[string, number | null]>([
    ['What is 40 + 6?', 46],
    ['Calculate 12 * (3 - 1).', 24],
    ['What is 6 plus 3? Answer with only the number.', 9],
    ['Question: What is 13 × 9?\nAnswer:', 117],
    ['What is 25% of 80?', 20],
    ['15 divided by 4', 3.75],
    ['What is the capital of France?', null],
    ['What is 40?', null],
    ['Ann has 3 hens and buys 4. How many has she?', null],
    ['What is 3 + 4 apples worth?', null],
  ])('of %j', (input, value) => {
    expect(askedValue(input)?.result ?? null).toBe(value);
  });
});

describe('countableIn', () => {
  it.each<[string, number | null]>([
    ['How many times does the letter "t" occur in "committee"?', 2],
    ["How many r's are in strawberry?", 3],
    ['Count the letter e in the word “beekeeper”.', 5],
    ['How many vowels are in "education"?', 5],
    ['How many letters are there in "Bremen"?', 6],
    ['How many words does this sentence have? "The old ferry leaves at noon."', 6],
    ['How many words are in "a well-known song"?', null],
    ['How many vowels are in "rhythm"?', null],
    ['How many people live in Berlin?', null],
    ['How many hens are in the yard?', null],
  ])('of %j', (input, count) => {
    expect(countableIn(input)?.count ?? null).toBe(count);
  });
});

describe('onlySpokenNumber', () => {
  it.each([
    ['The sentence has thirteen words.', [13]],
    ['It occurs twice.', [2]],
    ['There are forty-two of them.', [42]],
    ['One of them has three.', [3]],
    ['Two or three.', []],
    ['The one that I like best of all is red.', []],
    ['None.', []],
  ])('of %j', (sentence, values) => {
    expect(onlySpokenNumber(sentence).map(({ value }) => value)).toEqual(values);
  });
});

describe('dates and times', () => {
  it('are compared by what they mean', () => {
    expect(sameDate('7 July 2024', '2024-07-07')).toBe(true);
    expect(sameDate('July 7th, 2024', 'on the 7th of July 2024')).toBe(true);
    expect(sameDate('8 July 2024', '2024-07-07')).toBe(false);
    expect(sameDate('from 7 July 2024 to 8 July 2024', '2024-07-07')).toBe(false);
    expect(datesIn('07/08/2024 and 2024-13-45')).toEqual([]);
    expect(sameClock('2:30 pm', '14:30')).toBe(true);
    expect(sameClock('9 am', '9:00')).toBe(true);
    expect(sameClock('12 am', '0:00')).toBe(true);
    expect(sameClock('2:30', '14:30')).toBe(false);
  });
});

describe('languageOf', () => {
  it.each([
    ['The cat is on the chair and it sleeps for a while.', 'English'],
    ['Die Katze liegt auf dem Stuhl und sie schläft für eine Weile.', 'German'],
    ['Le chat est sur la chaise et il dort dans le soleil.', 'French'],
    ['El gato está en la silla y no se mueve por el sol.', 'Spanish'],
    ['Кошка спит на стуле и не двигается.', 'Russian'],
    ['猫が椅子の上で眠っています。とても静かです。', 'Japanese'],
    ['这只猫正在椅子上睡觉，非常安静。', 'Chinese'],
    ['Bellmoor, Crail, Dunsby, Eastle, Farrow, Glenn', null],
    ['42', null],
  ])('of %j', (text, language) => {
    expect(languageOf(text)).toBe(language);
  });
});

describe('lengths', () => {
  it('are read from the task', () => {
    expect(lengthDemands('in at most 20 words')).toMatchObject([{ unit: 'words', atLeast: null, atMost: 20 }]);
    expect(lengthDemands('Describe it in exactly two sentences.')).toMatchObject([
      { unit: 'sentences', atLeast: 2, atMost: 2 },
    ]);
    expect(lengthDemands('Use between 3 and 8 words.')).toMatchObject([{ atLeast: 3, atMost: 8 }]);
    expect(lengthDemands('Answer in three words or fewer.')).toMatchObject([{ atLeast: null, atMost: 3 }]);
    expect(lengthDemands('Write no fewer than 5 lines.')).toMatchObject([{ atLeast: 5, atMost: null }]);
    expect(lengthDemands('Write a haiku (three lines).')).toMatchObject([{ unit: 'lines', atLeast: 3, atMost: 3 }]);
    expect(lengthDemands('He wrote 200 words a day.')).toEqual([]);
  });

  it('are counted as people count', () => {
    expect(lengthIn('words', 'It’s a well-known, old song – no?')).toBe(6);
    expect(lengthIn('sentences', 'It costs 3.50 euros. Who pays? Nobody!')).toBe(3);
    expect(lengthIn('paragraphs', 'a\n\nb\n \nc')).toBe(3);
    expect(lengthIn('bullet points', '- a\n- b\ntext')).toBe(2);
    expect(lengthIn('lines', 'a\n\nb')).toBe(2);
    expect(lengthIn('characters', ' 👍a ')).toBe(2);
  });
});

describe('code in an output', () => {
  const input = 'Write a Python function f(x).';

  it('is the only block, or all of an output that begins as code', () => {
    expect(askedLanguage({ input, references: [] })).toBe('python');
    expect(askedLanguage({ input: 'Why is the sky blue?', references: [] })).toBeNull();
    const output = 'Here:\n```python\nx = 1\n```\nDone.';
    const code = codeOf({ input, output, references: [] });
    expect(output.slice(code?.start, code?.end)).toBe('x = 1\n');
    expect(codeOf({ input, output: 'def f(x):\n    return x', references: [] })?.language).toBe('python');
    expect(codeOf({ input, output: 'I would define f(x) so.', references: [] })).toBeNull();
  });

  it('is finished before a cut when more stands after its function', () => {
    expect(isFinishedBeforeCut({ input, output: 'def f(x):\n    return x\n\nprint(f(', references: [] })).toBe(true);
    expect(isFinishedBeforeCut({ input, output: 'def f(x):\n    y = [\n', references: [] })).toBe(false);
  });
});

describe('sqlFault', () => {
  it.each([
    ["SELECT * FROM a WHERE b = 'it''s' -- (not\n;", null],
    ['SELECT "a(" FROM b /* ( */;', null],
    ['SELECT COUNT(a FROM b;', 12],
    ['SELECT a) FROM b;', 8],
    ["SELECT 'a FROM b;", 7],
    ["SELECT 1; It's that.", null],
  ])('of %j', (code, at) => {
    expect(sqlFault(code)?.at ?? null).toBe(at);
  });
});

describe('asksForBareAnswer', () => {
  it.each([
    ['Reply with the number only.', true],
    ['Give only the translation.', true],
    ['Answer in one word.', true],
    ['Return only a JSON object. No other text.', true],
    ['Explain why only birds have feathers.', false],
    ['How many are there?', false],
  ])('of %j', (input, asks) => {
    expect(asksForBareAnswer(input)).toBe(asks);
  });
});
