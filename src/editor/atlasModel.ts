import { aggregate } from '../atlas/aggregate';
import { type AtlasIndex, atlasIndexOf } from '../atlas/atlasIndex';
import { below, type Drill, type Inside, insideOf } from '../atlas/drill';
import { FilterTest, filterOf } from '../atlas/filter';
import { type Overview, overviewOf } from '../atlas/overview';
import type { Atlas } from '../model/atlas';
import type { AtlasFilter } from '../model/atlasFilter';
import { distinctExamples } from '../model/distinct';
import type { ExampleEntry } from '../model/entry';
import { outcomeOf } from '../model/example';
import type { Taxonomy } from '../model/taxonomy';
import type { JudgmentStore } from '../store/judgmentStore';
import type { Evaluations } from './evaluations';
import type { Judging } from './judging';
import { shortPath } from './place';
import { RunDates } from './runDates';
import { runInSlices } from './search/slices';

/** Overviews that are kept: the one that is shown, and those that the user has just come from. */
const KEPT = 4;

/** What the atlas panel shows: counts and lists over the workspace's examples, each counted once. */
export class AtlasModel {
  readonly dates = new RunDates();
  private distinct: ReturnType<typeof distinctExamples<ExampleEntry>> | undefined;
  private index: Promise<AtlasIndex> | undefined;
  private names: { models: string[]; datasets: string[]; runs: string[] } | undefined;
  /** By filter; all of the same state of files and judgments. */
  private readonly overviews = new Map<string, Promise<Overview>>();
  /** Whose descriptions the overviews bear. */
  private taxonomy: Taxonomy | undefined;
  private readonly shortNames = new Map<string, string>();

  constructor(
    private readonly evaluations: Evaluations,
    private readonly store: JudgmentStore,
    private readonly judging: Judging,
  ) {
    evaluations.changes.listen(({ paths }) => {
      this.distinct = undefined;
      this.names = undefined;
      this.outdate();
      void this.dates.look([...paths].filter((path) => evaluations.survey(path)));
    });
    store.changes.listen(() => this.outdate());
    this.dates.changes.listen(() => this.outdate());
  }

  /** Counted while everything else in the extension host gets its turn; at once where nothing has changed. */
  overview(filter: AtlasFilter): Promise<Overview> {
    const { taxonomy } = this.judging;
    if (taxonomy !== this.taxonomy) this.overviews.clear();
    this.taxonomy = taxonomy;
    const key = JSON.stringify(filter);
    const known = this.overviews.get(key);
    if (known) return known;
    const counted = this.indexed().then((index) =>
      runInSlices(
        overviewOf({
          ...{ index, filter },
          nameOf: (path) => this.nameOf(path),
          taxonomy,
          rules: this.evaluations.rules,
        }),
      ),
    );
    this.overviews.set(key, counted);
    counted.catch(() => this.overviews.delete(key));
    const [oldest] = this.overviews.keys();
    if (this.overviews.size > KEPT && oldest !== undefined) this.overviews.delete(oldest);
    return counted;
  }

  private indexed(): Promise<AtlasIndex> {
    if (this.index) return this.index;
    const { entries, repeated } = this.examples();
    this.index = runInSlices(
      atlasIndexOf({
        distinct: entries,
        repeated,
        files: this.evaluations.surveys(),
        labelOf: (key) => this.store.label(key),
        dateOf: (path) => this.dates.of(path),
      }),
    );
    return this.index;
  }

  /** What was counted is of an earlier state. */
  private outdate(): void {
    this.index = undefined;
    this.overviews.clear();
  }

  /** The failing examples that someone looks into, and with `inside` what they are made of. */
  async below(
    drill: Drill,
    filter: AtlasFilter,
    inside: boolean,
  ): Promise<{ entries: ExampleEntry[]; inside: Inside | null }> {
    const { failing, names } = await this.overview(filter);
    const found = below(failing.get(drill.category) ?? [], drill, names);
    return { entries: found.entries, inside: inside ? insideOf(found, drill, names) : null };
  }

  atlas(filter: Partial<AtlasFilter>): Atlas {
    const { entries, repeated } = this.examples();
    const test = this.testOf(filter);
    return aggregate({
      entries: entries.filter((entry) => this.keeps(test, entry)),
      repeated,
      labelOf: (key) => this.store.label(key),
      taxonomy: this.judging.taxonomy,
      rules: this.evaluations.rules,
    });
  }

  /** All failing examples that the filter shows. */
  failing(filter: Partial<AtlasFilter>): ExampleEntry[] {
    const test = this.testOf(filter);
    return this.examples().entries.filter((entry) => outcomeOf(entry) === 'failing' && this.keeps(test, entry));
  }

  /** All there is to choose from. */
  choices(): { models: string[]; datasets: string[]; runs: string[] } {
    if (this.names) return this.names;
    const surveys = this.evaluations.surveys();
    const sorted = (names: string[]) => [...new Set(names)].sort((a, b) => a.localeCompare(b));
    this.names = {
      models: sorted(surveys.flatMap(({ models }) => models)),
      datasets: sorted(surveys.flatMap(({ datasets }) => datasets)),
      runs: surveys.map(({ path }) => this.nameOf(path)),
    };
    return this.names;
  }

  /** Every example once, over all files. */
  examples(): { entries: readonly ExampleEntry[]; repeated: number } {
    this.distinct ??= distinctExamples(this.evaluations.surveys().map((survey) => survey.entries));
    return this.distinct;
  }

  /** How filters and comparisons name a file. */
  nameOf(path: string): string {
    const known = this.shortNames.get(path) ?? shortPath(path);
    this.shortNames.set(path, known);
    return known;
  }

  private testOf(filter: Partial<AtlasFilter>): FilterTest {
    return new FilterTest(filterOf(filter), (path) => this.nameOf(path));
  }

  private keeps(test: FilterTest, entry: ExampleEntry): boolean {
    if (!test.looksAt(entry.model, entry.dataset, entry.source.path)) return false;
    return outcomeOf(entry) !== 'failing' || test.keepsLabel(entry, this.store.label(entry.key));
  }
}
