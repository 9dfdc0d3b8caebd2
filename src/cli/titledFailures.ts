import { type Failure, foldedTitle } from '../errormap/titles';
import type { ExampleEntry } from '../model/entry';
import type { JudgeIdentity } from '../model/judgment';
import type { JudgmentHeader } from '../store/header';
import type { JudgmentStore } from '../store/judgmentStore';

/** The judgment that an example's title is taken from: this judge's, else what is shown for it. */
export function titleHeader(
  store: Pick<JudgmentStore, 'find' | 'label'>,
  key: string,
  judge?: JudgeIdentity,
): JudgmentHeader | undefined {
  const own = judge && store.find(key, judge);
  const header = own?.status === 'judged' ? own : store.label(key)?.judgment;
  return header?.status === 'judged' && header.title !== '' ? header : undefined;
}

/** Failing examples with the titles that judges gave; a summary is read for the first of each title only. */
export async function titledFailures(
  failing: readonly ExampleEntry[],
  store: JudgmentStore,
  judge?: JudgeIdentity,
): Promise<Failure[]> {
  const seen = new Set<string>();
  const failures: Failure[] = [];
  for (const { key } of failing) {
    const header = titleHeader(store, key, judge);
    // A person's word without a judge's is a title of its own.
    const title = header?.title ?? store.label(key)?.correction?.category ?? '';
    const folded = foldedTitle(title);
    const isNew = header !== undefined && !seen.has(folded);
    seen.add(folded);
    failures.push({ key, title, summary: isNew ? (await store.details(header)).summary : '' });
  }
  return failures;
}
