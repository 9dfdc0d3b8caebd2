import { AtlasFilter, confidenceLevelOf } from '../model/atlasFilter';
import type { ExampleEntry } from '../model/entry';
import { judgeId } from '../model/judgment';
import type { Label } from '../store/judgmentStore';
import { categoryOf, isCorrected } from './label';

/** An atlas filter made ready to be asked about many examples. */
export class FilterTest {
  private readonly models: Names;
  private readonly datasets: Names;
  private readonly files: Names;
  private readonly judges: Names;
  private readonly categories: ReadonlySet<string | null> | null;
  private readonly words: string;

  /** @param nameOf how the filter names the file of a path */
  constructor(
    private readonly filter: AtlasFilter,
    private readonly nameOf: (path: string) => string,
  ) {
    this.models = namesOf(filter.models);
    this.datasets = namesOf(filter.datasets);
    this.files = namesOf(filter.files);
    this.judges = namesOf(filter.judges);
    this.categories = namesOf(filter.categories);
    this.words = filter.search.trim().toLowerCase();
  }

  /** Whether examples of this model, dataset and file are looked at, whatever was said of them. */
  looksAt(model: string, dataset: string, path: string): boolean {
    return (
      (this.models?.has(model) ?? true) &&
      (this.datasets?.has(dataset) ?? true) &&
      (this.files?.has(this.nameOf(path)) ?? true)
    );
  }

  /** Whether what was said of a failing example is what the filter asks for. */
  keepsLabel(entry: ExampleEntry, label: Label | undefined): boolean {
    const { confidences, corrected, labelNoise } = this.filter;
    const judgment = label?.judgment;
    if (this.categories && !this.categories.has(categoryOf(label))) return false;
    if (this.judges && !(judgment && this.judges.has(judgeId(judgment.judge)))) return false;
    if (confidences.length > 0) {
      if (judgment?.status !== 'judged' || !confidences.includes(confidenceLevelOf(judgment.confidence))) return false;
    }
    if (corrected && !isCorrected(label)) return false;
    if (labelNoise && !judgment?.suspectedLabelNoise) return false;
    return this.words === '' || this.hasWords(entry, judgment?.title ?? '');
  }

  private hasWords({ preview, id }: ExampleEntry, title: string): boolean {
    return [title, preview, id].some((text) => text.toLowerCase().includes(this.words));
  }
}

/** The same filter without the parts that choose one model's side: what the others are compared by. */
export function ofAllModels(filter: AtlasFilter): AtlasFilter {
  return { ...filter, models: [], files: [] };
}

export function filterOf(filter: Partial<AtlasFilter>): AtlasFilter {
  return AtlasFilter.parse(filter);
}

type Names = ReadonlySet<string> | null;

function namesOf<Name>(names: readonly Name[]): ReadonlySet<Name> | null {
  return names.length === 0 ? null : new Set(names);
}
