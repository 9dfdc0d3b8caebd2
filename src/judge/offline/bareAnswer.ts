import { scannedHead } from './scannedText';

/** "Answer with only the number", "in one word", "nothing else", "the label only", "Give only the translation". */
const ONLY =
  /\b(?:answer|respond|reply|return|output|give|write|print|state|name|translate)\b[^.!?\n]{0,60}?\b(?:only|just|nothing but)\b[^.!?\n]{0,40}|\b(?:answer|respond|reply)\b[^.!?\n]{0,30}?\b(?:in|with) (?:a single|one|exactly one) (?:number|letter|word|digit|name|label)\b|(?:^|[.?!:\n])\s{0,3}(?:only the |just the |(?:in )?(?:one|a single) )(?:translation|answer|number|label|name|code|result|word|letter|digit)\b|\b(?:nothing else|no other (?:text|words)|no (?:explanations?|comments?|notes?|preamble|extra (?:text|words))|(?:answer|reply|respond)(?: with)?[ "'“‘]{1,2}(?:yes|true)["'”’]?(?:\/| or )["'“‘]?(?:no|false)\b|without (?:any )?(?:explanations?|comments?|other text|further text|additional text)|and no(?:thing)? more|(?:number|letter|word|name|label|code|answer|translation|date|year) only|(?:number|letter|word|name|label|answer|date|year) alone)\b/i;

/** The words by which a task allows nothing but the answer; `null` when it allows more. */
export function bareAnswerDemand(input: string): string | null {
  return ONLY.exec(scannedHead(input).slice(-3000))?.[0].trim() ?? null;
}

/** True when nothing but the answer is allowed. */
export function asksForBareAnswer(input: string): boolean {
  return bareAnswerDemand(input) !== null;
}
