import { markedAnswers, type StatedAnswer } from '../finalAnswer';
import { jsonDemand } from '../jsonText';
import type { Rule } from '../rule';
import { scannedTail } from '../scannedText';
import { isCutOff } from '../stopReason';
import { wholeCharacters } from '../wholeCharacters';

/** The model ran into its length limit before it gave an answer. */
export const cutOff: Rule = {
  id: 'cut-off',
  category: 'Incomplete Reasoning',
  reason: 'The text ends before its answer; what it would have concluded is not known.',
  apply(example) {
    const { output, finishReason, metadata } = example;
    // An answer that was given before the cut is the thing to judge, and broken JSON is a matter of format.
    if (markedAnswers(output).some((answer) => isWhole(answer, output))) return null;
    if (/\bis (?:the|my) (?:final |correct )?answer\b/i.test(scannedTail(output).text)) return null;
    if (/^\s*(?:```(?:json)?\s*)?[[{]/.test(output) && jsonDemand(example) !== null) return null;
    const tail = output.trimEnd();
    const start = lastWords(tail);
    const finding = {
      title: 'Cut off before an answer',
      quotes: wholeCharacters(tail, { start, end: tail.length }),
      criterion: 'The output reaches an answer',
      present: false,
      quality: null,
    };
    const end = `It ends with “${tail.slice(start)}”.`;
    if (isCutOff(finishReason)) {
      const summary = `The output stopped at its length limit (${finishReason}) before it stated an answer. ${end}`;
      return { ...finding, summary, confidence: 0.9 };
    }
    const limit = finishReason === undefined ? tokenLimit(metadata, 0) : null;
    if (limit === null || !endsMidSentence(output)) return null;
    const tokens = tokensAbout(output);
    if (tokens < 0.8 * limit || tokens > 1.6 * limit) return null;
    const summary = `The output ends in the middle of a sentence near its limit of ${limit} tokens, before it stated an answer. ${end}`;
    return { ...finding, summary, confidence: 0.75 };
  },
};

/** An answer that something follows was not cut itself: another line, or the rest of its own. */
function isWhole(answer: StatedAnswer, output: string): boolean {
  return answer.end < output.trimEnd().length || /[.!;](?:\s|$)/.test(answer.text);
}

/** The beginning of the last words, at most 80 units, of the last line. */
function lastWords(text: string): number {
  const from = Math.max(0, text.length - 80, text.lastIndexOf('\n', text.length - 20) + 1);
  const space = from === 0 ? -1 : text.slice(from - 1).search(/\s/);
  return space < 0 ? from : from + space;
}

function endsMidSentence(output: string): boolean {
  return !/\n\s*$/.test(output.slice(-20)) && /[\p{L}\d,;:+*/=$(%-]$/u.test(output.trimEnd().slice(-4));
}

/** About as many tokens as models make of English and digits: a word 1.15, a digit group of 1 and a mark 1. */
function tokensAbout(output: string): number {
  const pieces = output.slice(0, 100_000).match(/\p{L}+|\d|[^\s\p{L}\d]|\n/gu) ?? [];
  return pieces.length * 1.05 * (output.length > 100_000 ? output.length / 100_000 : 1);
}

const LIMIT_NAMES =
  /^(?:max_gen_toks|max_tokens|max_new_tokens|max_completion_tokens|max_output_tokens|maxTokens|maxOutputTokens)$/;

/** The generation limit somewhere in the tool's metadata, at most three levels down. */
function tokenLimit(value: unknown, depth: number): number | null {
  if (typeof value !== 'object' || value === null || depth > 3) return null;
  for (const [name, inner] of Object.entries(value).slice(0, 100)) {
    if (LIMIT_NAMES.test(name) && typeof inner === 'number' && inner > 0) return inner;
    const found = tokenLimit(inner, depth + 1);
    if (found !== null) return found;
  }
  return null;
}
