import { changesItsMind, chosenOption, type Option, optionNamed, optionsOf } from '../choices';
import { finalAnswer, normalText, type StatedAnswer } from '../finalAnswer';
import { answerOf } from '../reference';
import type { Rule } from '../rule';

/** The right option's text is given, but without its letter, or with the letter of another option. */
export const rightOptionUnlettered: Rule = {
  id: 'right-option-unlettered',
  category: 'Output Formatting Error',
  reason: 'The content is that of the right option; the letter, by which it is graded, is missing or another one.',
  apply(example) {
    const options = optionsOf(example);
    const answer = finalAnswer(example.output);
    if (options.length < 2 || answer === null || example.output.length > 1500) return null;
    // Who thinks again has named more than the text that is compared here.
    if (changesItsMind(example.output)) return null;
    const wanted = example.references.map((reference) => optionNamed(answerOf(reference) ?? reference, options));
    const [right] = wanted;
    if (right === undefined || right === null || wanted.some((option) => option?.letter !== right.letter)) return null;
    if (normalText(right.text).length < 3) return null;
    const letter = lettersIn(example.output, options);
    const [first = ''] = example.output.trim().split(/(?<=[.!?])\s/, 1);
    const named = concludes(first, right)
      ? namedIn(first, options)
      : namedIn(conclusionOf(example.output, answer), options);
    // The conclusion names the right option's text and no other's.
    if (named.length !== 1 || named[0] !== right) return null;
    const wrongLetter = letter.length === 1 && letter[0] !== right.letter;
    const chosen = chosenOption(example.output, options)?.option;
    // The text alone is right where texts are compared, and lacks its letter where letters are.
    const isLettered = letter.length > 0 || (chosen === right && !/^\W*[A-J]\b/.test(example.references[0] ?? ''));
    if (!wrongLetter && isLettered) return null;
    if (wrongLetter && chosen === right) return null;
    // Without a letter, what else is said must not speak for another option.
    if (!wrongLetter && namedIn(example.output, options).length > 1 && !concludes(first, right)) return null;
    return {
      title: wrongLetter ? 'Right option, wrong letter' : 'Right option without its letter',
      summary: wrongLetter
        ? `The output names the right option “${right.text.slice(0, 60)}”, but with the letter ${letter[0]} instead of ${right.letter}.`
        : `The output names the right option “${right.text.slice(0, 60)}”, but not its letter ${right.letter}.`,
      kind: wrongLetter ? 'right-option-unlettered/other-letter' : 'right-option-unlettered/no-letter',
      quotes: [{ start: answer.start, end: Math.min(answer.end, answer.start + 200) }],
      criterion: `The answer is given as ${right.letter}`,
      present: true,
      quality: 'partially correct',
    };
  },
};

/** The sentence that states the answer, up to the answer's end. */
function conclusionOf(output: string, { start, end }: StatedAnswer): string {
  // In a short output all of it leads to the letter.
  if (output.trim().length <= 200) return output.slice(0, end);
  const before = output.slice(Math.max(0, start - 200), start);
  const stop = Math.max(
    before.lastIndexOf('. '),
    before.lastIndexOf('\n'),
    before.lastIndexOf('? '),
    before.lastIndexOf('! '),
  );
  return before.slice(stop + 1) + output.slice(start, end);
}

/** Capital letters of options that stand alone: "(B)", "option B", "B.". */
function lettersIn(text: string, options: readonly Option[]): string[] {
  const found = text.matchAll(
    /(?<![\p{L}\d'’])(?:[([]([A-J])[)\]]|(?:option|answer|choice)\s(?:is\s)?\(?([A-J])\b|([A-J])(?=[.):](?:\s|$)|\s*$))/gu,
  );
  const letters = new Set([...found].map((match) => match[1] ?? match[2] ?? match[3] ?? ''));
  return [...letters].filter((letter) => options.some((option) => option.letter === letter));
}

function namedIn(text: string, options: readonly Option[]): Option[] {
  const words = ` ${normalText(text)} `;
  return options.filter((option) => normalText(option.text) !== '' && words.includes(` ${normalText(option.text)} `));
}

/** The sentence begins with the option: "Mercury is the planet closest to the Sun". */
function concludes(text: string, { text: option }: Option): boolean {
  return normalText(text).startsWith(normalText(option));
}
