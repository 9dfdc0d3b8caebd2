import { compare, type Side } from '../../atlas/compare/compare';
import type { AtlasFilter } from '../../model/atlasFilter';
import type { Change, ChangedExample, Comparison } from '../../model/comparison';
import { distinctExamples } from '../../model/distinct';
import type { ExampleEntry } from '../../model/entry';
import type { ChangedRow, CompareSide } from '../../protocol';
import type { JudgmentStore } from '../../store/judgmentStore';
import type { AtlasModel } from '../atlasModel';
import type { Evaluations } from '../evaluations';
import { refOf } from '../ref';

/** The comparison that a panel shows, with the examples that its lists are made of. */
export class PanelComparison {
  private readonly groups = new Map<Change, ChangedExample[]>();
  private readonly byKey: { a: Map<string, ExampleEntry>; b: Map<string, ExampleEntry> };

  private constructor(
    readonly comparison: Comparison,
    sides: { a: Side; b: Side },
  ) {
    for (const example of comparison.examples) {
      const group = this.groups.get(example.change);
      if (group) group.push(example);
      else this.groups.set(example.change, [example]);
    }
    this.byKey = { a: indexOf(sides.a), b: indexOf(sides.b) };
  }

  /** `null` where a side has no examples. Of the filter only the datasets count: the rest would make sides unlike. */
  static of(
    { a, b }: { a: CompareSide; b: CompareSide },
    { model, evaluations, store }: { model: AtlasModel; evaluations: Evaluations; store: JudgmentStore },
    { datasets }: AtlasFilter,
  ): PanelComparison | null {
    const side = ({ kind, name }: CompareSide): Side => {
      const files = evaluations
        .surveys()
        .filter(({ path }) => kind === 'model' || model.nameOf(path) === name)
        .map(({ entries }) =>
          entries.filter(
            (entry) =>
              (kind === 'file' || entry.model === name) && (datasets.length === 0 || datasets.includes(entry.dataset)),
          ),
        );
      return { name, entries: distinctExamples(files).entries };
    };
    const sides = { a: side(a), b: side(b) };
    if (sides.a.entries.length === 0 || sides.b.entries.length === 0) return null;
    return new PanelComparison(
      compare(sides.a, sides.b, (key) => store.label(key)),
      sides,
    );
  }

  /** Without its examples: there may be more of them than a message should hold. */
  get figures(): Comparison {
    return { ...this.comparison, examples: [] };
  }

  rows(change: Change, offset: number, limit: number): { total: number; rows: ChangedRow[] } {
    const group = this.groups.get(change) ?? [];
    const side = (which: 'a' | 'b', { key, category }: ChangedExample['a']) => {
      const entry = this.byKey[which].get(key);
      return { ref: entry ? refOf(entry) : null, category };
    };
    return {
      total: group.length,
      rows: group.slice(offset, offset + limit).map(({ dataset, id, a, b }) => ({
        ...{ dataset, id, a: side('a', a), b: side('b', b) },
        preview: this.byKey.b.get(b.key)?.preview ?? '',
      })),
    };
  }
}

function indexOf({ entries }: Side): Map<string, ExampleEntry> {
  return new Map(entries.map((entry) => [entry.key, entry]));
}
