import type { FileAccess } from './reader';
import type { ReadFile } from './survey';
import type { ReadHooks } from './surveyFacts';

/** So often a file is read anew before somebody is told that it does not hold still. */
const TRIES = 3;

/** Reads a file, and again when it was replaced meanwhile: what was read may be of both. Throws as `read` does. */
export async function readSettled(read: ReadFile, file: FileAccess, hooks: ReadHooks): ReturnType<ReadFile> {
  let current = file;
  for (let tries = 1; ; tries += 1) {
    // A file that is gone for a moment can't be read, though it is there again afterwards.
    const [outcome] = await Promise.allSettled([read(current, hooks)]);
    const settled = hooks.signal?.aborted || !(await current.isReplaced?.());
    if (outcome.status === 'rejected' && (settled || tries === TRIES)) throw outcome.reason;
    if (outcome.status === 'fulfilled' && settled) return outcome.value;
    if (outcome.status === 'fulfilled' && tries === TRIES) {
      const message = 'the file was replaced each time that it was read: some of this may be of an older one';
      return outcome.value && { ...outcome.value, problems: [...outcome.value.problems, { message }] };
    }
    current = await current.sibling(current.name);
  }
}
