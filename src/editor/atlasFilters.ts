import type * as vscode from 'vscode';
import { FilterTest } from '../atlas/filter';
import { AtlasFilter, isFiltered, NO_FILTER } from '../model/atlasFilter';
import { ChangeSignal } from '../model/change';
import type { ExampleEntry } from '../model/entry';
import type { JudgmentStore } from '../store/judgmentStore';
import type { FailingFilter, FurtherFilter } from './failingFilter';
import { shortPath } from './place';

const KEPT_UNDER = 'errorAtlas.atlasFilter';

/** The filter of the atlas: one for both its places, kept over a reload, and heeded by the tree and the editors too. */
export class AtlasFilters implements FurtherFilter {
  readonly changes = new ChangeSignal<void>();
  private filter: AtlasFilter;
  private test: FilterTest;

  constructor(
    private readonly store: JudgmentStore,
    private readonly failing: FailingFilter,
    private readonly memory: vscode.Memento,
  ) {
    this.filter = AtlasFilter.safeParse(memory.get(KEPT_UNDER)).data ?? NO_FILTER;
    this.test = new FilterTest(this.filter, shortPath);
    this.failing.setFurther(isFiltered(this.filter) ? this : undefined);
  }

  get current(): AtlasFilter {
    return this.filter;
  }

  set(filter: AtlasFilter): void {
    this.filter = filter;
    this.test = new FilterTest(filter, shortPath);
    void this.memory.update(KEPT_UNDER, isFiltered(filter) ? filter : undefined);
    this.failing.setFurther(isFiltered(filter) ? this : undefined);
    this.changes.send();
  }

  keeps(entry: ExampleEntry): boolean {
    const { model, dataset, source } = entry;
    return this.test.looksAt(model, dataset, source.path) && this.test.keepsLabel(entry, this.store.label(entry.key));
  }

  clear(): void {
    this.set(NO_FILTER);
  }

  /** For the tree's message. */
  get words(): string {
    const { models, datasets, files, judges, categories, confidences, corrected, labelNoise, search } = this.filter;
    const named = [...models, ...datasets, ...files, ...categories.map((name) => name ?? 'needs a judge')];
    const asked = [
      ...named,
      ...confidences.map((level) => `${level} confidence`),
      judges.length > 0 && (judges.length === 1 ? 'one judge' : `${judges.length} judges`),
      corrected && 'corrected',
      labelNoise && 'suspected label noise',
      search !== '' && `“${search}”`,
    ].filter(Boolean);
    return `Atlas filter: ${asked.join(', ')}`;
  }
}
