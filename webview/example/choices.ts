export type ChoiceMark = 'correct' | 'chosen' | undefined;

/** Marks the choice that is the reference, and the model's own where its output names one outright. */
export function choiceMarks(
  choices: readonly string[],
  { references, output }: { references: readonly string[]; output: string },
): ChoiceMark[] {
  const correct = new Set(references.map((reference) => indexOfChoice(choices, reference)));
  const chosen = indexOfChoice(choices, output);
  return choices.map((_, index) => (correct.has(index) ? 'correct' : index === chosen ? 'chosen' : undefined));
}

/**
 * By its text, else by a letter such as "B", "(B)" or "B.". A bare number is left alone:
 * some tools count choices from 0 and others from 1.
 */
function indexOfChoice(choices: readonly string[], answer: string): number {
  const wanted = normal(answer);
  const byText = choices.findIndex((choice) => normal(choice) === wanted);
  if (byText >= 0) return byText;
  const letter = /^\(?([a-z])[).:]?$/.exec(wanted)?.[1];
  const byLetter = letter === undefined ? -1 : letter.charCodeAt(0) - 97;
  return byLetter < choices.length ? byLetter : -1;
}

function normal(text: string): string {
  return text.trim().toLowerCase();
}
