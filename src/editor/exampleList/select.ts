import { categoryOf, isCorrected } from '../../atlas/label';
import type { ExampleEntry } from '../../model/entry';
import { type Outcome, outcomeOf } from '../../model/example';
import type { HostToList, ListFilter } from '../../protocol';
import type { Label } from '../../store/judgmentStore';
import { answerWithoutTexts, type Listed, matchesTable } from '../search/match';
import type { ParsedQuery } from '../search/query';
import { STEPS_BETWEEN, type Steps } from '../search/slices';

/** The examples of one file, in its order, with what is known of them besides. */
export interface Listing {
  entries: readonly ExampleEntry[];
  labelOf: (key: string) => Label | undefined;
}

/** What the texts said of the examples that were read; missing: not read yet. */
export type TextAnswers = Pick<ReadonlyMap<ExampleEntry, boolean>, 'get'>;

export interface Selection {
  entries: ExampleEntry[];
  /** Those that pass the filter, and of which only the texts can tell whether the query holds. */
  unread: ExampleEntry[];
}

/** What passes the filter and the query, in the order of the file; `answers` when the texts count. */
export function* select(
  listing: Listing,
  filter: ListFilter,
  query: ParsedQuery,
  answers: TextAnswers | undefined,
): Steps<Selection> {
  const passes = filterOf(filter);
  const selection: Selection = { entries: [], unread: [] };
  let steps = 0;
  for (const entry of listing.entries) {
    if (++steps % STEPS_BETWEEN === 0) yield;
    const listed: Listed = { entry, label: listing.labelOf(entry.key) };
    if (!passes(listed)) continue;
    if (!answers) {
      if (matchesTable(query, listed)) selection.entries.push(entry);
      continue;
    }
    const answer = answerWithoutTexts(query, listed);
    const fromTexts = answer === 'unknown' ? answers.get(entry) : answer === 'yes';
    if (fromTexts) selection.entries.push(entry);
    else if (fromTexts === undefined) selection.unread.push(entry);
  }
  return selection;
}

function filterOf(filter: ListFilter): (listed: Listed) => boolean {
  const outcomes = choice(filter.outcomes);
  const categories = choice(filter.categories);
  const models = choice(filter.models);
  const datasets = choice(filter.datasets);
  const finishReasons = choice(filter.finishReasons);
  const { minScore, maxScore, corrected } = filter;
  return ({ entry, label }) => {
    const outcome = outcomeOf(entry);
    if (!outcomes(outcome) || !models(entry.model) || !datasets(entry.dataset)) return false;
    if (!finishReasons(entry.finishReason)) return false;
    if (minScore !== null && !(entry.score !== null && entry.score >= minScore)) return false;
    if (maxScore !== null && !(entry.score !== null && entry.score <= maxScore)) return false;
    if (corrected && !isCorrected(label)) return false;
    const category = categoryOf(label);
    // What passes has no category either, but needs no judge.
    return categories(category === null && outcome !== 'failing' ? undefined : category);
  };
}

/** Nothing chosen means all. */
function choice<T>(chosen: readonly T[]): (value: T | undefined) => boolean {
  if (chosen.length === 0) return () => true;
  const set = new Set<T | undefined>(chosen);
  return (value) => value !== undefined && set.has(value);
}

type FileMessage = Extract<HostToList, { type: 'file' }>;

/** What there is to choose from in the filters, and how much of it. */
export function* survey(listing: Listing): Steps<Pick<FileMessage, 'totals' | 'facets'>> {
  const outcomes: Record<Outcome, number> = { passed: 0, failing: 0, errored: 0, unscored: 0 };
  const models = new Set<string>();
  const datasets = new Set<string>();
  const finishReasons = new Set<string>();
  const categories = new Map<string | null, number>();
  let corrected = 0;
  let scored = false;
  let steps = 0;
  for (const entry of listing.entries) {
    if (++steps % STEPS_BETWEEN === 0) yield;
    const outcome = outcomeOf(entry);
    outcomes[outcome] += 1;
    models.add(entry.model);
    datasets.add(entry.dataset);
    if (entry.finishReason !== undefined) finishReasons.add(entry.finishReason);
    scored ||= entry.score !== null;
    const label = listing.labelOf(entry.key);
    if (isCorrected(label)) corrected += 1;
    if (outcome !== 'failing') continue;
    const category = categoryOf(label);
    categories.set(category, (categories.get(category) ?? 0) + 1);
  }
  return {
    totals: { examples: listing.entries.length, ...outcomes },
    facets: {
      models: [...models].sort(),
      datasets: [...datasets].sort(),
      finishReasons: [...finishReasons].sort(),
      categories: [...categories]
        .map(([name, count]) => ({ name, count }))
        .sort((a, b) => b.count - a.count || (a.name ?? '').localeCompare(b.name ?? '')),
      corrected,
      scored,
    },
  };
}
