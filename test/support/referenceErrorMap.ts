/** What a model answers, whoever asks: the same for ours and for the reference's algorithm. */
export interface Recording {
  /** Category names for titles, at the top or within a category. */
  categories(titles: readonly string[], parent: string | undefined, room: number): string[];
  /** A category's name for a title; `undefined`: the model leaves it out. */
  categoryOf(title: string, names: readonly string[], parent: string | undefined): string | undefined;
}

export interface ReferenceRecord {
  id: string;
  title: string;
}

/** Leaves of the reference's tree, and how many calls it made. */
export interface ReferenceRun {
  leaves: { path: string[]; record: ReferenceRecord }[];
  calls: number;
}

/**
 * The recursive construction of the paper's reference code, written anew from its description as a test oracle,
 * with its faults: a node is named by parent, title and depth, so that a second example of the same title under
 * the same parent is dropped; unknown and forgotten titles become "Other" silently; where all errors fall into
 * one category, records are added without their titles. `levels` counts levels of categories.
 */
export function referenceErrorMap(
  records: readonly ReferenceRecord[],
  recording: Recording,
  { levels = 2, batch = 500, classifyBatch = 50, maxCategories = 25 } = {},
): ReferenceRun {
  const run: ReferenceRun = { leaves: [], calls: 0 };
  const ids = new Set<string>();

  function add(path: string[], record: ReferenceRecord, title: string): void {
    const id = JSON.stringify([path.at(-1), title, path.length]);
    if (ids.has(id)) return;
    ids.add(id);
    run.leaves.push({ path, record });
  }

  function recurse(own: readonly ReferenceRecord[], path: string[], titlesKnown: boolean): void {
    const titles = [...new Set(own.map(({ title }) => title))];
    const room = Math.min(maxCategories, Math.ceil(own.length * 0.1));
    const parent = path.at(-1);
    run.calls += Math.ceil(titles.length / batch) + 1 + Math.ceil(titles.length / classifyBatch);
    const names = recording.categories(titles, parent, room);
    const known = new Map([...names, 'Other'].map((name) => [name.trim().toLowerCase(), name]));
    const categoryOf = (title: string) =>
      known.get((recording.categoryOf(title, names, parent) ?? 'Other').trim().toLowerCase()) ?? 'Other';
    const populated = new Map<string, ReferenceRecord[]>();
    for (const record of own) {
      const category = categoryOf(record.title);
      populated.set(category, [...(populated.get(category) ?? []), record]);
    }
    if (populated.size <= 1) {
      for (const record of own) add(path, record, titlesKnown ? record.title : 'Unknown');
      return;
    }
    for (const [category, members] of populated) {
      const unique = new Set(members.map(({ title }) => title)).size;
      const roomBelow = Math.min(maxCategories, Math.ceil(unique * 0.1));
      const below = [...path, category];
      if (unique <= 5 || roomBelow <= 1 || below.length >= levels) {
        for (const record of members) add(below, record, record.title);
      } else recurse(members, below, true);
    }
  }

  recurse(records, [], false);
  return run;
}
