import { finalAnswer, type StatedAnswer, sameText } from './finalAnswer';
import { perExample } from './perExample';
import { scannedHead } from './scannedText';

/** One option of a multiple-choice question. */
export interface Option {
  letter: string;
  text: string;
}

/** An option that the output settles on, and where it says so. */
export interface Chosen {
  option: Option;
  answer: StatedAnswer;
}

const LETTERS = 'ABCDEFGHIJ';

/** The options of an example: the tool's own list, else the ones written in the input. Empty: no multiple choice. */
export const optionsOf = perExample((example): Option[] => {
  if (example.choices !== undefined && example.choices.length > 1) {
    return example.choices.slice(0, LETTERS.length).map((text, index) => ({
      letter: LETTERS[index] ?? '',
      text: text.replace(/^\s*\(?[A-J][).:]\s+/, '').trim(),
    }));
  }
  return optionsIn(scannedHead(example.input));
});

/** Options as prompts write them, `A) 8 B) 9` or one a line, from A without a gap; the last such list counts. */
function optionsIn(input: string): Option[] {
  const labels = [...input.matchAll(/(?<![\p{L}\d])\(?([A-J])[).:](?=\s)/gu)];
  let run: RegExpMatchArray[] = [];
  let best: RegExpMatchArray[] = [];
  for (const label of labels) {
    const letter = label[1] ?? '';
    if (letter === 'A') run = [label];
    else if (letter === LETTERS[run.length]) run.push(label);
    else continue;
    if (run.length >= 2) best = run;
  }
  return best.map((label, index) => {
    const from = (label.index ?? 0) + label[0].length;
    const to = best[index + 1]?.index ?? input.length;
    return { letter: label[1] ?? '', text: (input.slice(from, to).split('\n')[0] ?? '').trim().replace(/[,;]$/, '') };
  });
}

/** The option that a short text names: its letter, `B) nine`, or the option's words; `null` when none or unclear. */
export function optionNamed(text: string, options: readonly Option[]): Option | null {
  // "A, C" names two: no single option.
  if (/^\W{0,3}[A-J]\)?\s?(?:,|;|&|\/|and|\+)\s?(?:and\s)?\(?[A-J](?![\p{L}\d'’])/u.test(text)) return null;
  const bare = text.trim().replace(/^[\s("'*[]+/, '');
  const byText = options.filter((option) => sameText(option.text, text));
  if (byText.length === 1) return byText[0] ?? null;
  const letter = /^(?:(?:option|choice|answer)\s+)?\(?([A-J])(?:[).:\]}"'*,]|\s*$|\s+[-–—(])/i
    .exec(bare)?.[1]
    ?.toUpperCase();
  // "a) …" is a letter, "a dog" and "I think" are words: a lower-case letter must stand alone.
  if (letter === undefined) return null;
  return options.find((option) => option.letter === letter) ?? null;
}

/** True when a text takes back or weighs again what it has chosen. */
export function changesItsMind(text: string): boolean {
  return /\b(?:wait|actually|on second thoughts?|correction|no,|rather than|fits better|is better)(?![\p{L}])/iu.test(
    text,
  );
}

/** The option that the output ends on; only from a marked answer or an output that is nothing but the choice. */
export function chosenOption(output: string, options: readonly Option[]): Chosen | null {
  const answer = finalAnswer(output);
  if (answer === null) return null;
  const short = output.trim().length <= 200 && !output.trim().includes('\n');
  if (!answer.marked && !short) return null;
  const option = optionNamed(answer.text.replace(/[.\s]+$/, ''), options) ?? optionNamed(answer.text, options);
  return option === null ? null : { option, answer };
}
