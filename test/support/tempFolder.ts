import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { openDiskFile } from '../../src/readers/diskFile';
import type { FileAccess } from '../../src/readers/reader';

const made: string[] = [];
afterAll(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** Writes files (texts, bytes, or values as JSON) by their relative paths into a new folder that is gone after the tests. */
export async function tempFolder(
  files: Readonly<Record<string, unknown>>,
): Promise<{ path: string; open: (name: string) => Promise<FileAccess> }> {
  const path = await mkdtemp(join(tmpdir(), 'error-atlas-'));
  made.push(path);
  for (const [name, content] of Object.entries(files)) {
    const plain = typeof content === 'string' || content instanceof Uint8Array;
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), plain ? content : JSON.stringify(content, null, 2));
  }
  return { path, open: (name) => openDiskFile(join(path, name)) };
}
