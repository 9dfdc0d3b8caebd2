import * as z from 'zod';

/** One requirement of a correct answer, and how the output meets it (the paper's Stage 1). */
export const Criterion = z.object({
  criterion: z.string(),
  presentInOutput: z.boolean(),
  quality: z.enum(['correct', 'partially correct', 'incorrect']).nullable(),
  evidence: z.string(),
  comment: z.string(),
});
export type Criterion = z.infer<typeof Criterion>;

/** A quote that stands in the output, with its place there in UTF-16 units. */
export const Evidence = z.object({
  quote: z.string(),
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
});
export type Evidence = z.infer<typeof Evidence>;

/**
 * A quote of what an agent did or saw: the step of its trajectory (from 1), the index of the message, and the quote's
 * place in that message's content in UTF-16 units.
 */
export const StepEvidence = Evidence.extend({
  step: z.number().int().positive(),
  message: z.number().int().nonnegative(),
});
export type StepEvidence = z.infer<typeof StepEvidence>;

/** Who judged: two judgments of one example are the same work when their judges are equal. */
export const JudgeIdentity = z.object({
  /** `editor`: a language model that the editor offers; `errormap`: taken over from the paper's reference code. */
  kind: z.enum(['offline', 'openai', 'editor', 'errormap']),
  model: z.string(),
  promptVersion: z.string(),
  /** `id@version` of the taxonomy that the category comes from. */
  taxonomy: z.string(),
});
export type JudgeIdentity = z.infer<typeof JudgeIdentity>;

/** Tokens of the calls behind a judgment. */
export const Usage = z.object({
  promptTokens: z.number().nonnegative(),
  completionTokens: z.number().nonnegative(),
  /** Those of `promptTokens` that the provider had in its prompt cache, and bills for less; absent when it doesn't tell. */
  cachedTokens: z.number().nonnegative().optional(),
});
export type Usage = z.infer<typeof Usage>;

/**
 * A judge's word on one failing example: its first major error.
 * `abstained`: the judge can't tell (shown as "Needs a judge"); `error`: no judgment came about,
 * and `error` says why. `category` is empty in both cases.
 */
export const Judgment = z.object({
  key: z.string(),
  category: z.string(),
  subcategory: z.string().optional(),
  title: z.string(),
  summary: z.string(),
  criteria: z.array(Criterion),
  evidence: z.array(Evidence),
  /** Of an agent's trajectory: quotes that are not in the output, but in what it did or saw. */
  stepEvidence: z.array(StepEvidence).optional(),
  /** How many quotes of the judge are not in the output and were dropped. */
  droppedEvidence: z.number().int().nonnegative().optional(),
  confidence: z.number().min(0).max(1),
  /** Why the reference, the task or the grader looks wrong rather than the output; absent when nothing does. */
  suspectedLabelNoise: z.string().optional(),
  /** Which text of the example talks to its judge (prompt injection), in words for people; absent when none does. */
  suspectedInjection: z.string().optional(),
  /** How many e-mail addresses, phone numbers, keys … were taken out of what the judge was sent; absent when none was. */
  redacted: z.number().int().positive().optional(),
  judge: JudgeIdentity,
  usage: Usage.optional(),
  /** US dollars; absent when the model's price is not known. */
  cost: z.number().nonnegative().optional(),
  createdAt: z.iso.datetime(),
  status: z.enum(['judged', 'abstained', 'error']),
  error: z.string().optional(),
});
export type Judgment = z.infer<typeof Judgment>;

/**
 * A person's word on one example; it wins over every judge.
 * `retracted` takes an earlier correction of the same key back.
 */
export const Correction = z.object({
  key: z.string(),
  category: z.string(),
  note: z.string().optional(),
  author: z.string(),
  createdAt: z.iso.datetime(),
  retracted: z.literal(true).optional(),
  /** For who reads the file: which example this is. The key alone decides. */
  dataset: z.string().optional(),
  id: z.string().optional(),
  model: z.string().optional(),
  /** What the judge had said when the person spoke. */
  judged: z.string().optional(),
  title: z.string().optional(),
});
export type Correction = z.infer<typeof Correction>;

/** Equal for judges whose judgments can stand for one another. */
export function judgeId(judge: JudgeIdentity): string {
  return [judge.kind, judge.model, judge.promptVersion, judge.taxonomy].join('|');
}
