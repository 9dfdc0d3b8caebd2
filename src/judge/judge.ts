import type { Example } from '../model/example';
import type { Correction, JudgeIdentity, Judgment } from '../model/judgment';
import type { Taxonomy } from '../model/taxonomy';

/** Another model's output that passed the same example (the paper's informative correct prediction). */
export interface CorrectPrediction {
  model: string;
  output: string;
}

/** What a judge may look at besides the example itself. */
export interface JudgeContext {
  taxonomy: Taxonomy;
  correctPredictions: readonly CorrectPrediction[];
  /** People's corrections of other examples, as few-shot exemplars. */
  exemplars: readonly Correction[];
}

/** What judging one example takes if all goes well; prices in US dollars, 0 for a judge that calls no model, `null` when not known. */
export interface Estimate {
  promptTokens: number;
  completionTokens: number;
  cost: number | null;
  /** The part of the prompt that stands first and is the same in every call of a run. */
  sharedTokens?: number;
  /** When the provider has that part in its prompt cache, as it does after a run's first calls; `cost` when absent. */
  cachedCost?: number | null;
  /** When the replies are as long as they may be, and the first one can't be used; `cost` when absent. */
  costAtMost?: number | null;
}

/**
 * Names the first major error of a failing example.
 * A judge never throws for what it can expect (a refused call, a broken reply): it returns a
 * judgment with status `error`. It throws `signal.reason` when cancelled, and `JudgeUnavailable`
 * when no further call can succeed (wrong key, unreachable endpoint).
 */
export interface Judge {
  readonly identity: JudgeIdentity;
  /** How many examples to judge at once at most. */
  readonly concurrency: number;
  /** Calls to a model so far, second tries after a broken reply included; always 0 for a judge that calls none. */
  readonly calls: number;
  /** What judging this example would take; calls nothing. */
  estimate(example: Example, context: JudgeContext): Estimate;
  judge(example: Example, context: JudgeContext, signal: AbortSignal): Promise<Judgment>;
}

/**
 * The judge as a whole can't work now: stop the run, keep what is done, tell the user once.
 * Judges are loaded as bundles of their own, so compare by `name`, not with `instanceof`.
 */
export class JudgeUnavailable extends Error {
  override readonly name = 'JudgeUnavailable';
}
