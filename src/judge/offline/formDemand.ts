import { scannedHead } from './scannedText';

/** A demand on the form of an output that can be checked letter by letter. */
export type FormDemand =
  | { kind: 'forbidden-word'; words: string[] }
  | { kind: 'required-word'; words: string[] }
  | { kind: 'forbidden-mark'; mark: string; name: string }
  | { kind: 'lower-case' | 'upper-case' }
  | { kind: 'ending' | 'opening'; text: string };

const QUOTED = '["“”\'‘’`«]([^"“”‘’`«»\\n]{1,80}?)["“”\'’`»]';
const MORE = `(?:\\s?(?:,|or|and|nor)\\s?(?:or |and )?(?:the words? )?${QUOTED})?`;
const FORBIDDEN = new RegExp(
  `\\b(?:(?:do not|don['’]t|never|must not|should not|may not) (?:use|mention|include|contain|say|write)|without (?:using|mentioning|saying)|avoid(?: using)?)\\s(?:any of |either of )?(?:the )?(?:words?|terms?|phrases?)?:?\\s?${QUOTED}${MORE}${MORE}`,
  'gi',
);
const REQUIRED = new RegExp(
  `\\b(?:use|include|mention|contain|contains|containing|using|including)\\s(?:both )?the (?:words?|terms?|phrases?)\\s${QUOTED}${MORE}${MORE}`,
  'gi',
);
const ENDING = new RegExp(
  `\\b(?:end|finish|close|conclude|ends|ending|ended)\\b[^.!?"“”'‘’\`\\n]{0,40}?\\bwith(?: exactly)?(?: the)?(?: (?:phrase|words?|sentence|line|question|text))?:?\\s${QUOTED}`,
  'i',
);
const OPENING = new RegExp(
  `\\b(?:start|begin|starts|beginning|starting)\\b[^.!?"“”'‘’\`\\n]{0,40}?\\bwith(?: exactly)?(?: the)?(?: (?:phrase|words?|sentence|line|text))?:?\\s${QUOTED}`,
  'i',
);

/** "Do not use the word honey.": one word that "the word" announces needs no quotation marks. */
const FORBIDDEN_BARE =
  /\b(?:(?:do not|don['’]t|never|must not) (?:use|mention|include|contain|say|write)|without (?:using|mentioning|saying)|avoid(?: using)?)\sthe (?:word|term)\s(\p{L}[\p{L}-]{1,40})(?=\s*(?:[.!?;\n]|$))/giu;

/** "Finish your reply with the exact phrase: Good night!": the rest of the line is the phrase. */
const ENDING_BARE =
  /\b(?:end|finish|close|conclude)\b[^.!?"“”'‘’`\n]{0,40}?\bwith the (?:exact |following )?(?:phrase|words?|sentence|line)\s?:\s([^"“”‘’`\n]{2,80}?)\s*(?:\n|$)/i;

/** Marks that a task may forbid, by their names. */
const MARKS: readonly (readonly [RegExp, string, string])[] = [
  [
    /\b(?:no|without(?: any| using| using any)?|do(?: not|n['’]t) use(?: any)?|avoid(?: using)?) commas?\b/i,
    ',',
    'comma',
  ],
  [
    /\b(?:no|without(?: any| using| using any)?|do(?: not|n['’]t) use(?: any)?|avoid(?: using)?) exclamation (?:marks?|points?)\b/i,
    '!',
    'exclamation mark',
  ],
  [
    /\b(?:no|without(?: any| using| using any)?|do(?: not|n['’]t) use(?: any)?|avoid(?: using)?) question marks?\b/i,
    '?',
    'question mark',
  ],
  [
    /\b(?:no|without(?: any| using| using any)?|do(?: not|n['’]t) use(?: any)?|avoid(?: using)?) semicolons?\b/i,
    ';',
    'semicolon',
  ],
];

/** The demands on form that an input states. */
export function formDemands(input: string): FormDemand[] {
  const task = scannedHead(input).slice(-6000);
  const demands: FormDemand[] = [];
  for (const match of task.matchAll(FORBIDDEN)) demands.push({ kind: 'forbidden-word', words: wordsOf(match) });
  for (const match of task.matchAll(FORBIDDEN_BARE)) demands.push({ kind: 'forbidden-word', words: wordsOf(match) });
  for (const match of task.matchAll(REQUIRED)) {
    // "Do not use the word …" is the opposite.
    if (!/\b(?:not|n['’]t|never|without|avoid)\s+$/i.test(task.slice(Math.max(0, match.index - 12), match.index))) {
      demands.push({ kind: 'required-word', words: wordsOf(match) });
    }
  }
  for (const [asked, mark, name] of MARKS) if (asked.test(task)) demands.push({ kind: 'forbidden-mark', mark, name });
  if (
    /\b(?:in|use|using) (?:only |all )?(?:lower[- ]?case|small letters)(?: letters)?(?: only)?\b|\ball lower[- ]?case\b/i.test(
      task,
    )
  )
    demands.push({ kind: 'lower-case' });
  if (
    /\b(?:in|use|using) (?:only |all )?(?:capital letters|upper[- ]?case|all caps|capitals)(?: only)?\b|\ball (?:upper[- ]?case|caps|capitals)\b/i.test(
      task,
    )
  )
    demands.push({ kind: 'upper-case' });
  const ending = ENDING.exec(task)?.[1] ?? ENDING_BARE.exec(task)?.[1];
  if (ending !== undefined) demands.push({ kind: 'ending', text: ending });
  const opening = OPENING.exec(task)?.[1];
  // A mark or a number begins each line of a list, not the text.
  if (opening !== undefined && /\p{L}{2}/u.test(opening)) demands.push({ kind: 'opening', text: opening });
  return demands;
}

function wordsOf(match: RegExpMatchArray): string[] {
  return match.slice(1).filter((word): word is string => word !== undefined && word.trim() !== '');
}
