import { finalAnswer, markedAnswers } from './finalAnswer';
import { numbersIn } from './numbers';
import { scannedHead } from './scannedText';

/** Longest reference that is taken for a short answer and not for a worked solution, in UTF-16 units. */
const SHORT = 120;

/** The answer that a reference comes down to: what stands behind its mark (`#### 18`, `A: 18`), or all of a short one. */
export function answerOf(reference: string): string | null {
  const text = scannedHead(reference).trim();
  const marked = markedAnswers(text).at(-1);
  if (marked !== undefined) return marked.text;
  return text.length <= SHORT && !text.includes('\n') && text !== '' ? text : null;
}

/** The number that a reference asks for; `null` when it asks for something else or names several. */
export function numberOf(reference: string): number | null {
  const answer = answerOf(reference);
  if (answer === null || answer.length > 40) return null;
  const numbers = numbersIn(answer);
  const [only] = numbers;
  if (numbers.length !== 1 || only === undefined) return null;
  // "12 monkeys" counts, "3M Company" and "COVID-19" don't: few letters beside the number.
  const letters = answer.match(/\p{L}/gu)?.length ?? 0;
  return letters <= 20 ? only.value : null;
}

/** True for a reference that shows its work: calculations, and lines or a mark that set the answer apart from them. */
export function isWorked(reference: string): boolean {
  if (!reference.includes('=') || finalAnswer(reference) === null) return false;
  return reference.includes('\n') || markedAnswers(scannedHead(reference)).length > 0;
}
