import { seededRank } from '../model/seededRank';
import type { Turns } from './turns';
import { oneLine } from './words';

/** A failing example as far as a taxonomy is concerned: its first major error, in words. */
export interface Failure {
  key: string;
  /** Empty when no judge has named an error. */
  title: string;
  summary: string;
}

/** Failing examples whose error has the same title. */
export interface TitleGroup {
  /** In its most frequent spelling. */
  title: string;
  /** A summary of one of them. */
  summary: string;
  /** A key an example: one that several examples share stands here as often. */
  keys: string[];
}

/**
 * Groups failures by title; case, spacing, Unicode form and a final stop make no difference.
 * The groups do not depend on the order of the failures; those without a title are counted apart.
 */
export async function groupByTitle(
  failures: readonly Failure[],
  turns: Turns,
): Promise<{ groups: TitleGroup[]; untitled: string[] }> {
  const byTitle = new Map<string, { spellings: Map<string, number>; failures: Failure[] }>();
  const untitled: string[] = [];
  for (const failure of failures) {
    if (turns.due) await turns.next();
    const spelling = oneLine(failure.title.normalize('NFC'));
    const title = foldedTitle(spelling);
    if (title === '') {
      untitled.push(failure.key);
      continue;
    }
    const group = byTitle.get(title) ?? { spellings: new Map<string, number>(), failures: [] };
    if (group.failures.length === 0) byTitle.set(title, group);
    group.spellings.set(spelling, (group.spellings.get(spelling) ?? 0) + 1);
    group.failures.push(failure);
  }
  const groups: TitleGroup[] = [];
  for (const { spellings, failures: members } of byTitle.values()) {
    if (turns.due) await turns.next();
    const [title = ''] = [...spellings].sort(([a, m], [b, n]) => n - m || compare(a, b))[0] ?? [];
    const ordered = members.sort((a, b) => compare(a.key, b.key));
    const summary = ordered.find((failure) => failure.summary.trim() !== '')?.summary ?? '';
    groups.push({ title, summary, keys: ordered.map(({ key }) => key) });
  }
  return { groups: groups.sort(byCountThenTitle), untitled };
}

/** Equal for titles that count as the same. */
export function foldedTitle(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .replace(/[.。…]+$/u, '')
    .trim();
}

/** In an order drawn by seed, the same whatever the order before. */
export async function shuffled<G extends Pick<TitleGroup, 'title'>>(
  groups: readonly G[],
  seed: number,
  turns: Turns,
  pass = 0,
): Promise<G[]> {
  const ranked: { group: G; rank: string }[] = [];
  for (const group of groups) {
    ranked.push({ group, rank: seededRank(seed, `${pass}:${group.title}`) });
    if (turns.due) await turns.next();
  }
  return ranked.sort((a, b) => compare(a.rank, b.rank)).map(({ group }) => group);
}

export function batchesOf<T>(items: readonly T[], size: number): T[][] {
  const batches: T[][] = [];
  for (let start = 0; start < items.length; start += size) batches.push(items.slice(start, start + size));
  return batches;
}

/** Examples in all. */
export function countOf(groups: readonly Pick<TitleGroup, 'keys'>[]): number {
  return groups.reduce((sum, { keys }) => sum + keys.length, 0);
}

function byCountThenTitle(a: TitleGroup, b: TitleGroup): number {
  return b.keys.length - a.keys.length || compare(a.title, b.title);
}

/** By code units: `localeCompare` differs between machines. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
