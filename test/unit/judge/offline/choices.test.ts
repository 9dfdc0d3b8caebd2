import { describe, expect, it } from 'vitest';
import { chosenOption, optionNamed, optionsOf } from '../../../../src/judge/offline/choices';
import { failingExample } from './failingExample';

const options = ['Saturn', 'Jupiter', 'Mars'].map((text, index) => ({ letter: 'ABC'[index] ?? '', text }));

describe('optionsOf', () => {
  it('takes the tool’s list', () => {
    expect(optionsOf(failingExample({ choices: ['Saturn', 'Jupiter', 'Mars'] }))).toEqual(options);
  });

  it.each(['Which is it? A) Saturn B) Jupiter C) Mars', 'Which?\nA. Saturn\nB. Jupiter\nC. Mars\nAnswer:'])(
    'reads them from the input: %j',
    (input) => {
      expect(optionsOf(failingExample({ input })).map((option) => option.letter)).toEqual(['A', 'B', 'C']);
    },
  );

  it('takes no sentence for options', () => {
    expect(optionsOf(failingExample({ input: 'Plan A. Then see John B. about it.' })).length).toBeLessThan(3);
    expect(optionsOf(failingExample({ input: 'A dog and B cat' }))).toEqual([]);
  });
});

describe('optionNamed', () => {
  it.each([
    ['B', 'B'],
    ['(B)', 'B'],
    ['B) Jupiter', 'B'],
    ['option B.', 'B'],
    ['jupiter', 'B'],
  ])('%s', (text, letter) => {
    expect(optionNamed(text, options)?.letter).toBe(letter);
  });

  it.each(['A planet', 'Both A and B', 'I think so', 'Neptune'])('nothing in %j', (text) => {
    expect(optionNamed(text, options)).toBeNull();
  });
});

describe('chosenOption', () => {
  it('wants a marked answer or a short output', () => {
    expect(chosenOption('Long thoughts.\n\nANSWER: C', options)?.option.letter).toBe('C');
    expect(chosenOption('B', options)?.option.letter).toBe('B');
    expect(chosenOption('Well.\nB could be\nMars', options)).toBeNull();
  });
});
