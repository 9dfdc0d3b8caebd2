import { type Bucket, type Names, NO_NAME } from './atlasIndex';

/** Where someone looks: a category (`null`: none), and in it a sub-category, a title, a model. */
export interface Drill {
  category: string | null;
  subcategory?: string | undefined;
  title?: string | undefined;
  model?: string | undefined;
}

/** What a category is made of: its sub-categories where judges gave any, else the titles of its errors. */
export interface Inside {
  level: 'subcategory' | 'title';
  /** Most frequent first. */
  groups: { name: string; count: number }[];
  /** Groups that are not listed, for there are too many of them. */
  more: number;
}

/** Groups that are listed. */
const GROUPS = 60;

/** Examples of one category, with the numbers of their titles and sub-categories. */
export type Found = Pick<Bucket, 'entries' | 'titles' | 'subcategories'>;

/** Of a category's failing examples, those below the drill's sub-category, title and model. */
export function below(buckets: readonly Bucket[], { subcategory, title, model }: Drill, names: Names): Found {
  const found: Found = { entries: [], titles: [], subcategories: [] };
  const wanted = { subcategory: idOf(subcategory, names), title: idOf(title, names) };
  for (const { entries, titles, subcategories } of buckets) {
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i];
      const [ofTitle = NO_NAME, ofSubcategory = NO_NAME] = [titles[i], subcategories[i]];
      if (!entry || (model !== undefined && entry.model !== model)) continue;
      if (wanted.subcategory !== undefined && ofSubcategory !== wanted.subcategory) continue;
      if (wanted.title !== undefined && ofTitle !== wanted.title) continue;
      found.entries.push(entry);
      found.titles.push(ofTitle);
      found.subcategories.push(ofSubcategory);
    }
  }
  return found;
}

/** `null` where there is nothing to tell apart. */
export function insideOf({ titles, subcategories }: Found, drill: Drill, names: Names): Inside | null {
  if (drill.title !== undefined) return null;
  if (drill.subcategory === undefined) {
    const groups = groupsOf(subcategories, names);
    if (groups.length > 0) return listed('subcategory', groups);
  }
  const groups = groupsOf(titles, names);
  return groups.length === 0 ? null : listed('title', groups);
}

/** A name that nothing has finds nothing, and not everything. */
function idOf(name: string | undefined, names: Names): number | undefined {
  return name === undefined ? undefined : (names.known(name) ?? Number.NaN);
}

function listed(level: Inside['level'], groups: Inside['groups']): Inside {
  return { level, groups: groups.slice(0, GROUPS), more: Math.max(0, groups.length - GROUPS) };
}

function groupsOf(ids: readonly number[], names: Names): Inside['groups'] {
  const counts = new Map<number, number>();
  for (const id of ids) if (id !== NO_NAME) counts.set(id, (counts.get(id) ?? 0) + 1);
  const { compare } = new Intl.Collator();
  return [...counts]
    .map(([id, count]) => ({ name: names.text(id), count }))
    .sort((a, b) => b.count - a.count || compare(a.name, b.name));
}
