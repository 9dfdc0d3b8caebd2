import { optionNamed, optionsOf } from '../choices';
import { finalAnswer } from '../finalAnswer';
import type { Rule } from '../rule';

/** The answer of a multiple-choice question is a letter that no option has. */
export const noSuchOption: Rule = {
  id: 'no-such-option',
  category: 'Output Formatting Error',
  reason: 'The letter that is given belongs to none of the options: the answer cannot be read.',
  apply(example) {
    const options = optionsOf(example);
    const answer = finalAnswer(example.output);
    if (options.length < 2 || answer === null) return null;
    if (!answer.marked && example.output.trim().length > 20) return null;
    const letter = /^\W{0,3}(?:option |answer )?\(?([A-Z]|\d{1,2})\)?\W{0,3}$/.exec(answer.text)?.[1];
    if (letter === undefined || optionNamed(answer.text, options) !== null) return null;
    // 1 to 4 may stand for A to D, and a digit may be an option's text.
    if (/\d/.test(letter) && (Number(letter) <= options.length || options.some(({ text }) => /\d/.test(text))))
      return null;
    return {
      title: 'An option that does not exist',
      summary: `The output answers “${letter}”; the options are ${options[0]?.letter} to ${options.at(-1)?.letter}.`,
      kind: 'no-such-option',
      quotes: [{ start: answer.start, end: answer.end }],
      criterion: 'The answer is one of the options',
      present: true,
      quality: 'incorrect',
    };
  },
};
