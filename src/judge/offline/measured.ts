import { GOLD_COUNTS, type MeasuredKind, RUN_COUNTS, type Tally } from './counts';

/** What is known of a kind of finding. */
export interface Standing {
  /** The share of right findings that is to be expected on data that nobody has looked at. */
  confidence: number;
  /** Whether that is enough to name an error. */
  speaks: boolean;
}

/**
 * Kinds whose finding is the category's definition: the parser says that it does not parse, the sum is made again and
 * leads to the reference, the label is none of those allowed, nothing was written. All others infer the category.
 */
const PROVEN: ReadonlySet<MeasuredKind> = new Set<MeasuredKind>([
  'arithmetic-slip/repaired',
  'arithmetic-slip/reference-step',
  'asked-calculation',
  'code-does-not-parse',
  'code-fails/exception',
  'code-fails/tests',
  'conversion-missed',
  'counted-wrongly/recounted',
  'cut-off/answered',
  'cut-off/code',
  'cut-off/item',
  'cut-off/json',
  'cut-off/mid-sentence',
  'cut-off/sound',
  'echoed-task',
  'echoed-task/quantity',
  'empty-output',
  'extra-words/line',
  'extra-words/number',
  'extra-words/text',
  'forbidden-word',
  'hedged-answer',
  'invalid-json/broken',
  'invalid-json/none',
  'invalid-json/wrapped',
  'item-twice',
  'json-items-invented',
  'json-items-missing',
  'json-type',
  'label-form/several',
  'label-form/unknown',
  'label-form/words',
  'length-constraint',
  'list-marker',
  'missing-clause',
  'missing-fact',
  'missing-items/compared',
  'missing-items/lines',
  'missing-items/told',
  'missing-keys',
  'no-code',
  'no-such-option',
  'prompt-continuation',
  'refusal',
  'refusal/asks-back',
  'repetition-loop/empty',
  'repetition-loop/right',
  'required-word',
  'right-answer-wrong-form/asked',
  'right-answer-wrong-form/date',
  'right-answer-wrong-form/list',
  'right-answer-wrong-form/marked',
  'right-answer-wrong-form/phrase',
  'right-answer-wrong-form/text',
  'right-answer-wrong-form/unmarked',
  'right-option-unlettered/no-letter',
  'tool-call-fault/arguments',
  'tool-call-fault/malformed',
  'tool-call-fault/name',
  'tool-call-fault/none',
  'tool-call-fault/number',
  'tool-call-fault/rejected',
  'tool-call-fault/told',
  'unit-left-out',
  'unit-mistaken',
  'writing-form',
  'wrong-choice/named',
  'wrong-label',
  'wrong-language',
]);

/**
 * What a kind is worth before it was counted, and as how many findings that counts. Both shares are those of the rules
 * on 20 datasets that nobody had seen when the rules were written: proven kinds 81 of 87, all others 25 of 51.
 */
const PRIORS = {
  proven: { share: 0.93, weight: 4 },
  inferred: { share: 0.49, weight: 4 },
} as const;

/** Examples of one dataset are alike: however many there are, they count as at most this many. */
const MOST_PER_DATASET = 4;

/** Below this confidence a finding names no error: precision goes before coverage. */
const SPEAKS_FROM = 0.75;

/** What is inferred names an error only after this many findings were right, in this many datasets. */
const CONFIRMED = { right: 5, datasets: 3 };

/** What is known of a kind from the gold set and from real runs. */
export function measured(kind: MeasuredKind): Standing {
  return standing(kind, talliesOf(kind));
}

/** Everything that was counted of a kind, one tally for each dataset; real runs together are one. */
export function talliesOf(kind: MeasuredKind): readonly Tally[] {
  const gold = GOLD_COUNTS[kind].split(' ').filter((counts) => counts !== '');
  const tallies = gold.map((counts): Tally => {
    const [right = 0, wrong = 0] = counts.split('/').map(Number);
    return [right, wrong];
  });
  const runs = RUN_COUNTS[kind];
  return runs === undefined ? tallies : [...tallies, runs];
}

/** The share of right findings, each dataset capped, shrunk towards what rules are worth on data that nobody has seen. */
export function standing(kind: MeasuredKind, tallies: readonly Tally[]): Standing {
  const isProven = PROVEN.has(kind);
  const { share, weight } = isProven ? PRIORS.proven : PRIORS.inferred;
  let [right, all] = [share * weight, weight as number];
  for (const [good, bad] of tallies) {
    const part = Math.min(1, MOST_PER_DATASET / Math.max(1, good + bad));
    right += part * good;
    all += part * (good + bad);
  }
  const confidence = Math.round((100 * right) / all) / 100;
  const confirmations = tallies.reduce((sum, [good]) => sum + good, 0);
  const datasets = tallies.filter(([good]) => good > 0).length;
  const isConfirmed = confirmations >= CONFIRMED.right && datasets >= CONFIRMED.datasets;
  return { confidence, speaks: confidence >= SPEAKS_FROM && (isProven || isConfirmed) };
}
