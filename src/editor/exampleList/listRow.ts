import type { ExampleEntry } from '../../model/entry';
import { outcomeOf } from '../../model/example';
import type { ListRow } from '../../protocol';
import type { Label } from '../../store/judgmentStore';
import { rowOf } from '../describe';

export function listRowOf(entry: ExampleEntry, label: Label | undefined): ListRow {
  return {
    ...rowOf(entry, label),
    outcome: outcomeOf(entry),
    // Tools write NaN and infinities, which are nothing to show.
    score: Number.isFinite(entry.score) ? entry.score : null,
    finishReason: entry.finishReason ?? null,
    outputLength: entry.outputLength,
  };
}
