import { chosenOption, type Option, optionNamed, optionsOf } from '../choices';
import { normalText } from '../finalAnswer';
import { answerOf } from '../reference';
import type { Rule } from '../rule';

/** A multiple-choice question answered with another option than the reference's. */
export const wrongChoice: Rule = {
  id: 'wrong-choice',
  category: 'Incorrect Identification',
  reason: 'The task was to pick one option, and the output settles on another one than the reference.',
  apply(example) {
    const options = optionsOf(example);
    if (options.length < 2) return null;
    const wanted = example.references.map((reference) => optionNamed(answerOf(reference) ?? reference, options));
    const [right] = wanted;
    if (right === undefined || right === null || wanted.some((option) => option === null)) return null;
    const chosen = chosenOption(example.output, options);
    if (chosen === null || wanted.some((option) => option?.letter === chosen.option.letter)) return null;
    const reasons =
      wordsBeside(example.output, chosen.option) > MOST_WORDS_BESIDE ||
      /\b(?:because|since|as it|due to|so that)\b/i.test(example.output);
    // A letter alone says nothing about what was confused; a letter with its text names it.
    const named =
      !reasons &&
      normalText(chosen.answer.text).includes(normalText(chosen.option.text)) &&
      normalText(chosen.option.text) !== '';
    const { start, end } = chosen.answer;
    return {
      title: 'Wrong option chosen',
      summary: `The output chooses ${shown(chosen.option)}; the reference is ${shown(right)}.${
        reasons ? '' : ' The output shows no reasoning, so why it was chosen cannot be told.'
      }`,
      kind: reasons ? 'wrong-choice/reasoned' : named ? 'wrong-choice/named' : 'wrong-choice/letter',
      quotes: [{ start, end }],
      criterion: `The chosen option is ${shown(right)}`,
      present: true,
      quality: 'incorrect',
    };
  },
};

/** "The answer is B) nine." says no more than its choice; more words than that are reasons. */
const MOST_WORDS_BESIDE = 7;

function wordsBeside(output: string, { text }: Option): number {
  const count = (words: string): number => (words === '' ? 0 : words.split(' ').length);
  const said = normalText(output);
  return count(said) - (said.includes(normalText(text)) ? count(normalText(text)) : 0);
}

function shown({ letter, text }: Option): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return short === '' ? letter : `${letter} (“${short}”)`;
}
