import { describe, expect, it } from 'vitest';
import { formDemands } from '../../../../../src/judge/offline/formDemand';
import { forbiddenWord, requiredWord, writingForm } from '../../../../../src/judge/offline/rules/formConstraint';
import { itemInvented, itemTwice } from '../../../../../src/judge/offline/rules/listItems';
import { listMarker } from '../../../../../src/judge/offline/rules/listMarker';
import { tooFewItems } from '../../../../../src/judge/offline/rules/tooFewItems';
import { wrongLanguage } from '../../../../../src/judge/offline/rules/wrongLanguage';
import { found, silent } from '../failingExample';

describe('formDemands', () => {
  it('reads several words of one demand', () => {
    expect(formDemands('Do not use the words "sea", "blue" or "wave".')).toEqual([
      { kind: 'forbidden-word', words: ['sea', 'blue', 'wave'] },
    ]);
    expect(formDemands('Write about the sea.')).toEqual([]);
  });
});

describe('forbiddenWord, requiredWord', () => {
  const input = 'Describe the sea. Do not use the word "blue". Include the word "salt".';

  it('find one that is there, one that is absent', () => {
    expect(found(forbiddenWord, { input, output: 'It is Blue and full of salt.' }).evidence).toEqual(['Blue']);
    expect(found(requiredWord, { input, output: 'It is wide.' }).summary).toContain('“salt”');
  });

  it('keep silent about other words, and where a reference decides', () => {
    silent(forbiddenWord, { input, output: 'It is bluish and full of salt.' });
    silent(requiredWord, { input, output: 'It is full of salt.' });
    silent(requiredWord, { input, output: 'It is', finishReason: 'length' });
    silent(forbiddenWord, { input, output: 'It is blue.', references: ['The Atlantic'] });
  });
});

describe('writingForm', () => {
  it.each([
    ['Answer in lower case only.', 'It is Monday.', 'Letters of the wrong case'],
    ['Write in all caps.', 'IT IS monday.', 'Letters of the wrong case'],
    ['Describe it without any commas.', 'It is big, and old.', 'A comma that is not allowed'],
    ['End your reply with the phrase "That is all."', 'It is big.', 'Does not end as demanded'],
    ['Begin with the words "Dear reader".', 'It is big.', 'Does not begin as demanded'],
  ])('finds a breach of %j', (input, output, title) => {
    expect(found(writingForm, { input, output }).title).toBe(title);
  });

  it.each([
    ['Answer in lower case only.', 'it is monday.'],
    ['Describe it without any commas.', 'It is big and old.'],
    ['End your reply with the phrase "That is all."', 'It is big. That is all!'],
    ['Begin with the words "Dear reader".', '**Dear reader**, it is big.'],
    ['Start each line with "- ".', '* one'],
    ['Why does a lower case letter look smaller?', 'It IS smaller.'],
  ])('keeps silent about %j kept', (input, output) => {
    silent(writingForm, { input, output });
  });
});

describe('listMarker', () => {
  const input = "Write three bullet points, each starting with '- '.";

  it.each(['1. a\n2. b', '* a\n* b\n* c'])('finds %j', (output) => {
    expect(found(listMarker, { input, output }).kind).toBe('list-marker');
  });

  it.each(['- a\n- b', 'a and b', '* a'])('keeps silent about %j', (output) => {
    silent(listMarker, { input, output });
  });
});

describe('lists', () => {
  const input = 'List the fruits: pears, a melon and some plums lay there, next to a hammer.';
  const references = ['pears, melon, plums'];

  it('find an item twice and an invented one', () => {
    expect(found(itemTwice, { input, references, output: 'pears, melon, plums, melon' }).summary).toContain('“melon”');
    expect(found(itemInvented, { input, references, output: 'pears, melon, plums, figs' }).summary).toContain('“figs”');
  });

  it.each([
    ['the right list', 'pears, melon, plums'],
    ['a list that lacks one', 'pears, melon, figs'],
    ['an item of the text', 'pears, melon, plums, hammer'],
  ])('keep silent about %s', (_name, output) => {
    silent(itemTwice, { input, references, output });
    silent(itemInvented, { input, references, output });
  });

  it('find fewer items than asked for', () => {
    const asked = { input: 'Name five European rivers.', output: '1. Rhine\n2. Elbe\n3. Seine' };
    expect(found(tooFewItems, asked).summary).toContain('lists 3');
    silent(tooFewItems, { ...asked, input: 'Name three European rivers.' });
    silent(tooFewItems, { ...asked, output: 'The Rhine is one, and there are more.' });
    silent(tooFewItems, { ...asked, input: 'Write five sentences.' });
  });
});

describe('wrongLanguage', () => {
  const input = 'Translate into German. Give only the translation.\n\nThe cat sleeps on the chair.';

  it('finds another language', () => {
    expect(found(wrongLanguage, { input, output: 'Le chat dort sur la chaise.' }).summary).toContain('in French');
    const asked = 'Answer in English. Warum ist der Himmel blau?';
    const output = 'Weil das Licht der Sonne in der Luft gestreut wird und das blaue Licht mehr als das rote.';
    expect(found(wrongLanguage, { input: asked, output }).summary).toContain('in German');
  });

  it.each([
    ['the language asked for', { output: 'Die Katze schläft auf dem Stuhl, und der Hund ist nicht da.' }],
    ['a text too short to tell', { output: 'Katze' }],
    ['the text said again', { output: 'The cat sleeps on the chair.' }],
    [
      'languages that are a topic',
      {
        input: 'Who wrote the most famous novel in French?',
        output: 'It was written by one of the great authors of that time.',
      },
    ],
  ])('keeps silent about %s', (_name, parts) => {
    silent(wrongLanguage, { input, ...parts });
  });
});
