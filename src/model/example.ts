import * as z from 'zod';

/** The evaluation tools whose files we read; one reader each in `src/readers`. */
export const FormatId = z.enum([
  'lm-eval',
  'inspect',
  'promptfoo',
  'helm',
  'opencompass',
  'bfcl',
  'evalplus',
  'swe-bench',
  'deepeval',
  'mlflow',
  'phoenix',
  'alpacaeval',
  'lighteval',
  'openai-evals',
  'errormap-csv',
  'generic-jsonl',
  'generic-csv',
  'generic-parquet',
]);
export type FormatId = z.infer<typeof FormatId>;

/**
 * Where an example stands in its file, exact enough to read it again alone.
 * `line` counts from 1; `byteOffset` and `byteLength` are bytes of the file
 * (of the entry, when `entry` names a member of a zip or what a gzip file holds; a row of a Parquet file is an entry too).
 */
export const Source = z.object({
  path: z.string(),
  format: FormatId,
  line: z.number().int().positive().optional(),
  byteOffset: z.number().int().nonnegative().optional(),
  byteLength: z.number().int().nonnegative().optional(),
  entry: z.string().optional(),
  /** Which of several examples of one record (a table's row with a group of columns for each model), from 0. */
  part: z.number().int().nonnegative().optional(),
});
export type Source = z.infer<typeof Source>;

/** One turn of a conversation, as text. */
export const Message = z.object({ role: z.string(), content: z.string() });
export type Message = z.infer<typeof Message>;

/**
 * One answer of one model to one item of a dataset, with its verdict.
 *
 * `passed` is `null` where there is no verdict to speak of: the run crashed on
 * this example (`error` says how) or nobody scored it. Failing is `passed === false`.
 * `references` are the accepted answers, best first. `score` is in the tool's own unit.
 */
export const Example = z.object({
  key: z.string(),
  id: z.string(),
  dataset: z.string(),
  model: z.string(),
  input: z.string(),
  messages: z.array(Message).optional(),
  output: z.string(),
  references: z.array(z.string()),
  score: z.number().nullable(),
  passed: z.boolean().nullable(),
  metric: z.string().optional(),
  choices: z.array(z.string()).optional(),
  /** In the provider's words; `length` and `max_tokens` both mean that the output was cut off. */
  finishReason: z.string().optional(),
  /** What the grader or the failed assertion said, when the tool wrote it down. */
  explanation: z.string().optional(),
  error: z.string().optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  source: Source,
});
export type Example = z.infer<typeof Example>;

/**
 * What a reader makes of one record, before the whole dataset is known:
 * `verdict` is the tool's own word (`null`: it says that there is none),
 * absent when the score has to decide (see `decideVerdicts`).
 */
export type RawExample = Omit<Example, 'key' | 'passed'> & {
  verdict?: boolean | null;
  /** What each metric of the tool says, where there are several to choose from. */
  scores?: readonly MetricScore[];
};

/** What one metric says of an example; `verdict` as in `RawExample`. */
export interface MetricScore {
  metric: string;
  score: number | null;
  verdict?: boolean | null;
}

/** Something in a file that could not be read; the rest of the file was. */
export const Problem = z.object({ line: z.number().int().positive().optional(), message: z.string() });
export type Problem = z.infer<typeof Problem>;

export type Outcome = 'passed' | 'failing' | 'errored' | 'unscored';

/** In which of the four counts an example belongs. */
export function outcomeOf(example: Pick<Example, 'passed' | 'error'>): Outcome {
  if (example.error !== undefined) return 'errored';
  if (example.passed === null) return 'unscored';
  return example.passed ? 'passed' : 'failing';
}
