import { type Taxonomy, taxonomyRef } from '../../model/taxonomy';
import type { JudgmentStore } from '../../store/judgmentStore';

/** How many of the failing examples have a category under a taxonomy; a key counts as often as it is given. */
export function judgedUnder(
  taxonomy: Pick<Taxonomy, 'id' | 'version'>,
  failing: readonly { key: string }[],
  store: Pick<JudgmentStore, 'under'>,
): number {
  const ref = taxonomyRef(taxonomy);
  return failing.reduce((sum, { key }) => sum + (store.under(key, ref) ? 1 : 0), 0);
}

/** "1 category", "1,204 failing examples". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

export function percent(share: number): string {
  return share > 0 && share < 0.005 ? '<1 %' : `${Math.round(share * 100)} %`;
}
