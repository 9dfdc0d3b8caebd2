import type { Example } from '../../model/example';
import type { Criterion, Judgment } from '../../model/judgment';
import { RESIDUAL_CATEGORIES } from '../../model/taxonomy';
import { locateEvidence, type Stretch } from '../evidence';
import { optionsOf } from '../offline/choices';
import { isTrajectory, locateInSteps } from '../trajectory';
import { suspicionOf } from './injection';
import { LIMITS, NOT_ANALYSABLE } from './prompt';
import type { Reply } from './reply';
import { keptEnds } from './text';

/** The part of a judgment that says something about the example. */
export type Analysis = Omit<Judgment, 'key' | 'judge' | 'usage' | 'cost' | 'createdAt' | 'error'>;

const [HARD_TO_ANALYZE] = RESIDUAL_CATEGORIES;

/** What a reply says of its example (the paper's Stage 1), with the quotes that really are in the output. */
export function analysisOf(example: Example, reply: Reply): Analysis {
  const { quotes, evidence, dropped } = locateEvidence(
    example.output,
    reply.criteria.map(({ quote }) => quote),
    shownStretches(example.output),
  );
  const missed = reply.criteria.map(({ quote }, i) => (quotes[i] ? '' : quote));
  const inSteps = example.messages && isTrajectory(example) ? locateInSteps(example.messages, missed) : [];
  const stepEvidence = inSteps.filter((found) => found !== undefined);
  const droppedEvidence = dropped - stepEvidence.length;
  const criteria = reply.criteria.map(
    ({ need, state, note }, i): Criterion => ({
      criterion: need,
      presentInOutput: state !== 'absent',
      quality: state === 'absent' ? null : state === 'partial' ? 'partially correct' : state,
      evidence: (quotes[i] ?? inSteps[i])?.quote ?? '',
      comment: note,
    }),
  );
  const noise = saysNothing(reply.noise) ? '' : reply.noise.trim();
  return {
    ...verdict(example, reply),
    summary: reply.summary.trim(),
    criteria,
    evidence,
    ...(stepEvidence.length > 0 && { stepEvidence }),
    ...(droppedEvidence > 0 && { droppedEvidence }),
    confidence: reply.confidence,
    ...(noise !== '' && { suspectedLabelNoise: noise }),
    ...suspicionOf(example),
  };
}

/** An empty title says that no error was found. Of a bare letter nobody can tell more than its options do. */
function verdict(example: Example, reply: Reply): Pick<Analysis, 'category' | 'title' | 'status'> {
  const title = reply.title.trim();
  if (title === '') return { category: '', title, status: 'abstained' };
  if (isBareLetter(example.output) && (reply.category === HARD_TO_ANALYZE || optionsOf(example).length === 0)) {
    return { category: HARD_TO_ANALYZE, title: NOT_ANALYSABLE, status: 'judged' };
  }
  return { category: reply.category, title, status: 'judged' };
}

/** Models that were asked for an empty text write a word for it. */
function saysNothing(text: string): boolean {
  return /^\W*(?:none|no|null|nil|empty|n\/?a)?\W*$/i.test(text);
}

/** Such as `B`, `(C).`, `Answer: D` or `**E**`. */
function isBareLetter(output: string): boolean {
  const words = output.trim().replace(/^(?:(?:the )?(?:correct )?(?:answer|option|choice)(?: is)?)(?=[\W_])/i, '');
  return output.length < 60 && /^[\W_]*(?:\\boxed)?[\W_]*[A-Za-z][\W_]*$/.test(words);
}

function shownStretches(output: string): Stretch[] {
  const ends = keptEnds(output, LIMITS.output);
  if (ends === undefined) return [[0, output.length]];
  return [
    [0, ends.head],
    [ends.tail, output.length],
  ];
}
