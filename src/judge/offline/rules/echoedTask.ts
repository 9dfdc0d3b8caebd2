import type { Example } from '../../../model/example';
import { askedLanguage } from '../codeText';
import { contextOf } from '../context';
import { normalText } from '../finalAnswer';
import { itemsOf, names } from '../lists';
import { numbersIn } from '../numbers';
import { numericDisagreement } from '../numericDisagreement';
import type { Rule } from '../rule';
import { scannedHead } from '../scannedText';

/** Fewest words of an echo: a name or a number of the task may be the answer. */
const FEWEST_WORDS = 4;

/** From this many words on a piece of a sentence is an echo, too. */
const LONG_ECHO = 8;

/** The output says (a part of) the task again and nothing else. */
export const echoedTask: Rule = {
  id: 'echoed-task',
  category: 'Inappropriate Refusal or Non-Response',
  reason: 'The output repeats words of the task and adds none of its own: that answers nothing.',
  apply(example) {
    const { output } = example;
    if (output.length > 5000) return null;
    const said = distinctLines(output);
    const text = normalText(said.join(' '));
    const words = text.split(' ').length;
    const isQuantity = repeatsQuantity(example);
    if (isQuantity === false && (words < FEWEST_WORDS || askedLanguage(example) !== null || !isEcho(example, said)))
      return null;
    const start = output.length - output.trimStart().length;
    return {
      title: 'Repeats the task instead of answering',
      summary: `The output says words of the task again (“${said[0]?.slice(0, 100)}”) and adds nothing to them.`,
      kind: isQuantity ? 'echoed-task/quantity' : 'echoed-task',
      quotes: [{ start, end: Math.min(output.trimEnd().length, start + 200) }],
      criterion: 'The task is answered',
      present: false,
      quality: null,
    };
  },
};

/** "0.75 litres" where 0.75 litres were to be converted: the quantity that is given, and nothing made of it. */
function repeatsQuantity(example: Example): boolean {
  const { output, input } = example;
  const said = output.trim().replace(/[.!]$/, '');
  if (!/^[^\n]{1,30}$/.test(said) || !/^\W{0,2}[\d.,]+\s?[\p{L}°%]/u.test(said)) return false;
  if (numericDisagreement(example) === null || contextOf(input) !== null) return false;
  // Where more is given, the quantity may be a wrong answer.
  if (numbersIn(scannedHead(input)).length > 1) return false;
  return CONVERSION.test(input) && ` ${normalText(scannedHead(input))} `.includes(` ${normalText(said)} `);
}

const CONVERSION = /\b(?:convert|express|how many|what (?:is|are))\b[^?\n]{0,80}\b(?:in|into|to|are|is|as)\b/i;

/** Every line stands in the task, and what they say may not be the answer that was to be found there. */
function isEcho(example: Example, lines: readonly string[]): boolean {
  const { input, references, choices } = example;
  if (lines.length === 0 || ((choices?.length ?? 0) > 0 && !repeatsAllOrNone(example))) return false;
  const task = ` ${normalText(scannedHead(input))} `;
  const plain = lines.map((line) => normalText(line)).filter((line) => line !== '');
  const sentences = new Set(
    scannedHead(input)
      .split(/[.?!:\n]/)
      .map(normalText),
  );
  // A phrase of the task may be the answer; a sentence of it, or more, is none.
  const isWhole = (line: string): boolean => sentences.has(line) || line.split(' ').length >= LONG_ECHO;
  const isSaidAgain = (line: string): boolean => task.includes(` ${line} `) || isRestated(line, sentences);
  if (!plain.every(isSaidAgain) || !plain.some((line) => isWhole(line) || !task.includes(` ${line} `))) return false;
  const said = ` ${plain.join(' ')} `;
  if (
    (choices?.length ?? 0) === 0 &&
    references.some(
      (reference) => normalText(reference) !== '' && said.includes(` ${normalText(reference.slice(0, 2000))} `),
    )
  )
    return false;
  // Of a list that was to be found, a good part may be there.
  const items = references.flatMap(itemsOf);
  if (items.length > 1 && items.filter((item) => names(said, item)).length * 2 >= items.length) return false;
  const context = contextOf(input);
  if (context === null) return true;
  // To quote the material is an answer, if a wrong one; all of it, or the question, is none.
  const material = normalText(context.material.replace(/^[^:\n]{0,40}:/, ''));
  return said.trim().length >= 0.8 * material.length || normalText(context.question).includes(said.trim());
}

/** The question, and of its options all or none: no choice is made. */
function repeatsAllOrNone({ output, choices = [] }: Example): boolean {
  const said = ` ${normalText(output)} `;
  const named = choices.filter((choice) => said.includes(` ${normalText(choice)} `)).length;
  return output.includes('?') && (named === 0 || named === choices.length);
}

/** Fewest words of a sentence that is said again with little changed, and the share that must be the same. */
const RESTATED_WORDS = 5;
const RESTATED_SHARE = 0.9;

/** A sentence of the task with words left out, or one exchanged; another number makes it a statement of its own. */
function isRestated(line: string, sentences: ReadonlySet<string>): boolean {
  const words = line.split(' ');
  if (words.length < RESTATED_WORDS || words.length > 60) return false;
  const vocabulary = new Set([...sentences].join(' ').split(' '));
  if (words.filter((word) => vocabulary.has(word)).length < RESTATED_SHARE * words.length) return false;
  for (const sentence of [...sentences].slice(0, 50)) {
    const known = sentence.split(' ').slice(0, 100);
    if (words.some((word) => /\d/.test(word) && !known.includes(word))) continue;
    if (commonSequence(words, known) >= RESTATED_SHARE * words.length) return true;
  }
  return false;
}

/** The length of the longest sequence of words that stands in both, in order. */
function commonSequence(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const word of a) {
    const next = [0];
    for (const [index, other] of b.entries()) {
      next.push(word === other ? (row[index] ?? 0) + 1 : Math.max(row[index + 1] ?? 0, next[index] ?? 0));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** The lines of an output, each once, without what introduces an answer; a last one that is cut off is left out. */
function distinctLines(output: string): string[] {
  const lines = output
    .split('\n')
    .map((line) => line.replace(/^\s*(?:\d{1,3}[.)]\s|(?:answer|a|question|q)\s?:)\s*/i, '').trim());
  const distinct = [...new Set(lines.filter((line) => line !== ''))];
  const last = distinct.at(-1);
  const isCut =
    last !== undefined && distinct.length > 1 && distinct.slice(0, -1).some((line) => line.startsWith(last));
  return isCut ? distinct.slice(0, -1) : distinct;
}
