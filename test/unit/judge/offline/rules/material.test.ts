import { describe, expect, it } from 'vitest';
import { contextOf } from '../../../../../src/judge/offline/context';
import { deniesContext } from '../../../../../src/judge/offline/rules/deniesContext';
import { echoedTask } from '../../../../../src/judge/offline/rules/echoedTask';
import { inventedQuote } from '../../../../../src/judge/offline/rules/inventedQuote';
import { alteredFact, missingFact } from '../../../../../src/judge/offline/rules/missingFacts';
import { valueFromContext } from '../../../../../src/judge/offline/rules/valueFromContext';
import { found, silent } from '../failingExample';

const text = 'Text: The hall opens at 7:00 on weekdays and at 9:00 on weekends. Lockers take a two-euro coin.';
const input = `${text}\n\nQuestion: When does the hall open on Sundays?`;
const references = ['9:00'];

describe('contextOf', () => {
  it('parts material and question', () => {
    expect(contextOf(input)).toMatchObject({
      question: expect.stringMatching(/When does the hall open on Sundays\?$/),
    });
    expect(contextOf(input)?.material).toContain('two-euro coin');
  });

  it('knows a table', () => {
    expect(contextOf('| a | b |\n|---|---|\n| x | 12 |\n| y | 14 |\n\nWhat is b of x?')?.material).toContain(
      '| y | 14 |',
    );
  });

  it('has none for a plain question', () => {
    expect(contextOf('What is the capital of France?')).toBeNull();
    expect(contextOf('')).toBeNull();
  });
});

describe('valueFromContext', () => {
  it('finds another value of the material', () => {
    expect(found(valueFromContext, { input, references, output: 'It opens at 7:00.' }).evidence).toEqual(['7:00']);
  });

  it.each([
    ['a value from nowhere', { output: 'It opens at 8:30.' }],
    ['the right value', { output: 'It opens at 9:00, not at 7:00.' }],
    ['two values', { output: 'It opens at 7:00 or 12:00.', input: input.replace('coin', 'coin until 12:00') }],
    ['a question that calculates', { input: `${text}\n\nQuestion: What is the difference?`, output: 'It is 7:00.' }],
    ['a reference that is not in the material', { references: ['10:15'], output: 'It opens at 7:00.' }],
    ['a task without material', { input: 'When does it open?', output: 'At 7:00.' }],
    ['a calculation', { output: '7 + 2 = 9, so 7:00' }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(valueFromContext, { input, references, ...parts });
  });
});

describe('deniesContext', () => {
  it.each([
    'The text does not say when it opens.',
    'This is not mentioned in the text.',
    'The notice says nothing about it.',
  ])('finds %j', (output) => {
    expect(found(deniesContext, { input, references, output }).title).toBe('Overlooks what the material says');
  });

  it.each([
    ['a question that the material does not answer', { references: ['Anna'] }],
    ['a reference that says so, too', { references: ['not stated'] }],
    ['a task without material', { input: 'When does it open?' }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(deniesContext, { input, references, output: 'The text does not say when it opens.', ...parts });
  });
});

describe('inventedQuote', () => {
  it('finds a quotation that does not stand there', () => {
    const output = 'It opens at ten: the text says "on Sundays and public holidays the hall opens at ten".';
    expect(found(inventedQuote, { input, output }).evidence[0]).toMatch(/^on Sundays/);
  });

  it.each([
    ['a true quotation', 'The text says "The hall opens at 7:00 on weekdays and at 9:00 on weekends."'],
    ['a quotation with a gap', 'The text states "The hall opens at 7:00 … and at 9:00 on weekends."'],
    ['a term', 'The text mentions a "small round token".'],
    ['one with a slip of the pen', 'The text says "The hall opens at 7:00 on weekdays and 9:00 on weekends."'],
    ['speech that is nobody’s', 'People say "what a nice and lovely hall you have here".'],
  ])('keeps silent about %s', (_name, output) => {
    silent(inventedQuote, { input, output });
  });
});

describe('echoedTask', () => {
  it.each([
    ['the question', { input: 'What is the capital of France?', output: 'What is the capital of France?' }],
    [
      'the text to classify',
      { input: 'Reply with the label only.\n\nTicket: The app is slow today.', output: 'The app is slow today.' },
    ],
    [
      'an echo in a loop',
      {
        input: 'Translate.\n\nThe cat sleeps on the chair.',
        output: 'The cat sleeps on the chair.\nAnswer: The cat sleeps on the chair.\nAnswer: The cat',
      },
    ],
    [
      'a sentence with a word left out',
      { input: 'Today is Wednesday, 12 June 2024. What date is it in 25 days?', output: 'Today is 12 June 2024.' },
    ],
    ['all of the material', { input, output: text.replace('Text: ', '') }],
  ])('finds %s', (_name, parts) => {
    expect(found(echoedTask, { references: ['x'], ...parts }).kind).toBe('echoed-task');
  });

  it.each([
    [
      'a sentence of the material, which may be meant as the answer',
      { input, output: 'Lockers take a two-euro coin.' },
    ],
    ['a phrase', { input: 'He drove four miles per hour faster. How fast?', output: 'four miles per hour faster' }],
    [
      'the right answer',
      {
        input: 'Repeat this: all is well that ends well',
        output: 'all is well that ends well',
        references: ['all is well'],
      },
    ],
    [
      'code that goes on from the task',
      { input: 'def f(x):\n    """Double x."""', output: 'def f(x):\n    """Double x."""' },
    ],
    [
      'a sentence with another number',
      { input: 'Today is Monday, 12 June 2024. Which date follows?', output: 'Today is Monday, 13 June 2024.' },
    ],
    ['words of its own', { input: 'What is the capital of France?', output: 'The capital of France is Lyon.' }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(echoedTask, { references: ['x'], ...parts });
  });
});

describe('facts that were to be kept', () => {
  const memo =
    'Keep date, place and amount.\n\nThe outing moves from 3 May to 10 May. We meet at Pier 4. Each pays 18 euros.';
  const facts = { input: memo, references: ['10 May', 'Pier 4', '18 euros'], explanation: '2 of 3 facts found' };

  it('finds the one that is absent', () => {
    const output = 'The outing has been postponed; it starts from Pier 4 and costs 18 euros.';
    expect(found(missingFact, { ...facts, output }).summary).toContain('“10 May”');
    silent(alteredFact, { ...facts, output });
  });

  it.each([
    ['another date of the memo', 'The outing is on 3 May at Pier 4 for 18 euros.', '3 May'],
    ['another amount', 'The outing is on 10 May at Pier 4 for 80 euros.', '80 euros'],
    ['another place', 'The outing is on 10 May at Pier 7 for 18 euros.', 'Pier 7'],
  ])('finds %s', (_name, output, quote) => {
    expect(found(alteredFact, { ...facts, output }).evidence).toEqual([quote]);
    silent(missingFact, { ...facts, output });
  });

  it.each([
    ['all facts there', { output: '10 May, Pier 4, 18 euros' }],
    ['none there', { output: 'There will be an outing.' }],
    ['a grader that does not count', { output: 'Pier 4, 18 euros', explanation: 'too dull' }],
    ['another language', { output: 'La sortie du bateau est au Pier 4 pour le prix de 18 euros et elle est belle.' }],
  ])('keep silent about %s', (_name, parts) => {
    silent(missingFact, { ...facts, ...parts });
    silent(alteredFact, { ...facts, ...parts });
  });
});
