import type { ExampleEntry } from '../../model/entry';
import type { Correction, Judgment } from '../../model/judgment';
import type { JudgmentStore } from '../../store/judgmentStore';
import { categoryOf } from '../label';

/** A failing example with all that is known of why. */
export interface Failure {
  entry: ExampleEntry;
  /** A person's category, else a judge's; null where nothing has named it. */
  category: string | null;
  judgment?: Judgment;
  correction?: Correction;
}

/**
 * Failing examples with their judgments, in the given order and one at a time: an export may be
 * bigger than memory. A judgment that can't be read again is left out; `onUnreadable` gets the reason.
 */
export async function* failuresOf(
  failing: Iterable<ExampleEntry>,
  store: Pick<JudgmentStore, 'label' | 'details'>,
  onUnreadable: (entry: ExampleEntry, error: unknown) => void = () => {},
): AsyncGenerator<Failure> {
  for (const entry of failing) {
    const label = store.label(entry.key);
    let judgment: Judgment | undefined;
    try {
      if (label?.judgment) judgment = await store.details(label.judgment);
    } catch (error) {
      onUnreadable(entry, error);
    }
    yield {
      entry,
      category: categoryOf(label),
      ...(judgment && { judgment }),
      ...(label?.correction && { correction: label.correction }),
    };
  }
}
