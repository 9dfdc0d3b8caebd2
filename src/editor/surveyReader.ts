import type { ReadChoices } from '../readers/choices';
import { CompanionLog } from '../readers/companionLog';
import { EntryMaker } from '../readers/entry';
import type { FileAccess } from '../readers/reader';
import { readOn } from '../readers/readOn';
import { readSettled } from '../readers/readSettled';
import { inThisThread, type Survey } from '../readers/survey';
import type { SurveyCache } from '../readers/surveyCache';
import { SurveyPool } from '../readers/surveyPool';
import { isVirtual } from './place';

/** Larger files are not cached: their surveys would take about as long to load as the files to read. */
const CACHED_BYTES = 8 * 1024 * 1024;
/** A smaller file is read whole as fast as its end. */
const READ_ON_BYTES = 1024 * 1024;

export interface ReadRequest {
  choices: ReadChoices | undefined;
  /** What the file held when it was read last. */
  earlier: Survey | undefined;
  /** What was read before does not count. */
  anew: boolean;
}

/**
 * Makes the surveys of files in the cheapest way that is right: from the cache when nothing has changed (`recall`),
 * by its new end when the file has only grown, else whole; big files off this thread, and not through the cache.
 */
export class SurveyReader {
  /** How large a file was when it was read last, and what the user said of it then. */
  private readonly readAs = new Map<string, { size: number; choices: string | undefined }>();
  private readonly pool = new SurveyPool();
  private readonly readHere = inThisThread(new EntryMaker());

  constructor(
    private readonly signal: AbortSignal,
    private readonly cache: SurveyCache | undefined,
  ) {}

  /** What the cache still knows of a file: null when it is no evaluation, undefined when the file has to be read. */
  async recall(file: FileAccess, choices: ReadChoices | undefined): Promise<Survey | null | undefined> {
    const known = this.isCached(file) ? await this.cache?.find(file, choices) : undefined;
    if (known !== undefined) this.readAs.set(file.path, { size: file.size, choices: JSON.stringify(choices) });
    return known;
  }

  /** Null when the file is no evaluation. Throws when it can't be read at all, and `signal.reason`. */
  async read(file: FileAccess, { choices, earlier, anew }: ReadRequest): Promise<Survey | null> {
    const { path, size } = file;
    const { signal } = this;
    const hasGrown = size > READ_ON_BYTES && size > (this.readAs.get(path)?.size ?? size);
    const readsOn = !anew && earlier !== undefined && hasGrown && this.wasReadBy(path, choices);
    this.readAs.set(path, { size, choices: JSON.stringify(choices) });
    if (readsOn) {
      const survey = await readOn(file, earlier, { choices, signal });
      if (survey) return survey;
    }
    const log = new CompanionLog(file);
    // What fails is decided over all files together, by whoever asked.
    const survey = await readSettled(isVirtual(path) ? this.readHere : this.pool.readFile, log.file, {
      signal,
      choices,
    });
    // A thread opens the companions of a big file itself, unseen by the log.
    if (this.isCached(file)) await this.cache?.keep(file, survey, log.companions, choices);
    return survey;
  }

  private isCached({ size, mtime }: FileAccess): boolean {
    return this.cache !== undefined && size < CACHED_BYTES && mtime > 0;
  }

  /** Whether a file was read by what the user says of it now. */
  wasReadBy(path: string, choices: ReadChoices | undefined): boolean {
    const before = this.readAs.get(path);
    return before !== undefined && before.choices === JSON.stringify(choices);
  }

  forget(path: string): void {
    this.readAs.delete(path);
  }

  dispose(): Promise<void> {
    return this.pool.dispose();
  }
}
