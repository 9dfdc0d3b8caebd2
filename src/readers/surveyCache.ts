import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExampleEntry } from '../model/entry';
import type { ReadChoices } from './choices';
import { type Companions, type Stamp, stampOf, unchanged } from './companionLog';
import type { FileAccess } from './reader';
import type { Survey } from './survey';

/** Raised whenever a reader makes other entries of the same bytes: old caches then count for nothing. */
const READERS_VERSION = 3;

/** `survey: null`: the file is no evaluation. */
interface Cached {
  version: number;
  path: string;
  stamp: Stamp;
  companions: Companions;
  choices?: ReadChoices | undefined;
  survey: (Omit<Survey, 'entries'> & { entries: CachedEntry[] }) | null;
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
    let cached: Cached;
    try {
      cached = JSON.parse(await readFile(this.placeOf(file.path), 'utf8'));
    } catch {
      return undefined;
    }
    if (cached.version !== READERS_VERSION || cached.path !== file.path) return undefined;
    if (cached.stamp?.size !== file.size || cached.stamp.mtime !== file.mtime) return undefined;
    if (JSON.stringify(cached.choices) !== JSON.stringify(choices)) return undefined;
    if (!(await unchanged(file, cached.companions))) return undefined;
    if (cached.survey === null) return null;
    const { path, format, entries } = cached.survey;
    return {
      ...cached.survey,
      entries: entries.map(({ source, ...entry }) => ({ ...entry, source: { path, format, ...source } })),
    };
  }

  async keep(file: FileAccess, survey: Survey | null, companions: Companions, choices?: ReadChoices): Promise<void> {
    const cached: Cached = {
      version: READERS_VERSION,
      path: file.path,
      stamp: stampOf(file),
      companions,
      choices,
      survey: survey && {
        ...survey,
        entries: survey.entries.map(({ source: { path: _, format: __, ...place }, ...entry }) => ({
          ...entry,
          source: place,
        })),
      },
    };
    const place = this.placeOf(file.path);
    // Two windows may write the same survey: each writes its own file and puts it in place whole.
    const draft = `${place}.${randomUUID()}`;
    try {
      await mkdir(this.folder, { recursive: true });
      await writeFile(draft, JSON.stringify(cached));
      await rename(draft, place);
    } catch {
      await rm(draft, { force: true }).catch(() => undefined);
    }
  }

  private placeOf(path: string): string {
    return join(this.folder, `${createHash('sha256').update(path).digest('hex').slice(0, 32)}.json`);
  }
}
