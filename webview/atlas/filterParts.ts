import type { AtlasFilter } from '../../src/model/atlasFilter';
import type { AtlasMessage } from './state';

/** Stands for the failing examples without a category in a menu, whose options are texts. */
export const NO_CATEGORY = '\u0000none';

/** One thing that a filter asks for, and the change that takes it out. */
export interface Named {
  kind: string;
  label: string;
  without: Partial<AtlasFilter>;
}

/** A filter in the pieces that people remove one by one. */
export function namedParts({ filter, judges }: AtlasMessage): Named[] {
  const judgeLabels = new Map(judges.map(({ id, label }) => [id, label]));
  const search = filter.search.trim();
  return [
    ...each('model', filter.models, (models) => ({ models })),
    ...each('dataset', filter.datasets, (datasets) => ({ datasets })),
    ...each('file', filter.files, (files) => ({ files })),
    ...each(
      'judge',
      filter.judges,
      (left) => ({ judges: left }),
      (id) => judgeLabels.get(id) ?? id,
    ),
    ...each(
      'category',
      filter.categories,
      (categories) => ({ categories }),
      (name) => name ?? 'Needs a judge',
    ),
    ...each('confidence', filter.confidences, (confidences) => ({ confidences })),
    ...(filter.corrected ? [{ kind: '', label: 'corrected', without: { corrected: false } }] : []),
    ...(filter.labelNoise ? [{ kind: '', label: 'suspected label noise', without: { labelNoise: false } }] : []),
    ...(search === '' ? [] : [{ kind: 'search', label: search, without: { search: '' } }]),
  ];
}

function each<Value>(
  kind: string,
  values: readonly Value[],
  without: (left: Value[]) => Partial<AtlasFilter>,
  labelOf: (value: Value) => string = String,
): Named[] {
  return values.map((value) => ({
    kind,
    label: labelOf(value),
    without: without(values.filter((other) => other !== value)),
  }));
}
