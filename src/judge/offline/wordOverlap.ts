/** From this share of runs of three words on, a quotation is one with a slip of the pen. */
export const NEAR_ENOUGH = 0.5;

/** The share of a phrase's runs of three words that a text has, too. Both are normal texts. */
export function sharedWords(phrase: string, text: string): number {
  const words = phrase.split(' ');
  const runs = words.slice(0, -2).map((_, index) => ` ${words.slice(index, index + 3).join(' ')} `);
  return runs.length === 0 ? 0 : runs.filter((run) => text.includes(run)).length / runs.length;
}
