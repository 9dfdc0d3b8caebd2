import { normalText } from './finalAnswer';
import { scannedHead } from './scannedText';

/** "exactly one of: billing, delivery, bug", "Labels: a, b, c", "Choose from [a, b]", "as positive, negative or neutral". */
const SET =
  /\b(?:one of(?: the following| these)?(?: (?:labels|categories|classes|options))?|labels|categories|classes|(?:choose|pick|select) (?:one )?(?:from|between|among)|possible (?:answers|values)|allowed (?:labels|values)|classif(?:y|ied)\b[^:.\n]{0,80}?\b(?:as|into)(?: exactly one of| one of| either)?)\s?:?\s*(?:[[({]\s*)?([^\n.\])}]{3,300})/gi;

/** "(positive/negative/neutral)". */
const SLASHED = /\(([\p{L} -]{2,30}(?:\s?\/\s?[\p{L} -]{2,30}){1,9})\)/gu;

/** "Tone of the mail: friendly, neutral or rude?" */
const ENUMERATED = /:\s((?:\p{L}[\p{L}-]{1,20},\s){1,8}\p{L}[\p{L}-]{1,20},?\sor\s\p{L}[\p{L}-]{1,20})\?/giu;

/** "Is the review positive, negative or mixed?" */
const ASKED =
  /\b(?:is|are|was|does)\b[^.?!:\n]{0,60}?\s((?:\p{L}[\p{L}-]{1,20},\s){0,8}\p{L}[\p{L}-]{1,20},?\sor\s\p{L}[\p{L}-]{1,20})\?/giu;

/** The labels that a classification task allows, as it writes them; empty when it names none. */
export function labelsOf(input: string): string[] {
  const text = scannedHead(input).slice(-6000);
  for (const match of [
    ...text.matchAll(SET),
    ...text.matchAll(SLASHED),
    ...text.matchAll(ASKED),
    ...text.matchAll(ENUMERATED),
  ]) {
    const labels = (match[1] ?? '')
      .split(/\s*(?:,|;|\/|\||\bor\b|\band\b)\s*/)
      .map((label) => label.replace(/^["'“”‘’`*]+|["'“”‘’`*:]+$/g, '').trim())
      .filter((label) => label !== '');
    const plain = labels.every((label) => label.split(/\s+/).length <= 3 && normalText(label) !== '');
    if (labels.length >= 2 && labels.length <= 30 && plain && new Set(labels.map(normalText)).size === labels.length)
      return labels;
  }
  return [];
}

/** The allowed labels that a text names as whole words. */
export function labelsNamed(text: string, labels: readonly string[]): string[] {
  const words = ` ${normalText(text.replaceAll('/', ' '))} `;
  const named = labels.filter((label) => words.includes(` ${normalText(label)} `));
  // "not spam" names "spam" only as a part.
  return named.filter(
    (label) => !named.some((other) => other !== label && ` ${normalText(other)} `.includes(` ${normalText(label)} `)),
  );
}
