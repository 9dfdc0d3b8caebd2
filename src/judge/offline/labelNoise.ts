import type { Example } from '../../model/example';
import { askedValue } from './askedValue';
import { bareAnswerDemand } from './bareAnswer';
import { chosenOption, optionNamed, optionsOf } from './choices';
import { askedLanguage } from './codeText';
import { countableIn } from './countable';
import { finalAnswer, normalText, numberOfAnswer } from './finalAnswer';
import { numbersIn, sameNumber, written } from './numbers';
import { numericDisagreement } from './numericDisagreement';
import type { OtherAnswer } from './otherAnswers';
import { saysPlainly } from './plainAnswer';
import { isWorked, numberOf } from './reference';
import { stepsOfReference } from './solution';

/** Why the reference or the grader looks wrong. */
export interface LabelNoise {
  reason: string;
  /** The output is right as far as can be checked: no rule shall look for its error. */
  outputIsRight: boolean;
}

/** Looks for signs that the reference or the grader is wrong rather than the output; `null` when there are none. */
export function suspectedLabelNoise(example: Example, others: readonly OtherAnswer[]): LabelNoise | null {
  const right =
    verifiedOutput(example) ?? sameAsReference(example) ?? rightAsAsked(example) ?? againstOwnSteps(example);
  if (right !== null) return { reason: right, outputIsRight: true };
  const doubtful = brokenReference(example) ?? consensus(example, others);
  return doubtful === null ? null : { reason: doubtful, outputIsRight: false };
}

/** The task can be computed here, and the output has the right result where the reference has another. */
function verifiedOutput(example: Example): string | null {
  const differing = numericDisagreement(example);
  if (differing === null) return null;
  const { given, wanted } = differing;
  const value = askedValue(example.input);
  if (value !== null && sameNumber(value.result, given.value)) {
    return `${value.what} makes ${written(value.result)}, as the output says; the reference says ${written(wanted)}.`;
  }
  const counted = countableIn(example.input);
  if (counted !== null && counted.count === given.value) {
    return `Counting ${counted.what} gives ${written(counted.count)}, as the output says; the reference says ${written(wanted)}.`;
  }
  return null;
}

/** The output is the reference, letter by letter, and was failed all the same. */
function sameAsReference({ output, references, explanation = '' }: Example): string | null {
  const text = output;
  if (text.trim() === '' || references[0] !== text) return null;
  // A grader that names another reason (a second assertion, a time limit) has one.
  if (explanation.trim() !== '' && !explanation.includes(text)) return null;
  return 'The output is exactly the reference, and the example was failed all the same: the grader looks wrong.';
}

/** A grader that compares letters, to which a right answer in a sentence is a wrong one. */
const COMPARES_LETTERS = /exact|quasi|\bem\b|equals|boxed/i;

/** Words by which a task says how the answer shall look. */
const SAYS_HOW =
  /\b(?:only|just|exactly|format|form|single|one word|few words|letter|label|list|comma|JSON|number and unit|end with|finish|without|start with|translate|reply|respond|write|put|give|say)\b|[A-Z]{2}:[A-Z]{2}|:\s*$/i;

/**
 * The reference stands in what the output says, in whatever form that the task allows, and a grader that compares
 * letters failed it: in a sentence where the task says nothing of the form, or in the very box that it asks for.
 */
function rightAsAsked(example: Example): string | null {
  const { input, output, references, metric = '', explanation = '' } = example;
  if (!COMPARES_LETTERS.test(metric) || explanation.trim() !== '' || optionsOf(example).length > 0) return null;
  const boxed = /\\boxed/.test(input) ? /^.*\\boxed\{([^{}]{1,40})\}\W*$/s.exec(output)?.[1] : undefined;
  const wanted = references.find((reference) =>
    boxed === undefined ? saysPlainly(output, reference) : sameValue(boxed, reference),
  );
  if (wanted === undefined || (boxed === undefined && (SAYS_HOW.test(input) || bareAnswerDemand(input) !== null)))
    return null;
  return `The output gives “${wanted.trim().slice(0, 80)}”, the reference, in a form that the task allows; a comparison letter by letter failed it.`;
}

/** One number, the reference's, differently written. */
function sameValue(text: string, reference: string): boolean {
  const [given, ...others] = numbersIn(text);
  const wanted = numberOf(reference);
  if (given === undefined || others.length > 0 || wanted === null || text.trim() === reference.trim()) return false;
  return sameNumber(given.value, wanted) && /^[\d\s.,\\-]+$/.test(text);
}

/** True for an output of one short line. */
function isOneLine(output: string): boolean {
  return output.trim().length <= 200 && !output.trim().includes('\n');
}

/** The worked reference ends on another number than its own last step makes, and the output has the step's. */
function againstOwnSteps(example: Example): string | null {
  const differing = numericDisagreement(example);
  const last = stepsOfReference(example).at(-1);
  if (differing === null || last === undefined || last.verdict !== 'right') return null;
  // What follows the last step may be algebra that is not read as steps.
  const reference = example.references.find(isWorked) ?? '';
  const rest = reference.slice(last.end).replace(/####|<<[^>]*>>/g, '');
  if (rest.includes('=') || numbersIn(rest).filter(({ value }) => sameNumber(value, differing.wanted)).length > 1)
    return null;
  if (sameNumber(last.stated, differing.wanted) || !sameNumber(last.stated, differing.given.value)) return null;
  return `The reference's own last step makes ${written(last.stated)}, as the output says, and its answer is ${written(differing.wanted)}.`;
}

/** A step of the worked reference does not come out. */
function brokenReference(example: Example): string | null {
  const solution = stepsOfReference(example);
  const broken = solution.find((step) => step.verdict === 'wrong');
  if (broken === undefined) return null;
  return `The reference computes “${broken.text.slice(0, 100)}”, but it makes ${written(broken.computed)}.`;
}

/** Fewest models that must agree, this one among them. */
const AGREEING = 3;

/** Several models agree with each other and none with the reference. */
function consensus(example: Example, others: readonly OtherAnswer[]): string | null {
  if (others.some(({ passed }) => passed)) return null;
  const answer = finalAnswer(example.output);
  // Of code, lists and texts the last lines are alike in many ways of being wrong.
  if (answer === null || askedLanguage(example) !== null || !(answer.marked || isOneLine(example.output))) return null;
  const own = comparable(answer.text, example);
  if (own === null) return null;
  const same = others.filter(({ answer }) => comparable(answer, example) === own);
  const agreeing = same.length + 1;
  const isUnanimous = agreeing === others.length + 1;
  // Options are few, so some agree on one by chance; and three of one family may share a mistake that a fourth sees.
  const isMajority = agreeing > AGREEING && agreeing >= 0.75 * (others.length + 1) && optionsOf(example).length < 2;
  if (agreeing < AGREEING || !(isUnanimous || isMajority)) return null;
  if (example.references.some((reference) => comparable(reference, example) === own)) return null;
  return `${agreeing} of ${others.length + 1} models give this same answer, and none gives the reference's.`;
}

/** An answer in the form in which two of them are compared: its option, its number, or its words. */
function comparable(answer: string, example: Example): string | null {
  if (answer.trim() === '' || answer.length > 200) return null;
  const options = optionsOf(example);
  if (options.length > 1) {
    return (chosenOption(answer, options)?.option ?? optionNamed(answer, options))?.letter ?? null;
  }
  const number = numberOfAnswer({ text: answer, start: 0, end: answer.length, marked: true });
  if (number !== null) return String(number.value);
  return normalText(answer) || null;
}
