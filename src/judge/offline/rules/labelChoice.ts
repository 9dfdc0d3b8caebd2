import type { Example } from '../../../model/example';
import { finalAnswer, normalText } from '../finalAnswer';
import { labelsNamed, labelsOf } from '../labelSet';
import type { Finding, Rule, Span } from '../rule';

/** Longest output that is nothing but a label, in words. */
const MOST_WORDS = 4;

/** A classification with another of the allowed labels than the reference's. */
export const wrongLabel: Rule = {
  id: 'wrong-label',
  category: 'Incorrect Identification',
  reason: 'The task was to pick one of the given labels, and the output picks another one than the reference.',
  apply(example) {
    const task = taskOf(example);
    if (task === null) return null;
    const { answer, labels, right, named } = task;
    const [given] = named;
    if (given === undefined || named.length > 1 || given === right || words(answer.text) > words(given) + 2)
      return null;
    return {
      ...found(answer),
      title: 'Wrong label chosen',
      summary: `The output says “${given}”; the reference is “${right}”, of ${labels.length} labels.`,
      kind: 'wrong-label',
      criterion: `The label is “${right}”`,
      quality: 'incorrect',
    };
  },
};

/** The label is not one of the allowed ones, or there are several. */
export const labelForm: Rule = {
  id: 'label-form',
  category: 'Output Formatting Error',
  reason: 'The task allows one of the given labels and nothing else.',
  apply(example) {
    const task = taskOf(example);
    if (task === null) return null;
    const { answer, labels, right, named } = task;
    const several = named.length > 1 && named.includes(right);
    const strange = named.length === 0 && words(answer.text) <= MOST_WORDS && !isEcho(example, answer.text);
    const wordy =
      named.length === 1 && named[0] === right && words(example.output) > words(right) && words(example.output) <= 40;
    if (!several && !strange && !wordy) return null;
    if (several && words(example.output) > named.length * 3 + MOST_WORDS) return null;
    return {
      ...found(answer),
      title: several
        ? 'Several labels instead of one'
        : wordy
          ? 'Words around the label'
          : 'A label that is not allowed',
      summary: several
        ? `The output names ${named.map((label) => `“${label}”`).join(' and ')}, where one label is wanted.`
        : wordy
          ? `The output says “${right}” within ${words(example.output)} words, where the label alone is wanted.`
          : `The output says “${answer.text.slice(0, 60)}”, which is none of the ${labels.length} allowed labels.`,
      kind: several ? 'label-form/several' : wordy ? 'label-form/words' : 'label-form/unknown',
      criterion: 'The answer is one of the given labels',
      quality: strange ? 'incorrect' : 'partially correct',
    };
  },
};

function taskOf(
  example: Example,
): { answer: Span & { text: string }; labels: string[]; right: string; named: string[] } | null {
  const { input, output, references } = example;
  if (references.length !== 1 || output.length > 2000) return null;
  const labels = labelsOf(input);
  const right = labels.find((label) => normalText(label) === normalText(references[0] ?? ''));
  const answer = finalAnswer(output);
  if (right === undefined || answer === null) return null;
  if (!answer.marked && output.trim().includes('\n')) return null;
  return { answer, labels, right, named: labelsNamed(answer.text, labels) };
}

function isEcho({ input }: Example, text: string): boolean {
  return ` ${normalText(input)} `.includes(` ${normalText(text)} `) && words(text) > 2;
}

function words(text: string): number {
  return text.trim().split(/\s+/).length;
}

function found({ start, end }: Span): Pick<Finding, 'quotes' | 'present'> {
  return { quotes: [{ start, end: Math.min(end, start + 200) }], present: true };
}
