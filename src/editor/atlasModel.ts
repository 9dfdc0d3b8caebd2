import { aggregate } from '../atlas/aggregate';
import { categoryOf } from '../atlas/label';
import type { Atlas } from '../model/atlas';
import { distinctExamples } from '../model/distinct';
import type { ExampleEntry } from '../model/entry';
import { outcomeOf } from '../model/example';
import type { AtlasFilter } from '../protocol';
import type { JudgmentStore } from '../store/judgmentStore';
import type { Evaluations } from './evaluations';
import type { Judging } from './judging';

/** What the atlas panel shows: counts and lists over the workspace's examples, each counted once. */
export class AtlasModel {
  constructor(
    private readonly evaluations: Evaluations,
    private readonly store: JudgmentStore,
    private readonly judging: Judging,
  ) {}

  atlas(filter: AtlasFilter): Atlas {
    const { entries, repeated } = this.distinct();
    return aggregate({
      entries: entries.filter((entry) => matches(entry, filter)),
      repeated,
      labelOf: (key) => this.store.label(key),
      taxonomy: this.judging.taxonomy,
      rules: this.evaluations.rules,
    });
  }

  /** The failing examples of a category; `null`: those without one. */
  examplesOf(category: string | null, filter: AtlasFilter): ExampleEntry[] {
    return this.failing(filter).filter((entry) => categoryOf(this.store.label(entry.key)) === category);
  }

  /** All failing examples that the filter shows. */
  failing(filter: AtlasFilter): ExampleEntry[] {
    return this.distinct().entries.filter((entry) => matches(entry, filter) && outcomeOf(entry) === 'failing');
  }

  names(): { models: string[]; datasets: string[] } {
    const models = new Set<string>();
    const datasets = new Set<string>();
    for (const survey of this.evaluations.surveys()) {
      for (const model of survey.models) models.add(model);
      for (const dataset of survey.datasets) datasets.add(dataset);
    }
    return { models: [...models].sort(), datasets: [...datasets].sort() };
  }

  private distinct() {
    return distinctExamples(this.evaluations.surveys().map((survey) => survey.entries));
  }
}

function matches(entry: ExampleEntry, { models, datasets }: AtlasFilter): boolean {
  return (
    (models.length === 0 || models.includes(entry.model)) && (datasets.length === 0 || datasets.includes(entry.dataset))
  );
}
