import { countableIn } from '../countable';
import { lastTask } from '../lastTask';
import { type WrittenNumber, written } from '../numbers';
import { numericDisagreement } from '../numericDisagreement';
import type { Rule } from '../rule';
import { stepsOfOutput, stepsOfReference } from '../solution';

/** Tasks that are nothing but counting what is given; "how many" alone also begins every word problem. */
const COUNTING =
  /\bcount (?:the |all |how many )|\bhow often (?:does|do|is) (?:the )?(?:letter|word|character|digit)s?\b|\bhow many (?:times (?:does|do|is) |occurrences|letters|words|characters|vowels|consonants|syllables|digits|sentences|lines|rows|(?:of (?:these|the following|them|the (?:words|numbers|names|items|letters|sentences))\b|(?:\p{L}+ ){0,2}(?:items|elements|entries|numbers|names|words|letters|animals|fruits) (?:are|is|does|do|occur|appear)(?: there)?\b)|(?:letter )?["'“‘]?[a-z]["'”’]?s? (?:are|is) (?:there )?in\b)|how many (?:days|weeks|weekends|months|years|hours|nights|mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays)\b[^.?!\n]{0,30}?\b(?:from|between|until|after)\b|\bnumber of (?:letters|words|characters|vowels|occurrences|times|items|elements|lines|rows)\b/iu;

/** How many things the output names one by one before it counts them, "e, y, o, e, i, a. Total: 6"; `null` for none. */
function listedBefore(output: string, { start }: WrittenNumber): number | null {
  for (const part of output.slice(Math.max(0, start - 1000), start).split(/\n|[.:;–—]\s/)) {
    const items = part.split(/,\s*(?:and\s+)?|\s+and\s+/).filter((item) => /[\p{L}\d]/u.test(item));
    // The last one may be explained.
    const isList = items.slice(0, -1).every((item) => item.trim().split(/\s+/).length <= 4 && !/[(=]/.test(item));
    if (isList && items.length >= 3) return items.length;
  }
  return null;
}

/** A pure counting task with another count than the right one. */
export const countedWrongly: Rule = {
  id: 'counted-wrongly',
  category: 'Counting/Enumeration Error',
  reason: 'The task is to count given things, and the whole number answered is not the right one.',
  apply(example) {
    const differing = numericDisagreement(example);
    if (differing === null) return null;
    const { given, wanted } = differing;
    if (!Number.isInteger(given.value) || !Number.isInteger(wanted) || given.value < 0) return null;
    const counted = countableIn(example.input);
    const proven = counted?.count === wanted;
    // A task with calculations is a word problem, whatever it says of counting.
    const isWordProblem = stepsOfReference(example).length > 0 || stepsOfOutput(example).length > 0;
    if (!proven && (isWordProblem || !COUNTING.test(lastTask(example.input).slice(-3000)))) return null;
    // A list of too many or too few: something was taken for what it is not, or overlooked, before any count.
    const listed = listedBefore(example.output, given);
    if (listed !== null && listed !== wanted) return null;
    const off = Math.abs(given.value - wanted);
    // A count that is far off may come from another reading of the task.
    if (!proven && off > Math.max(2, Math.floor(wanted / 2))) return null;
    return {
      title: off === 1 ? 'Counted one off' : 'Counted wrongly',
      summary: proven
        ? `Counting ${counted.what} again gives ${written(wanted)}; the output says ${written(given.value)}.`
        : `The task is to count; the output counts ${written(given.value)}, the reference ${written(wanted)}.`,
      kind: proven ? 'counted-wrongly/recounted' : 'counted-wrongly/asked',
      quotes: [{ start: given.start, end: given.end }],
      criterion: `The count is ${written(wanted)}`,
      present: true,
      quality: 'incorrect',
    };
  },
};
