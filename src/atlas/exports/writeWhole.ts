import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/**
 * Writes a file whole or not at all: a report cut off in its middle would be taken for the whole.
 * What was there before stays until the new file is complete. Throws what the file system says, and `signal.reason`.
 */
export async function writeWhole(path: string, text: AsyncIterable<string>, signal?: AbortSignal): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`;
  try {
    await pipeline(text, createWriteStream(unfinished), { ...(signal && { signal }) });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
