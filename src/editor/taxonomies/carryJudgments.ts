import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { titleJudge, underCategories } from '../../errormap/apply';
import type { EditMark } from '../../errormap/edit/applyEdit';
import { carrier } from '../../errormap/edit/carry';
import { writeTaxonomy } from '../../errormap/files/taxonomyFolder';
import type { Judgment } from '../../model/judgment';
import { type Taxonomy, taxonomyRef } from '../../model/taxonomy';
import { failingOf, type TaxonomyParts } from './parts';

/**
 * Judgments under one version of a taxonomy become judgments under the next, where the edits between them say to
 * which category they belong; the earlier ones stay. Returns how many were written.
 */
export async function carryJudgments(
  parts: Pick<TaxonomyParts, 'store' | 'model'>,
  before: Taxonomy,
  after: Taxonomy,
  marks: readonly EditMark[],
): Promise<number> {
  const { store } = parts;
  const [from, to] = [taxonomyRef(before), taxonomyRef(after)];
  const carry = carrier(before, after, marks);
  const createdAt = new Date().toISOString();
  const judgments: Judgment[] = [];
  for (const key of new Set(failingOf(parts).map((entry) => entry.key))) {
    const header = store.under(key, to) ? undefined : store.under(key, from);
    const place = header && carry(header);
    if (!header || !place) continue;
    judgments.push(
      underCategories(await store.details(header), place.path, titleJudge(header.judge, after), createdAt),
    );
  }
  await store.append(judgments);
  return judgments.length;
}

/** Puts an earlier version beside the file in use, so that both can be compared; one that is there already stays. */
export async function keepEarlier(earlier: Taxonomy, file: string): Promise<void> {
  const beside = join(dirname(file), `${earlier.id}@${encodeURIComponent(earlier.version)}.json`);
  const isThere = await access(beside).then(
    () => true,
    () => false,
  );
  if (!isThere) await writeTaxonomy(beside, earlier);
}
