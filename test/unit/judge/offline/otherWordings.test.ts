import { describe, expect, it } from 'vitest';
import { createOfflineJudge } from '../../../../src/judge/offline/offlineJudge';
import type { Example } from '../../../../src/model/example';
import erroratlas from '../../../../src/model/taxonomies/erroratlas.json';
import { Taxonomy } from '../../../../src/model/taxonomy';
import { failingExample } from './failingExample';

const taxonomy = Taxonomy.parse(erroratlas);
const judge = createOfflineJudge(taxonomy);

async function categoryOf(parts: Partial<Example>): Promise<string> {
  const context = { taxonomy, correctPredictions: [], exemplars: [] };
  return (await judge.judge(failingExample(parts), context, new AbortController().signal)).category;
}

const refused = 'Inappropriate Refusal or Non-Response';
const format = 'Output Formatting Error';
const missing = 'Missing Required Element';
const computed = 'Computation Error';
const units = 'Unit or Conversion Error';
const counted = 'Counting/Enumeration Error';
const demand = 'Specification Misinterpretation';
const tools = 'Tool/API Usage Error';
const cut = 'Incomplete Reasoning';
const picked = 'Incorrect Identification';

const riddle = 'Which metal is the best conductor?\nA) iron\nB) silver\nC) lead\nD) zinc\nGive just the letter.';
const metals = { input: riddle, choices: ['iron', 'silver', 'lead', 'zinc'], references: ['B'] };
const crates =
  'A van carries 14 crates of 12 bottles. 30 bottles break. How many are whole? Show your work and write the result as "Result: <number>" on the last line.';
const bottles = { input: crates, references: ['14 × 12 = 168; 168 − 30 = 138. Answer: 138'] };
const booking =
  'Return a JSON object with the keys "guest", "nights" (number) and "arrival" (YYYY-MM-DD), nothing more.\n\nMs Ito comes on 3 May 2024 for two nights.';
const stay = { input: booking, references: ['{"guest":"Ito","nights":2,"arrival":"2024-05-03"}'] };
const mood = 'What is the mood of this message: angry, calm or cheerful? Answer with one word.\n\nHurray, we did it!';
const kinds = { input: mood, references: ['cheerful'] };
const weather = {
  input: 'What is the weather in Oslo tomorrow?',
  references: ['forecast(city="Oslo", days=1)'],
};

describe('failures in words that no gold file has', () => {
  it.each<[string, Partial<Example>, string]>([
    ['declining politely', { output: 'I would prefer not to comment on that topic.', references: ['7'] }, refused],
    ['not permitted', { output: "I'm not permitted to reveal this kind of detail.", references: ['7'] }, refused],
    [
      'asking for more',
      { input: 'When was Oslo founded?', output: 'Could you tell me which Oslo you mean?', references: ['1048'] },
      refused,
    ],
    ['the question again', { ...metals, output: 'Which metal is the best conductor?' }, refused],
    [
      'the quantity again',
      { input: 'Convert 3.5 kilograms to grams.', output: '3.5 kilograms', references: ['3500'] },
      refused,
    ],
    [
      'words for code',
      {
        input: 'Write a Python function that reverses a string.',
        output: 'You can go through the string from its end.',
        references: ['assert rev("ab") == "ba"'],
      },
      refused,
    ],
    ['the text without its letter', { ...metals, output: 'Silver' }, format],
    ['the right letter in a sentence', { ...metals, output: 'The answer is B.' }, format],
    [
      'reasons after yes',
      { input: 'Is 7 prime? Answer yes or no.', output: 'Yes, as nothing divides it.', references: ['Yes'] },
      format,
    ],
    [
      'a note after a translation',
      {
        input: 'Put into Italian, no notes: Good night.',
        output: 'Buona notte.\n(Said late.)',
        references: ['Buona notte.'],
      },
      format,
    ],
    [
      'a number in words',
      { input: 'How many legs has a bee? Reply with the number only.', output: 'Six', references: ['6'] },
      format,
    ],
    ['two letters', { ...metals, output: 'B or C' }, format],
    ['an option that is not there', { ...metals, output: 'F' }, format],
    ['letter and text of another option', { ...metals, output: 'C) lead' }, picked],
    ['no result line', { ...bottles, output: '14 × 12 = 168\n168 − 30 = 138\nSo 138 bottles are whole.' }, format],
    [
      'a result line with a sentence',
      { ...bottles, output: '14 × 12 = 168, 168 − 30 = 138\nResult: there are 138 whole ones of 168' },
      format,
    ],
    ['a slip in the product', { ...bottles, output: '14 × 12 = 158\n158 − 30 = 128\nResult: 128' }, computed],
    ['a slip in words', { ...bottles, output: '14 times 12 is 168. 168 minus 30 is 148.\nResult: 148' }, computed],
    ['JSON in a fence', { ...stay, output: '```json\n{"guest":"Ito","nights":2,"arrival":"2024-05-03"}\n```' }, format],
    ['a number as text', { ...stay, output: '{"guest":"Ito","nights":"2","arrival":"2024-05-03"}' }, format],
    ['a date in words', { ...stay, output: '{"guest":"Ito","nights":2,"arrival":"3 May 2024"}' }, format],
    ['a key too few', { ...stay, output: '{"guest":"Ito","arrival":"2024-05-03"}' }, missing],
    ['single quotes', { ...stay, output: "{'guest': 'Ito', 'nights': 2, 'arrival': '2024-05-03'}" }, format],
    ['prose for JSON', { ...stay, output: 'Ms Ito will stay for two nights from 3 May 2024.' }, format],
    ['a label of its own', { ...kinds, output: 'joyful' }, format],
    ['another label', { ...kinds, output: 'Calm' }, picked],
    ['the label in a sentence', { ...kinds, output: 'The mood of this message is clearly cheerful.' }, format],
    ['two labels', { ...kinds, output: 'cheerful / calm' }, format],
    ['another function', { ...weather, output: 'get_weather(city="Oslo", days=1)' }, tools],
    ['another argument', { ...weather, output: 'forecast(city="Oslo", days=2)' }, tools],
    ['no call', { ...weather, output: 'It will be sunny in Oslo tomorrow.' }, tools],
    [
      'kilometres for metres',
      { input: 'How many metres are 4.2 km?', output: '4.2 km are 420 metres.', references: ['4200'] },
      units,
    ],
    ['the wrong unit', { input: 'How much work is done?', output: '60 N · 2 m = 120 W', references: ['120 J'] }, units],
    [
      'letters counted again',
      { input: 'How often does the letter "s" appear in "possesses"? Number only.', output: '4', references: ['5'] },
      counted,
    ],
    [
      'capital letters',
      {
        input: 'How many capital letters are in "The BBC and Ann"?',
        output: 'There are 6 of them.',
        references: ['5'],
      },
      counted,
    ],
    [
      'too many words',
      {
        input: 'Describe rain in no more than 6 words.',
        output: 'Rain is water that falls from grey clouds onto all of us.',
        references: ['at most 6 words'],
      },
      demand,
    ],
    [
      'too few sentences',
      { input: 'Describe rain in three to four sentences.', output: 'Rain is wet.', references: ['3-4 sentences'] },
      demand,
    ],
    [
      'a forbidden word',
      {
        input: "Describe rain and don't mention the word water.",
        output: 'Rain is water.',
        references: ["no 'water'"],
      },
      demand,
    ],
    [
      'a closing phrase',
      {
        input: 'Greet me. End with the words: See you soon',
        output: 'Good morning to you all!',
        references: ['ends with "See you soon"'],
      },
      format,
    ],
    [
      'small letters',
      { input: 'Name a colour, all lowercase.', output: 'Red', references: ['all lower case'] },
      format,
    ],
    [
      'another language',
      {
        input: 'Answer in French. How are you?',
        output: 'The day is fine and it is warm in the garden for this time of the year.',
        references: ['Je vais bien.'],
      },
      demand,
    ],
    [
      'a list that is too short',
      {
        input: 'List all rivers of the text.\n\nText: The Isar, the Inn and the Lech join the Danube.',
        output: 'Isar, Inn, Danube',
        references: ['Isar, Inn, Lech, Danube'],
      },
      missing,
    ],
    [
      'numbered lines for dashes',
      {
        input: 'List the parts as "- part: amount".',
        output: '1. bolts: 4\n2. nuts: 8',
        references: ['- bolts: 4\n- nuts: 8'],
      },
      format,
    ],
    [
      'an unclosed list',
      { input: 'Write a Python function f.', output: 'def f():\n    return [1, 2', references: ['assert f() == "a"'] },
      'Implementation Error',
    ],
    [
      'a name that is unknown',
      {
        input: 'Write a Python function f.',
        output: 'def f():\n    return x',
        references: ['assert f() == 1'],
        explanation: "NameError: name 'x' is not defined",
      },
      'Implementation Error',
    ],
    [
      'code cut off',
      {
        input: 'Write a Python function f(xs).',
        output: 'def f(xs):\n    total = 0\n    for x in',
        references: ['assert f([1]) == 1'],
        finishReason: 'length',
      },
      cut,
    ],
    [
      'a sentence cut off',
      { output: 'All cats are grey at night and this one is not, therefore', references: ['it is day'] },
      cut,
    ],
    ['nothing but a mark', { output: 'Final answer:\n'.repeat(40), references: ['7'] }, cut],
  ])('%s', async (_name, parts, category) => {
    expect(await categoryOf(parts)).toBe(category);
  });
});

describe('what cannot be told is left alone', () => {
  it.each<[string, Partial<Example>]>([
    ['a bare letter', { ...metals, output: 'C' }],
    [
      'a letter with reasons',
      { ...metals, output: 'C) lead, because it is heavy and dense and therefore carries more charge.' },
    ],
    ['a choice that is changed', { ...metals, output: '(B) silver. Actually, no, zinc is better. So (D)' }],
    ['a bare number', { ...bottles, output: '1380' }],
    ['a cut after a wrong turn', { ...bottles, output: '14 + 12 = 26 bottles. Then we', finishReason: 'length' }],
    [
      'a cut in words that may be wrong',
      { output: 'The capital of Peru is a town in Chile, which', finishReason: 'length', references: ['Lima'] },
    ],
    [
      'a loop of a claim',
      { output: 'The sum of the angles is 200 degrees.\n'.repeat(20), references: ['180'], finishReason: 'length' },
    ],
    [
      'a list of too many things',
      {
        input: 'How many vowels are in "system of rivers"?',
        output: 'y, e, o, i, e. That makes 5.',
        references: ['4'],
      },
    ],
    [
      'the right name in a sentence',
      {
        input: 'Who wrote Emma?',
        output: 'Emma was written by Jane Austen.',
        references: ['Jane Austen'],
        metric: 'exact_match',
      },
    ],
    [
      'an answer with an explanation that is false',
      { input: 'Who wrote Emma?', output: 'Anne Brontë', references: ['Jane Austen'] },
    ],
    [
      'a word problem with one conversion in it',
      { input: 'How many minutes are in 3 films of 2 hours?', output: 'It is 180.', references: ['360'] },
    ],
    [
      'a foreign figure',
      {
        input: 'Sum up, keep all numbers: 40 boats sailed, 7 turned back.',
        output: '40 boats sailed, 9 turned back.',
        references: ['40', '7'],
        explanation: '1/2 numbers',
      },
    ],
    [
      'a comment in another language',
      {
        input: 'Say in Spanish: Hello, friend.',
        output: 'Hola, amiga mía de mi vida.\n\nThis means hello to a friend of yours, in a very friendly way.',
        references: ['Hola, amigo.'],
      },
    ],
  ])('%s', async (_name, parts) => {
    expect(await categoryOf(parts)).toBe('');
  });
});
