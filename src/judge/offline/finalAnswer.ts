import { numbersIn, type WrittenNumber } from './numbers';
import type { Span } from './rule';
import { scannedTail } from './scannedText';
import { onlySpokenNumber } from './spokenNumbers';

/** An answer as the output states it; `marked` when the output says that it is the answer. */
export interface StatedAnswer extends Span {
  text: string;
  marked: boolean;
}

/**
 * What announces an answer: the dataset's own marks (`####`, `\boxed{…}`, `A:`), "the answer is",
 * "Answer:" and the same in a few languages. Each alternative is bounded, so the search is linear.
 */
const MARK =
  /####[ \t]*|\\boxed\s?\{|<answer>\s?|(?:\b(?:the|my|your|final|correct|right|best)[ \t]{1,3}){1,3}(?:answer|option|choice)(?:[ \t]{1,3}(?:here|is|would be|to this question)){0,2}[ \t]{1,3}(?:is|are)[ \t]{0,3}:?|\b(?:the|final|correct)[ \t]answer[ \t]{0,2}(?:is|[:=])|(?<=[.;!?][ \t])(?:final[ \t])?answer[ \t]?:|^[ \t>*_#-]{0,8}(?:final[ \t]{1,2})?(?:answer|a|antwort|réponse|respuesta|risposta|resposta|ответ|答案|答え)[ \t]{0,2}\*{0,2}[ \t]{0,2}[:：]\*{0,2}/gimu;

/** Longer than this is an essay behind a mark, not an answer. */
const MAX_ANSWER = 300;

/** Every marked answer of the output's end, in order. */
export function markedAnswers(output: string): StatedAnswer[] {
  const { text, offset } = scannedTail(output);
  const answers: StatedAnswer[] = [];
  for (const mark of text.matchAll(MARK)) {
    const from = mark.index + mark[0].length;
    const boxed = mark[0].startsWith('\\boxed');
    const rest = text.slice(from, from + MAX_ANSWER);
    if (/^\W*a\W*$/i.test(mark[0]) && !isShortAnswer(rest)) continue;
    const stop = boxed ? closingBrace(rest) : rest.search(/\n|<\/answer>/);
    // A mark at a line's end announces the next line ("Answer:\n42").
    const found = trimmed(rest.slice(0, stop < 0 ? rest.length : stop), from);
    const next = found.text === '' && !boxed ? trimmed(firstLine(rest.slice(Math.max(0, stop))), from) : found;
    if (found.text !== '')
      answers.push({ ...found, start: found.start + offset, end: found.end + offset, marked: true });
    else if (next.text !== '') {
      const start = text.indexOf(next.text, from) + offset;
      answers.push({ text: next.text, start, end: start + next.text.length, marked: true });
    }
  }
  return answers;
}

/** The answer that the output ends with: its last marked one, else its last line; `null` for an empty output. */
export function finalAnswer(output: string): StatedAnswer | null {
  const marked = markedAnswers(output).at(-1);
  if (marked !== undefined) return marked;
  const { text, offset } = scannedTail(output);
  const whole = text.trimEnd();
  const lineStart = whole.lastIndexOf('\n') + 1;
  const last = trimmed(whole.slice(lineStart), lineStart + offset);
  return last.text === '' ? null : { ...last, marked: false };
}

/** The number that an answer comes down to: the only one, or the last ("180/60 = 3 hours" → 3). */
export function numberOfAnswer(answer: StatedAnswer): WrittenNumber | null {
  const sentence = withoutReason(answer.marked ? firstSentence(answer.text) : answer.text);
  const digits = numbersIn(sentence);
  const concluded = answer.marked ? null : spokenConclusion(sentence);
  const numbers = concluded !== null ? [concluded] : digits.length > 0 ? digits : onlySpokenNumber(sentence);
  // "18 dollars because 9 * 2 …": behind a mark the answer comes first, in a sentence it comes last.
  const equals = sentence.includes('=');
  const number = answer.marked && !equals ? numbers.at(0) : numbers.at(-1);
  return number === undefined
    ? null
    : { ...number, start: number.start + answer.start, end: number.end + answer.start };
}

/** "…, 1977 has four. That gives eight digits.": a last sentence that concludes in words outweighs digits before it. */
function spokenConclusion(text: string): WrittenNumber | null {
  const from = text.replace(/[.!\s]{1,20}$/, '').lastIndexOf('. ') + 1;
  const last = text.slice(from);
  const concludes =
    /^\W{0,3}(?:so|thus|hence|therefore|that(?: gives| makes| is|['’]s)|in total|altogether|together|there are)\b/i;
  if (from === 0 || /\d/.test(last) || !concludes.test(last)) return null;
  const [number] = onlySpokenNumber(last);
  return number === undefined ? null : { ...number, start: number.start + from, end: number.end + from };
}

/** "32,000 metres, because one kilometre has …": what gives the reason is not the answer. */
function withoutReason(sentence: string): string {
  const reason = sentence.search(/,?\s(?:because|since)\s/);
  return reason > 0 && /\d/.test(sentence.slice(0, reason)) ? sentence.slice(0, reason) : sentence;
}

/** Case, punctuation, type and articles do not make another answer. */
export function sameText(a: string, b: string): boolean {
  const left = normalText(a);
  return left !== '' && left === normalText(b);
}

/** Words and numbers only, lower case, without articles; thousands separators and trailing zeros gone. */
export function normalText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(\d),(?=\d{3}\b)/g, '$1')
    .replace(/(\d\.\d{0,20}?)0{1,20}\b/g, '$1')
    .replace(/(\d)\.(?!\d)/g, '$1')
    .replace(/(?<!\d)[-−](?=\d)/g, ' minus')
    .replace(/[^\p{L}\p{N}\p{M}.%+/]+|\.(?!\d)/gu, ' ')
    .replace(/\b(?:the|an|a)\b/g, ' ')
    .trim()
    .replace(/\s+/g, ' ');
}

/** GSM8K's `A: 18`; not the first of a list of options that the output goes through. */
function isShortAnswer(rest: string): boolean {
  const [line = '', next = ''] = rest.split('\n');
  return line.length <= 40 && !/^\W*B\W/i.test(next);
}

function firstSentence(text: string): string {
  const stop = text.search(/[.;!?](?:\s|$)/);
  return stop < 0 ? text : text.slice(0, stop);
}

function firstLine(text: string): string {
  return text.split('\n').find((line) => line.trim() !== '') ?? '';
}

/** The text without surrounding space and bold type, and where it stands. */
function trimmed(text: string, offset: number): { text: string; start: number; end: number } {
  const lead = /^[\s*_`:>]*/.exec(text)?.[0].length ?? 0;
  const kept = text.slice(lead).replace(/[\s*_`]{1,300}$/, '');
  return { text: kept, start: offset + lead, end: offset + lead + kept.length };
}

/** Index of the brace that closes one opened before the text; -1 when it is missing. */
function closingBrace(text: string): number {
  let depth = 1;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '{') depth += 1;
    if (text[index] === '}') depth -= 1;
    if (depth === 0) return index;
  }
  return -1;
}
