import type { ExampleEntry } from '../model/entry';
import { outcomeOf } from '../model/example';
import { type JudgeIdentity, judgeId } from '../model/judgment';
import type { RunDate } from '../model/trend';
import type { Label } from '../store/judgmentStore';
import { categoryOf, isCorrected } from './label';

/** Gives each text a number: numbers are counted and compared much faster. */
export class Names {
  private readonly ids = new Map<string, number>();
  private readonly texts: string[] = [];

  /** The same number for the same text. */
  id(text: string): number {
    let id = this.ids.get(text);
    if (id === undefined) {
      id = this.texts.length;
      this.ids.set(text, id);
      this.texts.push(text);
    }
    return id;
  }

  /** `undefined` for a text that nobody has asked about. */
  known(text: string): number | undefined {
    return this.ids.get(text);
  }

  text(id: number): string {
    return this.texts[id] ?? '';
  }
}

/** Stands for a title or sub-category that is not there. */
export const NO_NAME = -1;

/** Failing examples of one category; all lists have an item for each. */
export class Bucket {
  readonly entries: ExampleEntry[] = [];
  readonly labels: (Label | undefined)[] = [];
  /** Numbers of `Names`, or `NO_NAME`. */
  readonly titles: number[] = [];
  readonly subcategories: number[] = [];
  readonly counts = { corrected: 0, abstained: 0, judgeErrors: 0, unjudged: 0 };

  constructor(private readonly names: Names) {}

  add(entry: ExampleEntry, label: Label | undefined): void {
    // What a judge said further says nothing where a person has chosen another category.
    const judgment = label?.judgment?.category === categoryOf(label) ? label?.judgment : undefined;
    const title = judgment?.title.replace(/\s+/g, ' ').trim() ?? '';
    this.entries.push(entry);
    this.labels.push(label);
    this.titles.push(title === '' ? NO_NAME : this.names.id(title));
    this.subcategories.push(judgment?.subcategory ? this.names.id(judgment.subcategory) : NO_NAME);
    if (isCorrected(label)) this.counts.corrected += 1;
    else if (!label?.judgment) this.counts.unjudged += 1;
    else if (label.judgment.status === 'abstained') this.counts.abstained += 1;
    else if (label.judgment.status === 'error') this.counts.judgeErrors += 1;
  }
}

/** The examples of one model, dataset and file: filters by these take or leave the whole group. */
export interface Group {
  model: string;
  dataset: string;
  path: string;
  /** Any example of the group. */
  sample: ExampleEntry;
  examples: number;
  errored: number;
  unscored: number;
  /** `null`: failing examples without a category. */
  failing: Map<string | null, Bucket>;
}

export interface Day extends RunDate {
  /** Each example once within the day. */
  groups: Group[];
}

/** All examples sorted into groups and categories, so that a filter's counts take no look at each of them. */
export interface AtlasIndex {
  names: Names;
  groups: Group[];
  days: Day[];
  /** Examples that were met again in another file and are not in `groups`. */
  repeated: number;
  judges: JudgeIdentity[];
  categories: (string | null)[];
}

export interface IndexInput {
  files: readonly { path: string; entries: readonly ExampleEntry[] }[];
  /** The examples of all files, each once (see `distinctExamples`). */
  distinct: readonly ExampleEntry[];
  repeated: number;
  labelOf: (key: string) => Label | undefined;
  dateOf: (path: string) => RunDate | undefined;
}

/** Examples between two chances for other work. */
const STEP = 128;

/** Goes through all examples in small steps, so that whoever runs it can do other things in between. */
export function* atlasIndexOf(input: IndexInput): Generator<void, AtlasIndex, void> {
  const names = new Names();
  const groups = new Groups(names);
  const judges = new Map<JudgeIdentity, string>();
  let steps = 0;
  for (const entry of input.distinct) {
    if (++steps % STEP === 0) yield;
    const label = entry.passed === false ? input.labelOf(entry.key) : undefined;
    groups.add(entry, label);
    const judge = label?.judgment?.judge;
    if (judge && !judges.has(judge)) judges.set(judge, judgeId(judge));
  }
  const all = groups.all();
  return {
    names,
    groups: all,
    days: yield* daysOf(input, names),
    repeated: input.repeated,
    judges: [...new Map([...judges].map(([judge, id]) => [id, judge])).values()],
    categories: [...new Set(all.flatMap(({ failing }) => [...failing.keys()]))].sort(byName),
  };
}

/** A run of Monday and the same run of Tuesday are two points of a trend, whatever is the same in both. */
function* daysOf({ files, labelOf, dateOf }: IndexInput, names: Names): Generator<void, Day[], void> {
  const days = new Map<string, { dated: RunDate['dated']; groups: Groups; counted: Map<string, number> }>();
  let steps = 0;
  for (const { path, entries } of files) {
    const run = dateOf(path);
    if (!run) continue;
    const day = days.get(run.date) ?? {
      dated: run.dated,
      groups: new Groups(names),
      counted: new Map<string, number>(),
    };
    days.set(run.date, day);
    // One file without a date in its name makes the day one that file times tell.
    if (run.dated === 'file') day.dated = 'file';
    const inFile = new Map<string, number>();
    for (const entry of entries) {
      if (++steps % STEP === 0) yield;
      const occurrence = (inFile.get(entry.key) ?? 0) + 1;
      inFile.set(entry.key, occurrence);
      if (occurrence <= (day.counted.get(entry.key) ?? 0)) continue;
      day.counted.set(entry.key, occurrence);
      day.groups.add(entry, entry.passed === false ? labelOf(entry.key) : undefined);
    }
  }
  return [...days]
    .map(([date, { dated, groups }]) => ({ date, dated, groups: groups.all() }))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}

class Groups {
  private readonly byName = new Map<string, Group>();
  /** The examples of a file come together. */
  private last: Group | undefined;

  constructor(private readonly names: Names) {}

  add(entry: ExampleEntry, label: Label | undefined): void {
    const group = this.groupOf(entry);
    group.examples += 1;
    const outcome = outcomeOf(entry);
    if (outcome === 'errored') group.errored += 1;
    else if (outcome === 'unscored') group.unscored += 1;
    if (outcome !== 'failing') return;
    const category = categoryOf(label);
    const bucket = group.failing.get(category) ?? new Bucket(this.names);
    group.failing.set(category, bucket);
    bucket.add(entry, label);
  }

  all(): Group[] {
    return [...this.byName.values()];
  }

  private groupOf(entry: ExampleEntry): Group {
    const { model, dataset, source } = entry;
    const { last } = this;
    if (last && last.model === model && last.dataset === dataset && last.path === source.path) return last;
    const name = JSON.stringify([model, dataset, source.path]);
    const group = this.byName.get(name) ?? {
      ...{ model, dataset, path: source.path, sample: entry, examples: 0, errored: 0, unscored: 0 },
      failing: new Map(),
    };
    this.byName.set(name, group);
    this.last = group;
    return group;
  }
}

/** What has no category comes last. */
function byName(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a.localeCompare(b);
}
