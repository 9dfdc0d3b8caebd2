import type { Example } from '../../../model/example';
import { asksForBareAnswer } from '../bareAnswer';
import { codeOf, isFinishedBeforeCut } from '../codeText';
import type { MeasuredKind } from '../counts';
import { markedAnswers, type StatedAnswer } from '../finalAnswer';
import { isObject, jsonDemand, parseObjectOrArray, readJson } from '../jsonText';
import { itemsOf, linesOf, names } from '../lists';
import { saysPlainly } from '../plainAnswer';
import { loopOf } from '../repetition';
import type { Finding, Rule } from '../rule';
import { scannedTail } from '../scannedText';
import { firstSlip } from '../slips';
import { hasForeignStep, stepsOfOutput, stepsOfReference } from '../solution';
import { isCutOff } from '../stopReason';
import { tokenLimit, tokensAbout } from '../tokenLimit';
import { wholeCharacters } from '../wholeCharacters';

/** The model ran into its length limit before it gave an answer, and was not wrong before that. */
export const cutOff: Rule = {
  id: 'cut-off',
  category: 'Incomplete Reasoning',
  reason: 'The text ends before its answer; what it would have concluded is not known.',
  apply(example) {
    const { output, finishReason, metadata } = example;
    // An answer that was given before the cut is the thing to judge.
    if (markedAnswers(output).some((answer) => isWhole(answer, output))) return null;
    if (/\bis (?:the|my) (?:final |correct )?answer\b/i.test(scannedTail(output).text)) return null;
    const tail = output.trimEnd();
    const start = lastWords(tail);
    const end = `It ends with “${tail.slice(start)}”.`;
    const finding = (kind: Finding['kind'], how: string): Finding => ({
      title: 'Cut off before an answer',
      summary: `${how} before it stated an answer. ${end}`,
      kind,
      quotes: wholeCharacters(tail, { start, end: tail.length }),
      criterion: 'The output reaches an answer',
      present: false,
      quality: null,
    });
    if (isCutOff(finishReason)) {
      if (
        wentWrongBefore(example) ||
        isFinishedBeforeCut(example) ||
        strays(example) ||
        isSaidBefore(example) ||
        hasAllItems(example)
      )
        return null;
      return finding(soundness(example), `The output stopped at its length limit (${finishReason})`);
    }
    if (breaksOffInItem(example)) return finding('cut-off/item', 'The list of the output breaks off within an item');
    if (breaksOffAsJson(example)) return finding('cut-off/json', 'The JSON of the output breaks off');
    const limit = finishReason === undefined ? tokenLimit(metadata, 0) : null;
    const tokens = tokensAbout(output);
    const nearLimit = limit !== null && tokens >= 0.8 * limit && tokens <= 1.6 * limit;
    if (nearLimit && endsMidSentence(output) && !wentWrongBefore(example)) {
      return finding(
        'cut-off/near-limit',
        `The output ends in the middle of a sentence near its limit of ${limit} tokens,`,
      );
    }
    if (endsOnOpenWord(output))
      return finding('cut-off/mid-sentence', 'The output breaks off in the middle of a sentence');
    return null;
  },
};

/**
 * Whether what stands before the cut is known to be right: every calculation is one of the reference's, or the code
 * is only unfinished, or the answer is there already. Else a model that was stopped may have been wrong before.
 */
function soundness(example: Example): MeasuredKind {
  const { output, references } = example;
  const steps = stepsOfOutput(example);
  if (stepsOfReference(example).length > 0 && steps.length > 0) return 'cut-off/sound';
  const [first = ''] = output.trim().split(/(?<=[.!?])\s/, 1);
  if (first.length < output.trim().length && references.some((reference) => saysPlainly(first, reference)))
    return 'cut-off/answered';
  if (breaksOffAsJson(example)) return 'cut-off/json';
  if (codeOf(example) !== null && !isListing(output) && (loopOf(example)?.times ?? 0) < 3) return 'cut-off/code';
  return 'cut-off/told';
}

/** A run of numbers without end, "…, 37, 38, 39,", is no code or reasoning that was cut. */
function isListing(output: string): boolean {
  return /(?:\d+\s?[,;]\s?){8}\d*\s?$/.test(output.slice(-300));
}

/** Lines that are all the reference's, and a last one that begins as one of its lines and ends in the middle of a word or item. */
function breaksOffInItem({ output, references }: Example): boolean {
  const lines = linesOf(output);
  const wanted = references.length === 1 ? linesOf(references[0] ?? '') : [];
  const last = lines.at(-1);
  if (last === undefined || lines.length < 3 || wanted.length < lines.length || output.endsWith('\n')) return false;
  if (wanted.includes(last) || !wanted.some((line) => line.startsWith(last) && last.length >= 2)) return false;
  return lines.slice(0, -1).every((line) => wanted.includes(line));
}

/** A calculation before the cut is wrong or not of the reference's way: then that is the first error. */
function wentWrongBefore(example: Example): boolean {
  if (firstSlip(example) !== null) return true;
  if (stepsOfReference(example).length === 0) return false;
  return stepsOfOutput(example).length === 0 || hasForeignStep(example);
}

/** JSON whose first key is one of the reference's, where the reference is an object. */
function isBegunAsWanted({ output, references }: Example): boolean {
  if (!/^\s*(?:```(?:json)?\s*)?[[{]/.test(output)) return false;
  const wanted = parseObjectOrArray(references[0] ?? '');
  const key = /"((?:[^"\\\n]|\\.){1,100})"\s?:/.exec(output.slice(0, 2000))?.[1];
  return !isObject(wanted) || key === undefined || key in wanted;
}

/** JSON that is sound as far as it goes, and is not closed. */
function breaksOffAsJson(example: Example): boolean {
  if (jsonDemand(example) === null) return false;
  const json = readJson(example.output);
  return json.kind === 'broken' && json.cutOff && isBegunAsWanted(example);
}

/** A bare answer was wanted, and the output is a long text: that it was stopped at last is not what is wrong with it. */
function strays(example: Example): boolean {
  const { input } = example;
  if (jsonDemand(example) !== null) return !isBegunAsWanted(example);
  return asksForBareAnswer(input) && codeOf(example) === null;
}

/** Every one of several wanted texts is there: what was cut off is more than was wanted. */
function hasAllItems({ output, references }: Example): boolean {
  const items = references.length > 1 ? references : itemsOf(references[0] ?? '');
  return items.length > 1 && output.length <= 20_000 && items.every((item) => item.length <= 60 && names(output, item));
}

/** A loop over all of the output, of one whole line or sentence: the answer was complete the first time. */
function isSaidBefore(example: Example): boolean {
  const { output } = example;
  const loop = loopOf(example);
  if (loop === null || loop.times < 3) return false;
  const period = output.slice(loop.period.start, loop.period.end);
  return period.includes(output.slice(0, loop.stretch.start).trim()) && /[.!?\n]\s*$/.test(period);
}

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

/** No English sentence ends on one of these words: something had to follow. */
const OPEN_WORD =
  /\s(?:the|a|an|and|or|because|of|with|which|than|if|whose|my|your|their|its|our|is a|are the|up to|such as|from the|to the|in the|on the|[Tt]herefore|[Tt]hus|[Hh]ence|[Ss]o that|therefore it (?:is|holds|has))\s*$/;

function endsOnOpenWord(output: string): boolean {
  return output.length > 20 && OPEN_WORD.test(output.slice(-40));
}

function endsMidSentence(output: string): boolean {
  return !/\n\s*$/.test(output.slice(-20)) && /[\p{L}\d,;:+*/=$(%-]$/u.test(output.trimEnd().slice(-4));
}
