import { userInfo } from 'node:os';
import type { ExampleEntry } from '../model/entry';
import type { Correction } from '../model/judgment';
import type { Label } from '../store/judgmentStore';

/** A person's word on an example, with what makes its line in `corrections.jsonl` readable. */
export function personsWord(
  { key, dataset, id, model }: Pick<ExampleEntry, 'key' | 'dataset' | 'id' | 'model'>,
  label: Label | undefined,
  { category, note }: { category: string; note?: unknown },
): Correction {
  const judgment = label?.judgment?.status === 'judged' ? label.judgment : undefined;
  return {
    ...{ key, dataset, id, model, category },
    ...(judgment && { judged: judgment.category, title: judgment.title }),
    ...(typeof note === 'string' && note.trim() !== '' && { note: note.trim() }),
    author: author(),
    createdAt: new Date().toISOString(),
  };
}

/** Takes a correction back. */
export function takenBack({ note: _, ...before }: Correction): Correction {
  return { ...before, author: author(), createdAt: new Date().toISOString(), retracted: true };
}

function author(): string {
  try {
    return userInfo().username;
  } catch {
    // Some containers run as a user without a name.
    return 'unknown';
  }
}
