import { dateInName } from '../atlas/trend';
import { ChangeSignal } from '../model/change';
import type { RunDate } from '../model/trend';
import { openFile } from './openFile';

/** When runs took place: by the names of their files, else by the time at which the files were last written. */
export class RunDates {
  /** More is known than before. */
  readonly changes = new ChangeSignal<void>();
  private readonly known = new Map<string, RunDate | undefined>();

  /** `undefined` as long as nothing is known. */
  of(path: string): RunDate | undefined {
    return this.known.get(path);
  }

  /** Finds out about these files; what has changed on the disk is asked anew. */
  async look(paths: Iterable<string>): Promise<void> {
    let isNew = false;
    for (const path of paths) {
      const before = this.known.get(path)?.date;
      const date = dateInName(path);
      this.known.set(path, date === undefined ? await byFileTime(path) : { date, dated: 'name' });
      isNew ||= before !== this.known.get(path)?.date;
    }
    if (isNew) this.changes.send();
  }
}

async function byFileTime(path: string): Promise<RunDate | undefined> {
  try {
    const { mtime } = await openFile(path);
    return mtime > 0 ? { date: new Date(mtime).toISOString().slice(0, 10), dated: 'file' } : undefined;
  } catch {
    // Gone by now: the index will say so too.
    return undefined;
  }
}
