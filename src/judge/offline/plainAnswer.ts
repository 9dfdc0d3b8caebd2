import { normalText } from './finalAnswer';
import { numbersIn } from './numbers';

/** Fewest characters of a reference that can be told from a mention, most of a text that says little more than it. */
const SHORTEST_REFERENCE = 2;
const LONGEST_TEXT = 400;

/** Words that take back or put beside it what is said. */
const HEDGES = /\b(?:not|never|no|n['’]t|or|but|either|maybe|perhaps|wait)\b/i;

/** True when the first sentence of a short text has the reference as whole words, and nothing takes it back. */
export function saysPlainly(text: string, reference: string): boolean {
  const wanted = normalText(reference);
  if (text.length > LONGEST_TEXT || wanted.length < SHORTEST_REFERENCE - Number(/\d/.test(wanted))) return false;
  if (text.trim().includes('\n') || HEDGES.test(text)) return false;
  const [first = ''] = text.trim().split(/(?<=[.!?])\s+(?=\p{Lu})/u, 1);
  if (/\d/.test(wanted) && numbersIn(first).length > 1) return false;
  const said = normalText(first);
  return ` ${said} `.includes(` ${wanted} `) && said !== wanted;
}
