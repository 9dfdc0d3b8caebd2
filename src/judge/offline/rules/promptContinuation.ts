import { normalText, numberOfAnswer } from '../finalAnswer';
import { numbersIn, sameNumber } from '../numbers';
import { answerOf, numberOf } from '../reference';
import type { Rule } from '../rule';
import { scannedHead } from '../scannedText';

/** A new turn or question that the model wrote for itself. */
const NEXT_TURN =
  /\n\s{0,20}(?:(?:#{1,4}\s?)?(?:Question|Problem|Q|Human|User|Instruction|Input|Passage|Exercise)(?:\s\d{1,3})?\s?:|<\|(?:user|im_start|start_header_id)|\[INST\])/;

/** A base model answers rightly, then goes on with the next question of its own making. */
export const promptContinuation: Rule = {
  id: 'prompt-continuation',
  category: 'Irrelevant or Extraneous Content',
  reason: 'The first answer equals the reference; what follows it is an invented next task.',
  apply({ output, references }) {
    const text = scannedHead(output);
    const next = NEXT_TURN.exec(text);
    if (next === null || text.slice(0, next.index).trim() === '') return null;
    const first = text.slice(0, next.index).trim();
    if (!references.some((reference) => isAnswer(first, reference))) return null;
    const start = next.index + (next[0].length - next[0].trimStart().length);
    return {
      title: 'Goes on with a question of its own',
      summary: `The first answer agrees with the reference, but the output then goes on with “${next[0].trim()}” instead of stopping.`,
      kind: 'prompt-continuation',
      quotes: [{ start, end: Math.min(output.length, next.index + next[0].length) }],
      criterion: 'The output stops after the answer',
      present: false,
      quality: 'partially correct',
    };
  },
};

/** The part before the next turn is the answer alone, or ends on it. */
function isAnswer(first: string, reference: string): boolean {
  const wanted = answerOf(reference);
  if (wanted === null) return false;
  const number = numberOf(reference);
  const lastLine = first.slice(first.lastIndexOf('\n') + 1);
  if (number !== null) {
    const marked = /^\W*(?:answer|a|####)\W/i.test(lastLine);
    if (!marked && (first.length > 60 || numbersIn(first).length !== 1)) return false;
    const given = numberOfAnswer({ text: lastLine, start: 0, end: lastLine.length, marked: false });
    return given !== null && sameNumber(given.value, number);
  }
  return normalText(first) === normalText(wanted) || normalText(lastLine) === normalText(`answer ${wanted}`);
}
