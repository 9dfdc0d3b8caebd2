import { lastTask } from './lastTask';

/** What a task asks to count in a text that it quotes, and how many there are. */
export interface Countable {
  /** For people: `the letter “r” in “strawberry”`. */
  what: string;
  count: number;
}

const QUOTE = '["\'“‘«`]';
const QUOTED = `${QUOTE}([^"“”«»\`\\n]{1,400}?)["'”’»\`]`;
/** The word or quoted text to count in. */
const WHERE = `(?:the (?:word|string|text|phrase|sentence|name)s?:?\\s)?(?:${QUOTED}|(\\p{L}{3,40})(?=[\\s?.!]{0,4}(?:$|\\n|Answer|Reply|Respond|Give|Write)))`;

const LETTER = new RegExp(
  `\\b(?:how many(?: times (?:does|do|is))?|how often (?:does|do|is)|count(?: the)?|number of)\\s(?:the )?(?:number of |occurrences of )?(?:times )?(?:the )?(?:letters?\\s)?${QUOTE}?(\\p{L})${QUOTE}?(?:['’]?s)?\\s(?:letters?\\s)?(?:(?:are|is|does|occurs?|appears?|there)\\s){0,3}(?:in|within)\\s${WHERE}`,
  'iu',
);
const KIND = new RegExp(
  `\\b(?:how many|count the|number of)\\s(?:number of )?(letters|characters|vowels|consonants|words|digits|(?:upper|lower)[ -]?case letters|capital letters|double letters)(?:\\s\\([^()\\n]{1,60}\\))?\\s(?:(?:are|is|there|does|do)\\s){0,3}(?:in|within|has|have)?\\s?${WHERE}`,
  'iu',
);

/** "How many words does this sentence have? "…"": the text comes after the question. */
const AFTER = new RegExp(
  `\\b(?:how many|count the|number of)\\s(letters|vowels|consonants|words|digits)\\b[^"“”«»?.:\\n]{0,60}(?:sentence|text|phrase|word|string|line|following|this|it)\\b[^"“”«»?.:\\n]{0,30}[?.:]\\s{0,3}(?:\\p{L}{1,12}:\\s{0,2})?${QUOTED}`,
  'iu',
);

/**
 * The count that a task asks for, where it can be made by counting characters or words of a quoted text. `null` for
 * every other task, and where what to count can be read in two ways.
 */
export function countableIn(input: string): Countable | null {
  const task = lastTask(input).slice(-3000);
  const letter = LETTER.exec(task);
  if (letter !== null) {
    const wanted = (letter[1] ?? '').toLowerCase();
    const text = letter[2] ?? letter[3] ?? '';
    if (text === '') return null;
    const count = [...text.toLowerCase()].filter((char) => char === wanted).length;
    return { what: `the letter “${wanted}” in “${short(text)}”`, count };
  }
  const kind = AFTER.exec(task) ?? KIND.exec(task);
  if (kind === null) return null;
  const unit = (kind[1] ?? '').toLowerCase().replace(/(upper|lower)[ -]?case/, '$1-case');
  const text = kind[2] ?? kind[3] ?? '';
  const listed = /\(a, ?e, ?i, ?o,?(?: and)? u\)/i.test(kind[0]);
  const count = countOf(unit, text, listed);
  return count === null || text === '' ? null : { what: `the ${unit} of “${short(text)}”`, count };
}

function countOf(unit: string, text: string, areVowelsListed: boolean): number | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  switch (unit) {
    case 'letters':
      return letters;
    // Spaces and marks are characters to some and not to others.
    case 'characters':
      return letters === [...text].length ? letters : null;
    case 'vowels':
    case 'consonants': {
      if (/[^\p{ASCII}]/u.test(text) || (!areVowelsListed && /y/i.test(text))) return null;
      const vowels = text.match(/[aeiou]/gi)?.length ?? 0;
      return unit === 'vowels' ? vowels : letters - vowels;
    }
    case 'upper-case letters':
    case 'capital letters':
      return text.match(/\p{Lu}/gu)?.length ?? 0;
    case 'lower-case letters':
      return text.match(/\p{Ll}/gu)?.length ?? 0;
    case 'double letters':
      // Three in a row are one or two.
      return /(\p{L})\1\1/iu.test(text) ? null : (text.match(/(\p{L})\1/giu)?.length ?? 0);
    case 'digits':
      return text.match(/\d/g)?.length ?? 0;
    case 'words':
      // A hyphen, a dash or a slash makes one word or two.
      return /[-–—/]/.test(text) ? null : text.trim().split(/\s+/).length;
    default:
      return null;
  }
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
