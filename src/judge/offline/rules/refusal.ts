import { markedAnswers } from '../finalAnswer';
import type { Rule, Span } from '../rule';
import { scannedHead } from '../scannedText';
import { isFiltered } from '../stopReason';

/** How far from the beginning a refusal may start, and how long an output that only refuses may be. */
const START = 250;
const LONGEST = 800;

/**
 * Declining phrases. Mere apologies and limits ("I can't see how", "I cannot be sure") are not among them:
 * each phrase names the act of helping, or joins an apology to an inability.
 */
const REFUSALS: readonly RegExp[] = [
  /\b(?:sorry|apologi[sz]e|regret)\b[^.!?\n]{0,40}?\b(?:I|we)(?:'m| am| are)?\s?(?:can(?:no|['’])t|can not|won['’]t|will not|not able to|unable to|must decline)\b/i,
  /\bI(?:['’]m| am)?\s(?:can(?:no|['’])t|can not|won['’]t|will not|not able to|unable to)\s(?:help|assist|comply|fulfil|provide|support|answer|engage|participate|generate|create|write|discuss|do that|do this|open|access|see|view|read|browse|play|collect|process|perform|complete|call|control)\b(?!\s+but\b)/i,
  /\b(?:as|just|only) an? (?:AI|artificial intelligence|large language|language)(?: language)?(?: model| assistant)?,?[^.!?\n]{0,40}?\bI(?:['’]m| am)?\s(?:can(?:no|['’])t|can not|do(?:es)?n['’]t|do not|not able|unable|not allowed)/i,
  /\b(?:I['’]m|I am) (?:just |only )?an? (?:AI|artificial intelligence|(?:large )?language model|(?:virtual |AI )?assistant)\b[^.!?\n]{0,40}?\b(?:can(?:no|['’])t|cannot|unable|not able)\b/i,
  /\bI (?:must|have to|need to) (?:respectfully )?(?:decline|refuse)\b/i,
  /\bI(?:['’]m| am) (?:not|un) ?(?:allowed|authori[sz]ed|permitted|in a position|qualified|comfortable|willing|able) to\b/i,
  /\b(?:I['’]d|I would) (?:rather|prefer) (?:not\b|to leave)/i,
  /\bI(?:['’]m| am) (?:not |only |just )?an? [^.!?\n]{3,40}? and (?:so )?(?:I )?(?:can(?:no|['’])t|can not|must not|may not|am not able)\b/i,
  /^\W{0,3}(?:I|we) (?:can(?:no|['’])t|can not|won['’]t) (?:give|offer|advise|recommend|disclose|share|take|judge|comment|say|tell)\b/i,
  /\b(?:je suis désolée?|désolée?)[^.!?\n]{0,30}?\bje ne (?:peux|suis) pas\b/i,
  /\b(?:es tut mir leid|tut mir leid|entschuldigung)[^.!?\n]{0,30}?\b(?:ich kann|kann ich)\b[^.!?\n]{0,60}?\bnicht\b/i,
  /\b(?:lo siento|lamento)[^.!?\n]{0,30}?\bno puedo\b/i,
  /\b(?:desculpe|lamento|sinto muito)[^.!?\n]{0,30}?\bnão posso\b/i,
  /\bmi dispiace[^.!?\n]{0,30}?\bnon posso\b/i,
  /(?:извините|простите|к сожалению)[^.!?\n]{0,30}?\bя? ?не могу/i,
  /(?:抱歉|对不起|對不起)[^。！？\n]{0,20}?(?:无法|不能|無法)/,
  /(?:申し訳(?:ありません|ございません)|すみません)[^。！？\n]{0,60}?(?:できません|できかねます)/,
];

/** Openings of a short output that says only that it does not know. */
const NO_ANSWER =
  /^\W{0,5}(?:(?:I['’]m |I am )?sorry,? (?:but )?)?I (?:really )?(?:(?:don['’]t|do not) (?:know|have (?:enough|sufficient|any) (?:information|context|data))|(?:can(?:not|['’]t)) (?:determine|tell|answer))\b/i;

/** After these the answer may follow all the same. */
const TURN =
  /\b(?:however|but here|that said|instead|nevertheless|still,|in general|here(?:['’]s| is| are)|based on|assuming)\b/i;

/** The model declines although the dataset has an answer. */
export const refusal: Rule = {
  id: 'refusal',
  category: 'Inappropriate Refusal or Non-Response',
  reason: 'The output declines the task and gives nothing else, while the reference is no refusal.',
  apply({ input, output, references, finishReason }) {
    if (references.some((reference) => refusalIn(reference) !== null)) return null;
    if (isFiltered(finishReason)) {
      return {
        title: 'Answer stopped by a content filter',
        summary: `The stop reason is “${finishReason}”: the answer was withheld or cut off by a safety filter.`,
        kind: 'refusal',
        quotes: refusalIn(output) === null ? [] : [refusalIn(output) ?? { start: 0, end: 0 }],
        criterion: 'The task is answered',
        present: false,
        quality: null,
      };
    }
    const question = questionBack(input, output);
    if (question !== null && refusalIn(output) === null) {
      return {
        title: 'Asks back instead of answering',
        summary: `The output ends on a question to the user (“${shortened(output.slice(question.start, question.end))}”) and gives no answer.`,
        kind: 'refusal/asks-back',
        quotes: [question],
        criterion: 'The task is answered',
        present: false,
        quality: null,
      };
    }
    const span = refusalIn(output) ?? repeatedRefusal(output);
    if (span === null) return null;
    const quote = output.slice(span.start, span.end);
    return {
      title: NO_ANSWER.test(output) ? 'No answer: the model says it cannot know' : 'Refused to answer',
      summary: `The output declines (“${shortened(quote)}”) and gives no answer after it.`,
      kind: 'refusal',
      quotes: [span],
      criterion: 'The task is answered',
      present: false,
      quality: null,
    };
  },
};

/** The refusing sentence, when the text refuses near its beginning and does nothing else. */
function refusalIn(text: string): Span | null {
  if (text.trim().length > LONGEST) return null;
  for (const phrase of [...REFUSALS, NO_ANSWER]) {
    const found = phrase.exec(text);
    if (found === null) continue;
    const rest = text.slice(found.index + found[0].length);
    // A text that weighs this and that may decline in its last sentence.
    if (found.index > START && /[.!?\n]\s*\S/.test(rest)) continue;
    if (phrase === NO_ANSWER && text.trim().length > 200) continue;
    if (TURN.test(rest) || markedAnswers(text).length > 0) return null;
    const stop = rest.search(/[.!?。！？\n]/);
    const before = text.slice(0, found.index);
    const sentence = Math.max(...['.', '!', '?', '\n', '。'].map((mark) => before.lastIndexOf(mark) + 1), 0);
    const start = sentence + (/^\s*/.exec(before.slice(sentence))?.[0].length ?? 0);
    return { start, end: found.index + found[0].length + (stop < 0 ? rest.length : stop) };
  }
  return null;
}

/** A question that only the user can answer. */
const TO_USER =
  /\b(?:(?:could|can|would|will|do|did|are|have) you|which (?:one )?(?:do|did|would|should) (?:you|I)|(?:shall|should) I|what (?:would|do) you (?:like|mean|want|need))\b[^?]{0,200}\?\s*$|\bplease (?:provide|share|tell me|specify|clarify|send|give me)\b[^.!?]{0,150}[.!?]\s*$/i;

/** Tasks whose result may be or end on a question. */
const WANTS_WORDS =
  /\b(?:questions?|quiz|interview|dialog(?:ue)?|e?-?mails?|letters?|messages?|reply to|conversation|role|story|ask)\b/i;

/** The last sentence of a short output without any answer, when it asks the user for something. */
function questionBack(input: string, output: string): Span | null {
  const text = output.trimEnd();
  if (
    text.trim().length > LONGEST / 2 ||
    markedAnswers(output).length > 0 ||
    WANTS_WORDS.test(scannedHead(input).slice(-3000))
  )
    return null;
  const before = text.slice(0, -1);
  const start = Math.max(...['. ', '! ', '? ', '\n'].map((mark) => before.lastIndexOf(mark))) + 1;
  const found = TO_USER.exec(text.slice(start));
  if (found === null || scannedHead(input).includes(text.slice(start).trim())) return null;
  return { start: start + (/^\s*/.exec(text.slice(start))?.[0].length ?? 0), end: text.length };
}

/** A loop of one refusing line: `LONGEST` is meant for what is said, not for how often. */
function repeatedRefusal(output: string): Span | null {
  const lines = output
    .slice(0, 5000)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const [first = ''] = lines;
  if (lines.length < 3 || new Set(lines.slice(0, -1).map((line) => line.trim())).size > 1) return null;
  const said = first.replace(/^\W{0,6}/, '');
  const refused = /^I(?:['’]m| am) not sure\b/i.test(said) || refusalIn(said) !== null;
  const start = output.indexOf(said);
  return refused ? { start, end: start + said.length } : null;
}

function shortened(quote: string): string {
  return quote.length > 120 ? `${quote.slice(0, 120)}…` : quote;
}
