import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BatchRecord } from '../model/batch';
import { messageOf } from '../model/messageOf';
import { holdingLock } from './folderLock';
import { StoreError } from './judgmentStore';

const FOLDER = 'batches';

/** Records of batches, one file each, in the results folder: what is under way at providers. */
export class BatchFolder {
  private readonly folder: string;

  /** `store`: the results folder (`.error-atlas`). Touches no disk. */
  constructor(
    store: string,
    private readonly onWarning: (message: string) => void = () => {},
  ) {
    this.folder = join(store, FOLDER);
  }

  /** Oldest first; a file that can't be understood is told and left alone. Throws `StoreError`. */
  async list(): Promise<BatchRecord[]> {
    const records: BatchRecord[] = [];
    for (const name of (await this.names()).sort()) {
      const path = join(this.folder, name);
      const { data } = BatchRecord.safeParse(parsed(await this.doing('read', () => readFile(path, 'utf8'))));
      if (data) records.push(data);
      else this.onWarning(`${path}: no batch record that this version of ErrorAtlas knows; left alone.`);
    }
    return records;
  }

  /** Replaces the record's file as a whole: a crash leaves the old one or the new one. Throws `StoreError`. */
  async write(record: BatchRecord): Promise<void> {
    await this.prepare();
    await this.doing('written', async () => {
      const path = join(this.folder, `${record.id}.json`);
      const aside = `${path}.${randomBytes(3).toString('hex')}.tmp`;
      await writeFile(aside, `${JSON.stringify(record)}\n`, { flush: true });
      await rename(aside, path);
    });
  }

  /** Throws `StoreError`. */
  async remove({ id }: BatchRecord): Promise<void> {
    await this.doing('written', () => rm(join(this.folder, `${id}.json`), { force: true }));
  }

  /** Runs `work` while nobody else submits or collects here. Throws `StoreError` when somebody does. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    await this.prepare();
    let begun = false;
    try {
      return await holdingLock(join(this.folder, 'lock'), () => {
        begun = true;
        return work();
      });
    } catch (error) {
      throw begun ? error : this.failure('written', error);
    }
  }

  /** A file for the requests of a batch, to be removed once they are sent: it holds texts. Throws `StoreError`. */
  async requestFile(id: string): Promise<string> {
    await this.prepare();
    return join(this.folder, `${id}.requests.jsonl`);
  }

  private async names(): Promise<string[]> {
    try {
      return (await readdir(this.folder)).filter((name) => name.endsWith('.json'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw this.failure('read', error);
    }
  }

  /** With an ignore file of its own: of little use to others, and stores of old don't have a line for it. */
  private async prepare(): Promise<void> {
    await this.doing('written', async () => {
      await mkdir(this.folder, { recursive: true });
      await writeFile(join(this.folder, '.gitignore'), '*\n');
    });
  }

  private async doing<T>(verb: 'read' | 'written', work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.failure(verb, error);
    }
  }

  private failure(verb: 'read' | 'written', cause: unknown): StoreError {
    return new StoreError(`The folder of batches ${this.folder} can't be ${verb}: ${messageOf(cause)}`, { cause });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
