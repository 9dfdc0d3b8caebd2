import type { Example } from '../../model/example';
import type { Criterion } from '../../model/judgment';
import type { MeasuredKind } from './counts';

/** A place in the output, in UTF-16 units, end exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** What a rule found: the label it stands for and what can be pointed at. */
export interface Finding {
  /** At most 8 words, about the skill or the fault. */
  title: string;
  /** One or two plain sentences with the values that were found. */
  summary: string;
  /** What its confidence is looked up by. */
  kind: MeasuredKind;
  quotes: Span[];
  /** The requirement of a correct answer that this finding is about. */
  criterion: string;
  present: boolean;
  quality: Criterion['quality'];
}

/** One transparent rule: looks at one example, says what it can prove, else `null`. Pure; never guesses. */
export interface Rule {
  /** Stable, shown to users in messages about the rule. */
  id: string;
  /** Name of a category of the ErrorAtlas taxonomy. */
  category: string;
  /** Why this finding means that category. */
  reason: string;
  /** Loads what `apply` needs for this example, for rules that seldom need it; awaited before `apply`. */
  prepare?(example: Example): Promise<void> | undefined;
  apply(example: Example): Finding | null;
}
