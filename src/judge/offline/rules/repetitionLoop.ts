import type { Example } from '../../../model/example';
import { isFinishedBeforeCut } from '../codeText';
import { markedAnswers, normalText, numberOfAnswer, sameText } from '../finalAnswer';
import { jsonDemand } from '../jsonText';
import { sameNumber } from '../numbers';
import { answerOf, numberOf } from '../reference';
import { loopOf } from '../repetition';
import type { Rule } from '../rule';
import { hasForeignStep, stepsOfOutput, stepsOfReference } from '../solution';

/** Fewest repetitions, and fewest units that they cover: `no no no` and a table's rule are no loops. */
const FEWEST = 4;
const SHORTEST = 100;

/** A loop covers this share of the output or goes on for this long. */
const SHARE = 0.35;
const LONG = 1500;

/** An answer is no longer than this. */
const MAX_ANSWER = 500;

/** The model says one thing over and over until it is stopped: its reasoning goes nowhere. */
export const repetitionLoop: Rule = {
  id: 'repetition-loop',
  category: 'Incomplete Reasoning',
  reason: 'A text that repeats one passage to its end never reaches (or never leaves) its conclusion.',
  apply(example) {
    const { output } = example;
    const loop = loopOf(example);
    if (loop === null || loop.times < FEWEST) return null;
    const period = output.slice(loop.period.start, loop.period.end);
    const length = loop.stretch.end - loop.stretch.start;
    const isShort = length < SHORTEST && (length < SHORTEST / 3 || loop.times < 3 * FEWEST);
    if (isShort || (length < SHARE * output.length && length < LONG)) return null;
    // Code that is complete before the loop is what there is to judge.
    if (isFinishedBeforeCut(example)) return null;
    if (!/[\p{L}\d]/u.test(period) || isWanted(example, period)) return null;
    const before = output.slice(0, loop.stretch.start + 2 * period.length);
    const answers = markedAnswers(before);
    const isEmpty = saysNothing(period) && saysNothing(output.slice(0, loop.stretch.start));
    const isRight = begins(example, period, loop.stretch.start);
    if (!isRight && answers.some((answer) => isReference(example, answer.text))) return null;
    // A finished answer first and a loop after it: the loop is not the first error.
    const inLoop = answers.length === 0 || answers.every((answer) => answer.end > loop.stretch.start);
    if (!inLoop && isReasoning(output.slice(0, loop.stretch.start))) return null;
    if (!isRight && isReference(example, output.trimStart().slice(0, MAX_ANSWER).split('\n')[0] ?? '')) return null;
    // What went wrong before the loop, or the answer in it, may be the first error.
    const answerLoop = answers.length > 0;
    const begun = output.slice(0, loop.stretch.start).trim().length <= Math.max(period.length, SHORTEST / 2);
    const sound = stepsOfReference(example).length > 0 && stepsOfOutput(example).length > 0;
    const isFirst = !answerLoop && !hasForeignStep(example) && jsonDemand(example) === null && (begun || sound);
    const shown = period.trim().replace(/\s+/g, ' ');
    return {
      title: answerLoop ? 'Repeats its answer in a loop' : 'Reasoning loops without reaching an answer',
      summary: `The output repeats “${shown.length > 100 ? `${shown.slice(0, 100)}…` : shown}” ${loop.times} times up to its end${
        answerLoop ? ' instead of working the task out' : ' and reaches no answer'
      }.`,
      kind: isEmpty
        ? 'repetition-loop/empty'
        : isRight
          ? 'repetition-loop/right'
          : isFirst
            ? 'repetition-loop/reasoning'
            : 'repetition-loop/late',
      quotes: [period.length < 12 ? { start: loop.stretch.start, end: loop.stretch.start + 40 } : loop.period],
      criterion: 'The reasoning moves on to an answer',
      present: false,
      quality: 'incorrect',
    };
  },
};

/** Nothing but numbers of list items, marks and words that announce an answer. */
function saysNothing(text: string): boolean {
  const words = normalText(text.slice(0, 2000).replace(/(?<![\d.])\d{1,3}[.)](?=\s|$)/g, ' '));
  return words.split(' ').every((word) => /^(?:|answer|final|output|result|solution|question|q|a)$/.test(word));
}

/** The output begins with the loop, and what it repeats is the reference: right, and then without end. */
function begins({ references }: Example, period: string, start: number): boolean {
  return start <= 2 && references.some((reference) => sameText(reference, period));
}

/** More than a few bare answers. */
function isReasoning(text: string): boolean {
  return text.trim().length > 120 || text.includes('=');
}

/** "Write it 100 times", a reference that repeats as well. */
function isWanted({ input, references }: Example, period: string): boolean {
  const phrase = period.trim();
  if (/\b(?:repeat|repeatedly|over and over|\d+ times in a row)\b/i.test(input.slice(-2000))) return true;
  return phrase.length > 3 && references.some((reference) => reference.split(phrase).length > FEWEST);
}

function isReference({ references }: Example, text: string): boolean {
  const number = numberOfAnswer({ text, start: 0, end: text.length, marked: true });
  return references.some((reference) => {
    const wanted = numberOf(reference);
    if (wanted !== null && number !== null) return sameNumber(wanted, number.value);
    return sameText(answerOf(reference) ?? reference, text);
  });
}
