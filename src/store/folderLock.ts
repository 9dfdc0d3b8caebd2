import { open, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import * as z from 'zod';

const Holder = z.object({ pid: z.number().int().positive(), host: z.string(), since: z.number() });
type Holder = z.infer<typeof Holder>;

/** Whether a process of another machine still works, nobody here can tell: its lock ends with its time. */
const ELSEWHERE_MS = 60 * 60_000;

/**
 * Holds a lock file while `work` runs. A lock whose process is gone counts for nothing, so a crash leaves
 * no lock behind. Throws `Error` when somebody else holds it.
 */
export async function holdingLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  if (!(await taken(path))) {
    const holder = await readHolder(path);
    if (holder && isHeld(holder)) {
      throw new Error(
        `another process (${holder.pid} on ${holder.host}) is submitting or collecting batches here; wait for it`,
      );
    }
    await rm(path, { force: true });
    if (!(await taken(path))) throw new Error('another process is submitting or collecting batches here; wait for it');
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function taken(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    const holder: Holder = { pid: process.pid, host: hostname(), since: Date.now() };
    await file.writeFile(JSON.stringify(holder));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return Holder.safeParse(JSON.parse(await readFile(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

function isHeld({ pid, host, since }: Holder): boolean {
  if (host !== hostname()) return Date.now() - since < ELSEWHERE_MS;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, as somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
