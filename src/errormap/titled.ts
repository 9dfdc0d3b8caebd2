import type { JudgeIdentity, Judgment } from '../model/judgment';
import { underCategories } from './apply';
import { type Failure, foldedTitle } from './titles';

/** As much of a judgment as is kept in memory. */
export interface TitledHeader {
  status: Judgment['status'];
  title: string;
  judge: JudgeIdentity;
}

/** Where the titles of errors come from: a store of judgments. */
export interface TitleStore<Header extends TitledHeader> {
  find(key: string, judge: JudgeIdentity): Header | undefined;
  label(key: string): { judgment?: Header; correction?: { category: string } } | undefined;
  details(header: Header): Promise<Judgment>;
}

/** The judgment that an example's title is taken from: this judge's, else what is shown for it. */
export function titleHeader<Header extends TitledHeader>(
  store: Pick<TitleStore<Header>, 'find' | 'label'>,
  key: string,
  judge?: JudgeIdentity,
): Header | undefined {
  const own = judge && store.find(key, judge);
  const header = own?.status === 'judged' ? own : store.label(key)?.judgment;
  return header?.status === 'judged' && header.title !== '' ? header : undefined;
}

/** Failing examples with the titles that judges gave; a summary is read for the first of each title only. */
export async function titledFailures<Header extends TitledHeader>(
  failing: Iterable<{ key: string }>,
  store: TitleStore<Header>,
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

/** The judgments that put examples into the categories of `places`; what `judge` has said of them before is left. */
export async function placedJudgments<Header extends TitledHeader>(
  keys: Iterable<string>,
  places: ReadonlyMap<string, readonly string[]>,
  judge: JudgeIdentity,
  store: TitleStore<Header>,
): Promise<Judgment[]> {
  const createdAt = new Date().toISOString();
  const judgments: Judgment[] = [];
  for (const key of new Set(keys)) {
    const path = places.get(key);
    const header = titleHeader(store, key);
    if (!path || !header || store.find(key, judge)) continue;
    judgments.push(underCategories(await store.details(header), path, judge, createdAt));
  }
  return judgments;
}
