import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChangeSignal } from '../model/change';
import { Correction, type JudgeIdentity, Judgment, judgeId } from '../model/judgment';
import { messageOf } from '../model/messageOf';
import { HeaderFields, type JudgmentHeader, outranks, supersedes } from './header';
import { appendRecords, type Placed, type PlacedRecord, readRecord, readSegment, syncFile } from './segment';

/** What is shown for an example: a person's word if there is one, and the best judgment. */
export interface Label {
  judgment?: JudgmentHeader;
  correction?: Correction;
}

/** One word on an example. */
export type HistoryEntry = { judgment: JudgmentHeader } | { correction: Correction };

/** Keys whose label may have changed; `all` after a clear or a restore. */
export type StoreChange = { keys: ReadonlySet<string> } | { all: true };

const JUDGMENTS = 'judgments';
const CORRECTIONS = 'corrections.jsonl';
const CLEARED = 'cleared';

/** Judgments hold quotes of the evaluation files and can be made again; corrections are people's work. */
const GITIGNORE = `# Judgments can be made again; corrections.jsonl and taxonomies/ are made to be committed.\n${JUDGMENTS}/\n${CLEARED}/\n`;

/** The folder can't be read or written; the message says which folder and why. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/**
 * The journal of judgments and corrections in one folder (`.error-atlas/`).
 *
 * Append-only: each process writes a segment of its own, so that two windows and a CLI can share
 * the folder without locks. In memory are headers only; summaries and criteria stay on disk.
 */
export class JudgmentStore {
  readonly changes = new ChangeSignal<StoreChange>();
  /** The last word of each judge on an example; few judges, so a list. */
  private readonly byKey = new Map<string, JudgmentHeader[]>();
  private readonly judges = new Map<string, JudgeIdentity>();
  private corrections: ReadonlyMap<string, Correction> = new Map();
  /** Every word of people, by key, in the order of the file. */
  private correctionHistory: ReadonlyMap<string, readonly Correction[]> = new Map();
  /** Bytes read so far, by segment. */
  private readonly read = new Map<string, number>();
  private readonly warned = new Set<string>();
  private ownSegment: string | undefined;
  private writing: Promise<void> = Promise.resolve();
  /** Segments with judgments that may not be on the disk yet. */
  private readonly unsynced = new Set<string>();
  private syncing: Promise<void> | undefined;
  private syncFailure: StoreError | undefined;
  private preferred: string | undefined;

  /** Touches no disk: `refresh` reads what is there, and nothing is written before the first record. */
  constructor(
    readonly folder: string,
    private readonly onWarning: (message: string) => void = () => {},
  ) {}

  /** Opens the journal of a folder, which need not exist yet. Throws `StoreError` when it can't be read. */
  static async open(folder: string, onWarning?: (message: string) => void): Promise<JudgmentStore> {
    const store = new JudgmentStore(folder, onWarning);
    await store.refresh();
    return store;
  }

  /** From now on labels show what was judged under this taxonomy (`id@version`) before all else. */
  prefer(taxonomy: string): void {
    if (this.preferred === taxonomy) return;
    this.preferred = taxonomy;
    this.changes.send({ all: true });
  }

  /** With a taxonomy (`id@version`), what was judged under it comes before all else. */
  label(key: string, taxonomy = this.preferred): Label | undefined {
    const judgments = this.byKey.get(key);
    const correction = this.corrections.get(key);
    if (!judgments && !correction) return undefined;
    const best = (taxonomy && this.under(key, taxonomy)) || bestOf(judgments ?? []);
    return { ...(best && { judgment: best }), ...(correction && { correction }) };
  }

  /** Of all examples that a judge has said something of. */
  judgedKeys(): Iterable<string> {
    return this.byKey.keys();
  }

  /** The best category that a judge found under this taxonomy (`id@version`). */
  under(key: string, taxonomy: string): JudgmentHeader | undefined {
    return bestOf(
      (this.byKey.get(key) ?? []).filter(({ judge, status }) => judge.taxonomy === taxonomy && status === 'judged'),
    );
  }

  /** What this very judge said of an example, unless it failed to say anything. */
  find(key: string, judge: JudgeIdentity): JudgmentHeader | undefined {
    const known = this.judges.get(judgeId(judge));
    return this.byKey.get(key)?.find((judgment) => judgment.judge === known && judgment.status !== 'error');
  }

  /** Every example that a person has named, with the last word of each judge on it. */
  *corrected(): Generator<{ correction: Correction; judgments: readonly JudgmentHeader[] }> {
    for (const correction of this.corrections.values()) {
      yield { correction, judgments: this.byKey.get(correction.key) ?? [] };
    }
  }

  /** All that was said of an example, newest first: the last word of each judge, and every word of a person. */
  history(key: string): HistoryEntry[] {
    const judgments = (this.byKey.get(key) ?? []).map((judgment): HistoryEntry => ({ judgment }));
    const corrections = (this.correctionHistory.get(key) ?? []).map((correction): HistoryEntry => ({ correction }));
    // Of two words of one moment the later in the file comes first.
    return [...judgments, ...corrections]
      .reverse()
      .sort((a, b) => (timeOf(a) < timeOf(b) ? 1 : timeOf(a) > timeOf(b) ? -1 : 0));
  }

  /** The whole judgment behind a header. Throws when its segment is gone. */
  async details(header: JudgmentHeader): Promise<Judgment> {
    return Judgment.parse(await readRecord(this.segmentPath(header.segment), header.offset, header.length));
  }

  /**
   * Writes judgments: when the promise resolves they are seen by `label`, and a killed process loses none.
   * The disk is synced behind it; `sync` waits for that.
   */
  async append(judgments: readonly Judgment[]): Promise<void> {
    if (judgments.length === 0) return;
    await this.inTurn('written', async () => {
      // When another window has cleared the results meanwhile, its Undo must not meet our segment's name again.
      const begun = this.ownSegment !== undefined && (await sizeOf(this.segmentPath(this.ownSegment))) > 0;
      if (this.ownSegment && !begun) await this.readJudgments();
      if (!begun) await this.prepareFolder(JUDGMENTS);
      this.ownSegment ??= `${uniqueName()}.jsonl`;
      const placed = await appendRecords(this.segmentPath(this.ownSegment), judgments);
      // Nobody else writes there; if somebody did, what he wrote is read too.
      if (placed[0]?.offset === (this.read.get(this.ownSegment) ?? 0)) this.takeOwn(this.ownSegment, placed);
      else await this.readOn(this.ownSegment);
      this.unsynced.add(this.segmentPath(this.ownSegment));
    });
    this.syncing ??= this.syncAll();
  }

  /** Waits until all judgments are on the disk. Throws `StoreError` when the disk has refused one since the last call. */
  async sync(): Promise<void> {
    await this.syncing;
    const error = this.syncFailure;
    this.syncFailure = undefined;
    if (error) throw error;
  }

  /** One sync at a time: what is written meanwhile is in the next. */
  private async syncAll(): Promise<void> {
    for (let [path] = this.unsynced; path !== undefined; [path] = this.unsynced) {
      this.unsynced.delete(path);
      await syncFile(path).catch((cause: unknown) => {
        // Cleared by another window meanwhile: nothing is left to be synced.
        if (isMissing(cause)) return;
        const message = `The results folder ${this.folder} can't be written: ${messageOf(cause)}`;
        this.syncFailure = new StoreError(message, { cause });
      });
    }
    this.syncing = undefined;
  }

  /** Records a person's word, which no judge overwrites. */
  correct(correction: Correction): Promise<void> {
    return this.inTurn('written', async () => {
      await this.prepareFolder();
      await appendRecords(join(this.folder, CORRECTIONS), [inReadingOrder(correction)]);
      await syncFile(join(this.folder, CORRECTIONS));
      await this.readCorrections();
    });
  }

  /**
   * Takes all judgments away (corrections stay). Returns the function that brings them back:
   * the files are only moved aside.
   */
  async clear(): Promise<() => Promise<void>> {
    const aside = join(this.folder, CLEARED, uniqueName());
    await this.inTurn('written', async () => {
      // Windows moves no folder with an open file in it.
      await this.syncing;
      if ((await this.segments()).length > 0) {
        await this.prepareFolder(CLEARED);
        await rename(join(this.folder, JUDGMENTS), aside);
      }
      this.forgetJudgments();
    });
    return () =>
      this.inTurn('written', async () => {
        await this.prepareFolder(JUDGMENTS);
        const present = new Set(await this.segments());
        for (const name of await list(aside)) {
          await rename(join(aside, name), this.segmentPath(present.has(name) ? `${uniqueName()}.jsonl` : name));
        }
        await rm(aside, { recursive: true, force: true });
        await this.readJudgments();
      });
  }

  /** Picks up what other windows and the CLI have written since the last look. */
  refresh(): Promise<void> {
    return this.inTurn('read', async () => {
      await this.readJudgments();
      await this.readCorrections();
    });
  }

  private async readJudgments(): Promise<void> {
    const segments = await this.segments();
    if (await this.isGone(segments)) this.forgetJudgments();
    for (const name of segments) await this.readOn(name);
  }

  /** Whether something that was read is no longer there: another window has cleared the results. */
  private async isGone(segments: readonly string[]): Promise<boolean> {
    for (const [name, end] of this.read) {
      if (!segments.includes(name) || (await sizeOf(this.segmentPath(name))) < end) return true;
    }
    return false;
  }

  private async readOn(segment: string): Promise<void> {
    const keys = new Set<string>();
    const unknown: number[] = [];
    const end = await this.readFile(this.segmentPath(segment), this.read.get(segment) ?? 0, (placed) => {
      const { data } = HeaderFields.safeParse(placed.record);
      if (!data) {
        unknown.push(placed.offset);
        return;
      }
      this.take({ ...data, judge: this.shared(data.judge), segment, offset: placed.offset, length: placed.length });
      keys.add(data.key);
    });
    this.read.set(segment, end);
    this.warnOf(this.segmentPath(segment), unknown, 'no judgments that this version of ErrorAtlas knows');
    if (keys.size > 0) this.changes.send({ keys });
  }

  /** What we have just written need not be read back. */
  private takeOwn(segment: string, placed: readonly Placed<Judgment>[]): void {
    for (const { record, offset, length } of placed) {
      const header = HeaderFields.parse(record);
      this.take({ ...header, judge: this.shared(header.judge), segment, offset, length });
      this.read.set(segment, offset + length + 1);
    }
    this.changes.send({ keys: new Set(placed.map(({ record }) => record.key)) });
  }

  private take(header: JudgmentHeader): void {
    const known = this.byKey.get(header.key);
    if (!known) {
      this.byKey.set(header.key, [header]);
      return;
    }
    const index = known.findIndex(({ judge }) => judge === header.judge);
    const before = known[index];
    if (!before) known.push(header);
    else if (supersedes(header, before)) known[index] = header;
  }

  private shared(judge: JudgeIdentity): JudgeIdentity {
    const id = judgeId(judge);
    const known = this.judges.get(id) ?? judge;
    this.judges.set(id, known);
    return known;
  }

  /** Read whole each time: the file is small, and people edit and merge it. */
  private async readCorrections(): Promise<void> {
    const path = join(this.folder, CORRECTIONS);
    const before = this.corrections;
    const corrections = new Map<string, Correction>();
    const history = new Map<string, Correction[]>();
    const unknown: number[] = [];
    await this.readFile(path, 0, ({ record, offset }) => {
      const { data } = Correction.safeParse(record);
      if (!data) {
        unknown.push(offset);
        return;
      }
      history.set(data.key, [...(history.get(data.key) ?? []), data]);
      if (data.retracted) corrections.delete(data.key);
      else corrections.set(data.key, data);
    });
    this.warnOf(path, unknown, 'no corrections that this version of ErrorAtlas knows');
    this.corrections = corrections;
    this.correctionHistory = history;
    const keys = new Set(
      [...before.keys(), ...corrections.keys()].filter(
        (key) => JSON.stringify(before.get(key)) !== JSON.stringify(corrections.get(key)),
      ),
    );
    if (keys.size > 0) this.changes.send({ keys });
  }

  /** Returns up to where the file is read; a file that is not there has nothing to read. */
  private async readFile(path: string, from: number, take: (record: PlacedRecord) => void): Promise<number> {
    try {
      const { broken, end, torn } = await readSegment(path, from, take);
      this.warnOf(path, broken, 'broken');
      if (torn) this.warn(`${path}: the last line is not complete; dropped, all before it stays.`);
      return end;
    } catch (error) {
      if (isMissing(error)) return from;
      throw error;
    }
  }

  private warnOf(path: string, offsets: readonly number[], what: string): void {
    const [first, ...more] = offsets;
    if (first === undefined) return;
    const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
    this.warn(`${path}: the line at byte ${first}${others} is skipped: ${what}.`);
  }

  /** Once each: files are read again and again. */
  private warn(message: string): void {
    if (this.warned.has(message)) return;
    this.warned.add(message);
    this.onWarning(message);
  }

  private forgetJudgments(): void {
    this.byKey.clear();
    this.read.clear();
    this.ownSegment = undefined;
    this.changes.send({ all: true });
  }

  private async segments(): Promise<string[]> {
    return (await list(join(this.folder, JUDGMENTS))).filter((name) => name.endsWith('.jsonl')).sort();
  }

  private segmentPath(name: string): string {
    return join(this.folder, JUDGMENTS, name);
  }

  private async prepareFolder(subfolder = ''): Promise<void> {
    await mkdir(join(this.folder, subfolder), { recursive: true });
    try {
      await writeFile(join(this.folder, '.gitignore'), GITIGNORE, { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }

  /** One write or read of the journal after the other, whoever asks. */
  private inTurn(verb: 'read' | 'written', work: () => Promise<void>): Promise<void> {
    const done = this.writing.then(work).catch((cause) => {
      const reason = messageOf(cause);
      throw new StoreError(`The results folder ${this.folder} can't be ${verb}: ${reason}`, { cause });
    });
    this.writing = done.catch(() => {});
    return done;
  }
}

function timeOf(entry: HistoryEntry): string {
  return 'judgment' in entry ? entry.judgment.createdAt : entry.correction.createdAt;
}

/** What a reviewer of the file looks for comes first, and each record has the same order. */
function inReadingOrder(correction: Correction): Correction {
  const { dataset, id, model, category, judged, title, note, author, createdAt, retracted, key } = correction;
  return { dataset, id, model, category, judged, title, note, author, createdAt, retracted, key } as Correction;
}

function bestOf(judgments: readonly JudgmentHeader[]): JudgmentHeader | undefined {
  let best: JudgmentHeader | undefined;
  for (const judgment of judgments) if (!best || outranks(judgment, best)) best = judgment;
  return best;
}

/** Sorts by time, and is met once only, in whatever process. */
function uniqueName(): string {
  return `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${randomBytes(3).toString('hex')}`;
}

/** In bytes; 0 for a file that is not there. */
async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
