import type { Example } from '../../model/example';
import type { Criterion } from '../../model/judgment';

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
  /** 0..1: how often a careful reader would agree, as read on real outputs (docs/offline-judge.md). */
  confidence: number;
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
  apply(example: Example): Finding | null;
}
