/** Stands for each sign that was taken out. */
const TAKEN_OUT = '�';

/** Controls (escape sequences, line breaks) and invisible format signs (bidirectional overrides, tags). */
const STEERING = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
/** The zero-width joiners: emoji and Indic scripts are made with them. */
const HARMLESS: ReadonlySet<string> = new Set(['\u200c', '\u200d']);

/** Files are hostile: nothing of theirs may steer the terminal, or begin a line that seems to be ours. */
export function plain(text: string): string {
  return text.replace(STEERING, (sign) => (HARMLESS.has(sign) ? sign : TAKEN_OUT));
}

/** The same for a text of ours that may have several lines. */
export function plainLines(text: string): string {
  return text.split('\n').map(plain).join('\n');
}
