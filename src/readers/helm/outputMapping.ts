import { asText, type Row } from '../values';

/** What HELM makes of the output of a joint multiple choice; no option: a letter was asked for and none was given. */
export interface Mapped {
  option?: string;
}

const MAX_SCANNED = 4000;
const MAX_PATTERN = 200;

/** `" B"` is option B; `"B."`, `"b"` and the option's own text are none, and that is why they fail. */
export function mapLetter(output: string, mapping: Row, pattern: string | undefined): Mapped {
  const letter = (pattern === undefined ? output : matched(output, pattern)).trim();
  return Object.hasOwn(mapping, letter) ? { option: asText(mapping[letter]) } : {};
}

/** The letters that lead to a correct option, each followed by the option's text. */
export function referencesOfMapping(correct: readonly string[], mapping: Row): string[] {
  const letters = Object.keys(mapping);
  return correct.flatMap((text) => {
    const letter = letters.find((name) => asText(mapping[name]) === text);
    return letter === undefined ? [text] : [letter, text];
  });
}

/** The first group of a Python pattern; the whole output when it does not match or cannot be run safely. */
function matched(output: string, pattern: string): string {
  const ignoreCase = pattern.startsWith('(?i)');
  const source = ignoreCase ? pattern.slice(4) : pattern;
  if (!isTame(source)) return output;
  try {
    const found = new RegExp(source, ignoreCase ? 'i' : '').exec(output.slice(0, MAX_SCANNED));
    return found?.[1] ?? found?.[0] ?? output;
  } catch {
    return output;
  }
}

/** The pattern comes out of a file: repeats inside repeats, or many of them, may run for hours. */
function isTame(pattern: string): boolean {
  const repeats = pattern.match(/(?<!\\)[*+{]/g)?.length ?? 0;
  return pattern.length <= MAX_PATTERN && repeats <= 2 && !/(?<!\\)\)[*+{]/.test(pattern);
}
