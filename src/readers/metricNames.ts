/** Names of metrics that say right or wrong: the first of them decides where a tool marks none as its main one. */
const EXACT_LIKE = /^(is|was)?(exact|em$|correct|acc(uracy|norm)?(?![a-z])|pass(ed|es|ing|at\d+)?(?![a-z])|success)/;

/** Lower case, letters and digits only: "Model Answer", "model_answer" and "modelAnswer" are one name. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

export function isExactLike(name: string): boolean {
  return EXACT_LIKE.test(plainName(name));
}

/** Metrics where less is better, by the names that evaluation tools give them. */
export function isLowerBetter(name: string): boolean {
  return /perplexity|^ppl$|bits_per_byte|^(ter|wer|cer|mer|mae|mse|rmse|loss|nll)$|brier|error_rate|toxicity/i.test(
    name,
  );
}
