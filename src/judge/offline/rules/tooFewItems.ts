import { lastTask } from '../lastTask';
import { bulletedItems, listedIn } from '../lists';
import { NUMBER_WORDS } from '../numberWords';
import type { Rule } from '../rule';

/** "List five fruits", "Name 3 countries", "Give exactly four examples of". */
const ASKED =
  /\b(?:list|name|give|provide|enumerate|suggest|write|state|identify|mention|generate|propose)\b(?: me| us| exactly| at least| a list of| the| any| up){0,3} (\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s(?:(?!words|sentences|paragraphs|lines|characters|points each|times|days|hours|minutes|years|percent|digits|letters|lines)[a-z-]+\s){0,3}?(\p{L}+s|people|children|men|women)\b/iu;

/** A list with fewer items than the task asks for. */
export const tooFewItems: Rule = {
  id: 'too-few-items',
  category: 'Missing Required Element',
  reason: 'The task says how many items are wanted, and the list of the output has fewer.',
  apply({ input, output }) {
    if (output.length > 20_000) return null;
    const asked = ASKED.exec(lastTask(input).slice(-1500));
    if (asked === null) return null;
    const [phrase, amount = '', noun = ''] = asked;
    if (/^(?:words|sentences|paragraphs|lines|characters|letters|digits)$/i.test(noun)) return null;
    const spoken = NUMBER_WORDS.indexOf(amount.toLowerCase());
    const wanted = spoken >= 0 ? spoken : Number(amount);
    const bulleted = bulletedItems(output);
    // Commas in a sentence may stand between its parts; a sentence ends with a full stop.
    const items = bulleted.length > 0 ? bulleted : /\.\s*$/.test(output) ? [] : listedIn(output);
    // Numbers within a line count items as well.
    const numbered = output.match(/(?:^|\s)\d{1,2}[.)]\s/g)?.length ?? 0;
    if (items.length === 0 || numbered >= wanted || items.length >= wanted || wanted < 2) return null;
    const start = output.length - output.trimStart().length;
    return {
      title: 'Fewer items than the input asks for',
      summary: `The input asks: “${phrase}”; the output lists ${items.length}.`,
      kind: 'too-few-items',
      quotes: [{ start, end: Math.min(output.trimEnd().length, start + 200) }],
      criterion: `The output lists ${wanted} items`,
      present: false,
      quality: 'partially correct',
    };
  },
};
