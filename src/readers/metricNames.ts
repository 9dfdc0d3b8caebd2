/** Names of metrics that say right or wrong: the first of them decides where a tool marks none as its main one. */
const EXACT_LIKE = /^(is|was)?(exact|em$|correct|acc(uracy|norm)?(?![a-z])|pass(ed|es|ing|at\d+)?(?![a-z])|success)/;

/** Lower case, letters and digits only: "Model Answer", "model_answer" and "modelAnswer" are one name. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

export const isExactLike = remembering((name) => EXACT_LIKE.test(plainName(name)));

/** Metrics where less is better, by the names that evaluation tools give them. */
export const isLowerBetter = remembering((name) =>
  /perplexity|^ppl$|bits_per_byte|^(ter|wer|cer|mer|mae|mse|rmse|loss|nll)$|brier|error_rate|toxicity/i.test(name),
);

/** Files have few metrics and say their names in every row. */
const MAX_REMEMBERED = 1000;

function remembering(test: (name: string) => boolean): (name: string) => boolean {
  const answers = new Map<string, boolean>();
  return (name) => {
    const known = answers.get(name);
    if (known !== undefined) return known;
    const answer = test(name);
    if (answers.size === MAX_REMEMBERED) answers.clear();
    answers.set(name, answer);
    return answer;
  };
}
