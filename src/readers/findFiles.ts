import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const PLAUSIBLE = /\.((jsonl?|ndjson|csv|tsv|ya?ml)(\.gz)?|eval|parquet)$/i;
const SKIPPED = new Set(['node_modules', '__pycache__']);

/**
 * The files below the given paths that may be evaluations, by extension alone, in the order of
 * their names. A file given itself is returned whatever its name. Throws when a given path does not exist;
 * folders below that can't be read are passed over.
 */
export async function* findEvaluationFiles(paths: Iterable<string>): AsyncGenerator<string, void, undefined> {
  const seen = new Set<string>();
  for (const path of paths) {
    const facts = await stat(path).catch((error: unknown) => {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      throw new Error(
        code === 'ENOENT' ? `${path} does not exist` : `${path} can't be read (${String(code ?? error)})`,
      );
    });
    for await (const file of facts.isDirectory() ? walk(path) : [path]) {
      if (seen.has(file)) continue;
      seen.add(file);
      yield file;
    }
  }
}

async function* walk(folder: string): AsyncGenerator<string> {
  const members = await readdir(folder, { withFileTypes: true }).catch(() => []);
  members.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const member of members) {
    if (member.name.startsWith('.') || SKIPPED.has(member.name)) continue;
    const path = join(folder, member.name);
    if (member.isDirectory()) yield* walk(path);
    else if (PLAUSIBLE.test(member.name) && (await isFile(member, path))) yield path;
  }
}

/** Links to files are followed, links to folders are not: they may lead in circles. */
async function isFile(member: { isFile(): boolean; isSymbolicLink(): boolean }, path: string): Promise<boolean> {
  if (member.isFile()) return true;
  if (!member.isSymbolicLink()) return false;
  return stat(path).then(
    (facts) => facts.isFile(),
    () => false,
  );
}
