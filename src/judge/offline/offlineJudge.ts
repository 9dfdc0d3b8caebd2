import type { Example } from '../../model/example';
import type { Evidence, JudgeIdentity, Judgment } from '../../model/judgment';
import { type Taxonomy, taxonomyRef } from '../../model/taxonomy';
import type { Judge } from '../judge';
import type { MeasuredKind } from './counts';
import { suspectedLabelNoise } from './labelNoise';
import { measured } from './measured';
import type { OtherAnswersOf } from './otherAnswers';
import type { Finding, Rule } from './rule';
import { RULES } from './rules';

/** Part of a judgment's identity: raised whenever a rule judges otherwise than before. */
export const RULES_VERSION = '3';

/** What the judge can do without; `now` and `rules` are for tests. */
export interface OfflineJudgeOptions {
  now?: () => Date;
  rules?: readonly Rule[];
  /** Finds what other models answered to an example: when they agree against the reference, that is told. */
  otherAnswers?: OtherAnswersOf;
  /** Told of what a rule finds, also of what is too weak to name an error: for measuring. */
  onFinding?: (example: Example, kind: MeasuredKind, category: string) => void;
}

/** The judge without network and key: transparent rules; where none applies it abstains. */
export function createOfflineJudge(taxonomy: Taxonomy, options: OfflineJudgeOptions = {}): Judge {
  const { now = () => new Date(), rules = RULES, otherAnswers, onFinding } = options;
  const names = new Set(taxonomy.categories.map((category) => category.name));
  const usable = rules.filter((rule) => names.has(rule.category));
  const identity: JudgeIdentity = {
    kind: 'offline',
    model: 'rules',
    promptVersion: RULES_VERSION,
    taxonomy: taxonomyRef(taxonomy),
  };

  return {
    identity,
    // Rules only compute; more at once would make nothing faster.
    concurrency: 1,
    calls: 0,
    estimate: () => ({ promptTokens: 0, completionTokens: 0, cost: 0 }),
    async judge(example, _context, signal) {
      signal.throwIfAborted();
      const nothing: Judgment = {
        key: example.key,
        category: '',
        title: '',
        summary: '',
        criteria: [],
        evidence: [],
        confidence: 0,
        judge: identity,
        createdAt: now().toISOString(),
        status: 'abstained',
      };
      // Other outputs that can't be read leave the rules what they are.
      const others = (await otherAnswers?.(example).catch(() => undefined)) ?? [];
      const noise = suspectedLabelNoise(example, others);
      const blank = noise === null ? nothing : { ...nothing, suspectedLabelNoise: noise.reason };
      if (noise?.outputIsRight) return { ...blank, summary: `${noise.reason} ${CHECK_THE_LABEL}` };
      for (const rule of usable) {
        try {
          await rule.prepare?.(example);
          const finding = rule.apply(example);
          if (finding === null) continue;
          onFinding?.(example, finding.kind, rule.category);
          const { confidence, speaks } = measured(finding.kind);
          const told = { ...withFinding(blank, finding, example.output), confidence };
          // What a finding that names no error establishes still helps whoever judges.
          if (!speaks) return { ...told, summary: `${finding.summary} ${NOT_ENOUGH}` };
          return { ...told, status: 'judged', category: rule.category, title: finding.title };
        } catch (error) {
          // A broken rule must not pass for "no error found", nor end a run over thousands of examples.
          const message = error instanceof Error ? error.message : String(error);
          return { ...blank, status: 'error', error: `The offline rule “${rule.id}” failed: ${message}` };
        }
      }
      return { ...blank, summary: whyAbstained(example, taxonomy, usable) };
    },
  };
}

const CHECK_THE_LABEL = 'So the fault may lie with the reference or the grader: look at them before blaming the model.';
const NOT_ENOUGH = 'That alone does not name the error: a judge that reads the answer, a model or a person, can.';

/** What was found, without a category. */
function withFinding(blank: Judgment, finding: Finding, output: string): Judgment {
  const evidence: Evidence[] = [];
  for (const { start, end } of finding.quotes) {
    // `slice` forgives offsets outside of the text; evidence must not.
    if (start < 0 || end > output.length || start >= end) continue;
    evidence.push({ quote: output.slice(start, end), start, end });
  }
  const dropped = finding.quotes.length - evidence.length;
  return {
    ...blank,
    summary: finding.summary,
    evidence,
    ...(dropped > 0 ? { droppedEvidence: dropped } : {}),
    criteria: [
      {
        criterion: finding.criterion,
        presentInOutput: finding.present,
        quality: finding.quality,
        evidence: evidence[0]?.quote ?? '',
        comment: finding.summary,
      },
    ],
  };
}

/** Says what was missing for a verdict, so that the user knows what would help. */
function whyAbstained(example: Example, taxonomy: Taxonomy, usable: readonly Rule[]): string {
  const advice = 'A judge that reads the answer, a model or a person, can tell.';
  if (usable.length === 0 || taxonomy.id !== 'erroratlas') {
    return `No rule explains this failure. The offline rules speak ErrorAtlas; of the taxonomy “${taxonomy.name}” they know ${
      usable.length === 0 ? 'no category' : 'only the categories of the same name'
    }. ${advice}`;
  }
  const { output, references } = example;
  if (references.every((reference) => reference.trim() === '')) {
    return `No rule explains this failure: there is no reference to compare the output with. ${advice}`;
  }
  if (output.trim().length <= 40 && !output.includes('=')) {
    return `No rule explains this failure: the output is short and shows no reasoning, so why it fails cannot be seen in it. ${advice}`;
  }
  return `No rule explains this failure: nothing in the output is provably wrong by itself. ${advice}`;
}
