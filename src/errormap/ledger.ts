import type { BuildNeeds, StepNeeds } from '../model/builtTaxonomy';

export type Step = StepNeeds['step'];

/** In the order in which a build goes through them. */
const STEPS: readonly Step[] = ['constructing', 'updating', 'reviewing', 'classifying', 'joining'];

type Counts = Omit<StepNeeds, 'step' | 'refused'>;

/** Counts what a build asks of its model, and where it has to do without. */
export class Ledger {
  /** Whether the titles were grouped by like words, since the model was of no use. */
  byWords = false;
  private readonly counts = new Map<Step, Counts>();
  private readonly refusals = new Map<Step, Map<string, number>>();

  add(step: Step, what: keyof Counts, count = 1): void {
    const counts = this.counts.get(step) ?? { calls: 0, repairs: 0, smaller: 0, fallbacks: 0, unassigned: 0 };
    counts[what] += count;
    this.counts.set(step, counts);
  }

  /** A question got nothing that could be used. */
  refuse(step: Step, reason: string): void {
    const reasons = this.refusals.get(step) ?? new Map<string, number>();
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    this.refusals.set(step, reasons);
    this.add(step, 'calls', 0);
  }

  /** The most frequent reason for which replies were refused. */
  get mainRefusal(): string | undefined {
    return this.needs()
      .steps.flatMap(({ refused }) => refused)
      .sort((a, b) => b.count - a.count)[0]?.reason;
  }

  needs(): BuildNeeds {
    const steps = STEPS.flatMap((step) => {
      const counts = this.counts.get(step);
      const refused = [...(this.refusals.get(step) ?? [])]
        .map(([reason, count]) => ({ reason, count }))
        .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
      return counts ? [{ step, ...counts, refused }] : [];
    });
    return { steps, byWords: this.byWords };
  }
}
