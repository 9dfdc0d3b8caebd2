import { isExactLike } from '../metricNames';

/** The means of one instance's metrics, by name. */
export type Scores = Readonly<Record<string, number>>;

/** The folder names no main metric, only HELM's schemas do: the first of these that the run has. */
const MAIN_METRICS = [
  'exact_match',
  'chain_of_thought_correctness',
  'quasi_exact_match',
  'final_number_exact_match',
  'math_equiv_chain_of_thought',
  'math_equiv',
  'ifeval_strict_accuracy',
  'omni_math_accuracy',
  'wildbench_score_rescaled',
  'f1_score',
  'bleu_4',
  'rouge_2',
];

/** What HELM measures of every request, whatever the task. */
const HOUSEKEEPING =
  /^(num_|training_|inference_|finish_reason_|estimated_|ece_|platt_|selective_)|^(batch_size|prompt_truncated|max_prob|predicted_index|logprob|logprob_per_byte|perplexity|bits_per_byte)$/;

/** Metrics of the task itself; `exact_match@5` is the best of several completions and says nothing of the one we show. */
export function isTaskMetric(name: string): boolean {
  return !HOUSEKEEPING.test(name) && !name.includes('@');
}

/** Undefined when the run has no metric of its task. */
export function mainMetric(names: Iterable<string>): string | undefined {
  const all = [...names].filter(isTaskMetric);
  return (
    MAIN_METRICS.find((name) => all.includes(name)) ??
    all.find((name) => isExactLike(name) || /accuracy|correct/.test(name)) ??
    all[0]
  );
}
