import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExampleEntry } from '../model/entry';
import type { ReadChoices } from './choices';
import { type Companions, type Stamp, stampOf, unchanged } from './companionLog';
import type { FileAccess } from './reader';
import type { Survey } from './survey';

/** Raised whenever a reader makes other entries of the same bytes: old caches then count for nothing. */
const READERS_VERSION = 4;

/** So many entries are turned into text, or back, before the thread's other work gets its turn. */
const BATCH_ENTRIES = 2000;

/** The first line of a cached survey; entries follow, a list a line. `survey: null`: the file is no evaluation. */
interface Cached {
  version: number;
  path: string;
  stamp: Stamp;
  companions: Companions;
  choices?: ReadChoices | undefined;
  survey: Omit<Survey, 'entries'> | null;
  /** How many entries follow. */
  entries: number;
}

/** Without what all entries of a file share. */
type CachedEntry = Omit<ExampleEntry, 'source'> & { source: Omit<ExampleEntry['source'], 'path' | 'format'> };

/**
 * Surveys on disk, one file each, so that a workspace that is opened again shows its evaluations at
 * once. A survey counts while its file and the companions that it rested on have size and time as
 * they were. What can't be read or written is as if it were not there: the file is read anew.
 */
export class SurveyCache {
  constructor(private readonly folder: string) {}

  /** `undefined`: not known, or no longer true. */
  async find(file: FileAccess, choices?: ReadChoices): Promise<Survey | null | undefined> {
    const text = await readFile(this.placeOf(file.path), 'utf8').catch(() => '');
    const headEnd = text.indexOf('\n');
    const cached = parsed<Cached>(text.slice(0, Math.max(0, headEnd)));
    if (cached?.version !== READERS_VERSION || cached.path !== file.path) return undefined;
    if (cached.stamp?.size !== file.size || cached.stamp.mtime !== file.mtime) return undefined;
    if (JSON.stringify(cached.choices) !== JSON.stringify(choices)) return undefined;
    if (!(await unchanged(file, cached.companions))) return undefined;
    if (cached.survey === null) return null;
    const entries = await entriesIn(text, headEnd + 1, cached.survey);
    return entries?.length === cached.entries ? { ...cached.survey, entries } : undefined;
  }

  async keep(file: FileAccess, survey: Survey | null, companions: Companions, choices?: ReadChoices): Promise<void> {
    const { entries = [], ...facts } = survey ?? {};
    const cached: Cached = {
      version: READERS_VERSION,
      path: file.path,
      stamp: stampOf(file),
      companions,
      choices,
      survey: survey && (facts as Cached['survey']),
      entries: entries.length,
    };
    const place = this.placeOf(file.path);
    // Two windows may write the same survey: each writes its own file and puts it in place whole.
    const draft = `${place}.${randomUUID()}`;
    try {
      await mkdir(this.folder, { recursive: true });
      await writeFile(draft, linesOf(cached, entries));
      await rename(draft, place);
    } catch {
      await rm(draft, { force: true }).catch(() => undefined);
    }
  }

  private placeOf(path: string): string {
    return join(this.folder, `${createHash('sha256').update(path).digest('hex').slice(0, 32)}.json`);
  }
}

async function* linesOf(cached: Cached, entries: readonly ExampleEntry[]): AsyncGenerator<string> {
  yield `${JSON.stringify(cached)}\n`;
  for (let start = 0; start < entries.length; start += BATCH_ENTRIES) {
    const batch = entries
      .slice(start, start + BATCH_ENTRIES)
      .map(({ source: { path: _, format: __, ...place }, ...entry }): CachedEntry => ({ ...entry, source: place }));
    yield `${JSON.stringify(batch)}\n`;
  }
}

/** Undefined when what was written is not whole. */
async function entriesIn(
  text: string,
  start: number,
  { path, format }: Pick<Survey, 'path' | 'format'>,
): Promise<ExampleEntry[] | undefined> {
  const entries: ExampleEntry[] = [];
  for (let at = start, end = text.indexOf('\n', at); end >= 0; at = end + 1, end = text.indexOf('\n', at)) {
    if (at > start) await new Promise((resolve) => setImmediate(resolve));
    const batch = parsed<CachedEntry[]>(text.slice(at, end));
    if (!batch) return undefined;
    for (const { source, ...entry } of batch) entries.push({ ...entry, source: { path, format, ...source } });
  }
  return entries;
}

/** What we have written ourselves is believed to be what it was, as far as it is JSON. */
function parsed<T>(line: string): T | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
