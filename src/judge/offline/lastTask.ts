import { scannedHead } from './scannedText';

/** How prompts with worked examples begin each question, at the beginning of a line. */
const QUESTION = /(?:^|\n)[ \t]{0,4}(?:Question|Q|Problem|Input|User|Task)(?:\s\d{1,3})?\s?[:：]\s{0,4}/g;

/** The last question of an input, without the examples before it and the "Answer:" after it. */
export function lastTask(input: string): string {
  const text = scannedHead(input);
  const last = [...text.matchAll(QUESTION)].at(-1);
  const task = last === undefined ? text : text.slice(last.index + last[0].length);
  return task.replace(/\s{0,4}\n\s{0,4}(?:Answer|A)\s?[:：]\s{0,40}$/i, '');
}
