import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChangeSignal } from '../model/change';
import { Correction, type JudgeIdentity, Judgment, judgeId } from '../model/judgment';
import { headerOf, type JudgmentHeader, outranks } from './header';
import { appendRecords, readRecord, readSegment } from './segment';

/** What is shown for an example: a person's word if there is one, and the best judgment. */
export interface Label {
  judgment?: JudgmentHeader;
  correction?: Correction;
}

/** Keys whose label may have changed; `all` after a clear or a restore. */
export type StoreChange = { keys: ReadonlySet<string> } | { all: true };

const JUDGMENTS = 'judgments';
const CORRECTIONS = 'corrections.jsonl';
const CLEARED = 'cleared';

/** Judgments hold quotes of the evaluation files and can be made again; corrections are people's work. */
const GITIGNORE = `# Judgments can be made again; corrections.jsonl and taxonomies/ are made to be committed.\n${JUDGMENTS}/\n${CLEARED}/\n`;

/**
 * The journal of judgments and corrections in one folder (`.error-atlas/`).
 *
 * Append-only: each process writes a segment of its own, so that two windows and a CLI can share
 * the folder without locks. In memory are headers only; summaries and criteria stay on disk.
 */
export class JudgmentStore {
  readonly changes = new ChangeSignal<StoreChange>();
  private readonly byKey = new Map<string, Map<string, JudgmentHeader>>();
  private readonly corrections = new Map<string, Correction>();
  /** Bytes read so far, by file. */
  private readonly read = new Map<string, number>();
  private ownSegment: string | undefined;
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    readonly folder: string,
    private readonly warn: (message: string) => void,
  ) {}

  /** Opens the journal of a folder, which need not exist yet: nothing is written before the first record. */
  static async open(folder: string, warn: (message: string) => void = () => {}): Promise<JudgmentStore> {
    const store = new JudgmentStore(folder, warn);
    await store.refresh();
    return store;
  }

  label(key: string): Label | undefined {
    const judgments = this.byKey.get(key);
    const correction = this.corrections.get(key);
    if (!judgments && !correction) return undefined;
    let best: JudgmentHeader | undefined;
    for (const judgment of judgments?.values() ?? []) if (!best || outranks(judgment, best)) best = judgment;
    return { ...(best && { judgment: best }), ...(correction && { correction }) };
  }

  /** What this very judge said of an example, unless it failed to say anything. */
  find(key: string, judge: JudgeIdentity): JudgmentHeader | undefined {
    const judgment = this.byKey.get(key)?.get(judgeId(judge));
    return judgment?.status === 'error' ? undefined : judgment;
  }

  /** The whole judgment behind a header. Throws when its segment is gone. */
  async details(header: JudgmentHeader): Promise<Judgment> {
    return Judgment.parse(await readRecord(this.segmentPath(header.segment), header.offset, header.length));
  }

  /** Writes judgments to the disk; they are seen by `label` when the promise resolves. */
  append(judgments: readonly Judgment[]): Promise<void> {
    if (judgments.length === 0) return Promise.resolve();
    return this.inTurn(async () => {
      await this.prepareFolder(JUDGMENTS);
      this.ownSegment ??= `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${randomBytes(3).toString('hex')}.jsonl`;
      await appendRecords(this.segmentPath(this.ownSegment), judgments);
      await this.readJudgments(this.ownSegment);
    });
  }

  /** Records a person's word, which no judge overwrites. */
  correct(correction: Correction): Promise<void> {
    return this.inTurn(async () => {
      await this.prepareFolder();
      await appendRecords(join(this.folder, CORRECTIONS), [correction]);
      await this.readCorrections();
    });
  }

  /**
   * Takes all judgments away (corrections stay). Returns the function that brings them back:
   * the files are only moved aside.
   */
  async clear(): Promise<() => Promise<void>> {
    const aside = join(CLEARED, new Date().toISOString().replaceAll(/[:.]/g, '-'));
    await this.inTurn(async () => {
      const segments = await this.segments();
      if (segments.length > 0) {
        await this.prepareFolder(CLEARED);
        await rename(join(this.folder, JUDGMENTS), join(this.folder, aside));
      }
      this.forgetJudgments();
    });
    return () =>
      this.inTurn(async () => {
        await this.prepareFolder(JUDGMENTS);
        for (const name of await list(join(this.folder, aside))) {
          await rename(join(this.folder, aside, name), this.segmentPath(name));
        }
        await rm(join(this.folder, aside), { recursive: true, force: true });
        this.forgetJudgments();
        for (const name of await this.segments()) await this.readJudgments(name);
      });
  }

  /** Picks up what other windows and the CLI have written since the last look. */
  refresh(): Promise<void> {
    return this.inTurn(async () => {
      const segments = await this.segments();
      // Another window has cleared the results: what it moved away is no longer there to be read.
      if ([...this.read.keys()].some((name) => name !== CORRECTIONS && !segments.includes(name)))
        this.forgetJudgments();
      for (const name of segments) await this.readJudgments(name);
      await this.readCorrections();
    });
  }

  private async readJudgments(segment: string): Promise<void> {
    const keys = new Set<string>();
    for (const { record, offset, length } of await this.readNew(segment, this.segmentPath(segment))) {
      const judgment = Judgment.safeParse(record);
      if (!judgment.success) {
        this.warn(`${this.segmentPath(segment)}: a record at byte ${offset} is no judgment; skipped.`);
        continue;
      }
      const header = headerOf(judgment.data, { segment, offset, length });
      const known = this.byKey.get(header.key) ?? new Map<string, JudgmentHeader>();
      const before = known.get(judgeId(header.judge));
      if (!before || header.createdAt >= before.createdAt) known.set(judgeId(header.judge), header);
      this.byKey.set(header.key, known);
      keys.add(header.key);
    }
    if (keys.size > 0) this.changes.send({ keys });
  }

  /** Read whole each time: the file is small, and people edit and merge it. */
  private async readCorrections(): Promise<void> {
    const keys = new Set(this.corrections.keys());
    this.corrections.clear();
    this.read.delete(CORRECTIONS);
    for (const { record, offset } of await this.readNew(CORRECTIONS, join(this.folder, CORRECTIONS))) {
      const correction = Correction.safeParse(record);
      if (!correction.success) {
        this.warn(`${join(this.folder, CORRECTIONS)}: a record at byte ${offset} is no correction; skipped.`);
        continue;
      }
      if (correction.data.retracted) this.corrections.delete(correction.data.key);
      else this.corrections.set(correction.data.key, correction.data);
      keys.add(correction.data.key);
    }
    if (keys.size > 0) this.changes.send({ keys });
  }

  private async readNew(name: string, path: string) {
    try {
      const { records, broken, end, torn } = await readSegment(path, this.read.get(name) ?? 0);
      this.read.set(name, end);
      for (const offset of broken) this.warn(`${path}: the line at byte ${offset} is broken; skipped.`);
      if (torn) this.warn(`${path}: the last line is not complete; dropped, all before it stays.`);
      return records;
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  private forgetJudgments(): void {
    this.byKey.clear();
    for (const name of [...this.read.keys()]) if (name !== CORRECTIONS) this.read.delete(name);
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
  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.writing.then(work);
    this.writing = done.catch(() => {});
    return done;
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
