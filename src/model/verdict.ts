import type { Example, RawExample } from './example';

/** Which rule said that an example fails; shown to the user. */
export type VerdictRule =
  | { kind: 'tool' }
  | { kind: 'user'; threshold: number }
  | { kind: 'binary' }
  | { kind: 'mean'; threshold: number; mean: number };

/** The little of an example that its verdict depends on. */
export type Scored = Pick<RawExample, 'dataset' | 'metric' | 'score' | 'verdict' | 'error'>;

interface ScoreStatistics {
  count: number;
  sum: number;
  binary: boolean;
}

/** ErrorMap's default threshold is this share of the dataset's mean score (the paper's reference code). */
const MEAN_SHARE = 0.7;

/**
 * Decides which examples fail. The first rule that applies: the tool's own verdict;
 * the user's threshold for that dataset; a binary score fails below 1; else ErrorMap's
 * default, 0.7 × the dataset's mean score rounded to 2 decimals.
 *
 * Feed every example to `add` first: the mean is the whole dataset's, over all models and
 * files, kept apart by metric because two tools may score one dataset in different units.
 */
export class VerdictRules {
  /** By dataset and metric. */
  private readonly statistics = new Map<string, Map<string, ScoreStatistics>>();

  constructor(private readonly userThresholds: Readonly<Record<string, number>> = {}) {}

  add(example: Scored): void {
    if (example.verdict !== undefined || example.error !== undefined || example.score === null) return;
    const known = this.statisticsOf(example);
    known.count += 1;
    known.sum += example.score;
    known.binary &&= example.score === 0 || example.score === 1;
  }

  ruleFor(example: Scored): VerdictRule {
    if (example.verdict !== undefined) return { kind: 'tool' };
    const { dataset } = example;
    // A dataset may be called "constructor".
    const threshold = Object.hasOwn(this.userThresholds, dataset) ? this.userThresholds[dataset] : undefined;
    if (threshold !== undefined) return { kind: 'user', threshold };
    const known = this.statistics.get(dataset)?.get(example.metric ?? '');
    if (!known || known.binary) return { kind: 'binary' };
    const mean = known.sum / known.count;
    return { kind: 'mean', threshold: Math.round(MEAN_SHARE * mean * 100) / 100, mean };
  }

  /** `null` where there is no verdict: an errored or unscored example. */
  passed(example: Scored): Example['passed'] {
    if (example.error !== undefined) return null;
    const rule = this.ruleFor(example);
    if (rule.kind === 'tool') return example.verdict ?? null;
    if (example.score === null) return null;
    return rule.kind === 'binary' ? example.score >= 1 : example.score >= rule.threshold;
  }

  private statisticsOf({ dataset, metric = '' }: Scored): ScoreStatistics {
    const ofDataset = this.statistics.get(dataset) ?? new Map<string, ScoreStatistics>();
    if (ofDataset.size === 0) this.statistics.set(dataset, ofDataset);
    const known = ofDataset.get(metric);
    if (known) return known;
    const begun = { count: 0, sum: 0, binary: true };
    ofDataset.set(metric, begun);
    return begun;
  }
}

/** One line for people: why examples of this dataset count as failing. */
export function describeRule(rule: VerdictRule): string {
  switch (rule.kind) {
    case 'tool':
      return "the evaluation tool's own verdict";
    case 'user':
      return `score below your threshold ${rule.threshold}`;
    case 'binary':
      return 'score below 1';
    case 'mean':
      return `score below ${rule.threshold} (0.7 × the dataset's mean ${rule.mean.toFixed(3)})`;
  }
}
