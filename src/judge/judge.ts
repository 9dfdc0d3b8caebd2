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

/**
 * Names the first major error of a failing example.
 * A judge never throws for what it can expect (a refused call, a broken reply): it returns a
 * judgment with status `error`. It throws `signal.reason` when cancelled, and `JudgeUnavailable`
 * when no further call can succeed (wrong key, unreachable endpoint).
 */
export interface Judge {
  readonly identity: JudgeIdentity;
  /** How many calls make sense at once. */
  readonly concurrency: number;
  judge(example: Example, context: JudgeContext, signal: AbortSignal): Promise<Judgment>;
}

/** The judge as a whole can't work now: stop the run, keep what is done, tell the user once. */
export class JudgeUnavailable extends Error {
  override readonly name = 'JudgeUnavailable';
}
