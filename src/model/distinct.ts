import type { ExampleEntry } from './entry';

/**
 * The examples of several files, each counted once. The same key in another file is the same
 * example met again (a re-export, a retried run); twice within one file it is two examples
 * with the same answer (epochs). So a key counts as often as the file that has it most often.
 */
export function distinctExamples<E extends Pick<ExampleEntry, 'key'>>(
  files: Iterable<readonly E[]>,
): { entries: E[]; repeated: number } {
  const counted = new Map<string, number>();
  const entries: E[] = [];
  let repeated = 0;
  for (const file of files) {
    const inFile = new Map<string, number>();
    for (const entry of file) {
      const occurrence = (inFile.get(entry.key) ?? 0) + 1;
      inFile.set(entry.key, occurrence);
      if (occurrence > (counted.get(entry.key) ?? 0)) {
        counted.set(entry.key, occurrence);
        entries.push(entry);
      } else repeated += 1;
    }
  }
  return { entries, repeated };
}
