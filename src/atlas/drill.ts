import type { ExampleEntry } from '../model/entry';
import type { Label } from '../store/judgmentStore';

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

type LabelOf = (key: string) => Label | undefined;

/** Groups that are listed. */
const GROUPS = 60;

/** Of a category's failing examples, those below the drill's sub-category, title and model. */
export function examplesBelow(entries: readonly ExampleEntry[], drill: Drill, labelOf: LabelOf): ExampleEntry[] {
  const { subcategory, title, model } = drill;
  return entries.filter((entry) => {
    if (model !== undefined && entry.model !== model) return false;
    if (subcategory === undefined && title === undefined) return true;
    const label = labelOf(entry.key);
    if (subcategory !== undefined && subcategoryOf(label, drill.category) !== subcategory) return false;
    return title === undefined || titleOf(label, drill.category) === title;
  });
}

/** `null` where there is nothing to tell apart. */
export function insideOf(entries: readonly ExampleEntry[], drill: Drill, labelOf: LabelOf): Inside | null {
  if (drill.title !== undefined) return null;
  const { category } = drill;
  if (drill.subcategory === undefined) {
    const subcategories = groupsOf(entries, (label) => subcategoryOf(label, category), labelOf);
    if (subcategories.length > 0) return listed('subcategory', subcategories);
  }
  const titles = groupsOf(entries, (label) => titleOf(label, category), labelOf);
  return titles.length === 0 ? null : listed('title', titles);
}

function listed(level: Inside['level'], groups: Inside['groups']): Inside {
  return { level, groups: groups.slice(0, GROUPS), more: Math.max(0, groups.length - GROUPS) };
}

function groupsOf(
  entries: readonly ExampleEntry[],
  nameOf: (label: Label | undefined) => string | undefined,
  labelOf: LabelOf,
): Inside['groups'] {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    const name = nameOf(labelOf(entry.key));
    if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
}

/** A judge's sub-category says nothing where a person has chosen another category. */
function subcategoryOf(label: Label | undefined, category: string | null): string | undefined {
  return label?.judgment?.category === category ? label?.judgment?.subcategory : undefined;
}

/** The same holds for the title of the error. */
function titleOf(label: Label | undefined, category: string | null): string | undefined {
  if (label?.judgment?.status !== 'judged' || label.judgment.category !== category) return undefined;
  return label.judgment.title.replace(/\s+/g, ' ').trim();
}
