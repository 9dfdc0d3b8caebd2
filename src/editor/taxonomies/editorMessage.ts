import { getLocation } from 'jsonc-parser';
import type { TaxonomyFault } from '../../errormap/files/taxonomyText';
import type { Category } from '../../model/taxonomy';
import type { EditedCategory } from '../../protocol/taxonomy';
import type { CountedCategories } from './titleCounts';

/** The faults by the category that they are in, `''` for those of the whole: keys are indexes from the top, as `0.2`. */
export function faultsByPlace(text: string, faults: readonly TaxonomyFault[]): ReadonlyMap<string, string[]> {
  const places = new Map<string, string[]>();
  for (const { message, offset } of faults) {
    const path = getLocation(text, offset + 1).path;
    const place = path.filter((part) => typeof part === 'number').join('.');
    places.set(place, [...(places.get(place) ?? []), message]);
  }
  return places;
}

/** Categories as the page shows them. */
export function editedCategories(
  categories: readonly Category[],
  counts: CountedCategories,
  faults: ReadonlyMap<string, string[]>,
  above = '',
): EditedCategory[] {
  return categories.map(({ id, name, description, source, examples = [], children: below = [] }, i) => {
    const place = `${above}${i}`;
    const children = editedCategories(below, counts, faults, `${place}.`);
    const own = (counts.byId.get(id) ?? []).reduce((sum, { count }) => sum + count, 0);
    const count = children.reduce((sum, child) => sum + child.count, own);
    return { id, name, description, source, examples, count, faults: faults.get(place) ?? [], children };
  });
}
