import type { ExampleEntry } from '../model/entry';

/** Names an example of the workspace in commands, tree items and webviews: its key and its file. */
export type ExampleRef = string;

const KEY_LENGTH = 32;

export function refOf(entry: Pick<ExampleEntry, 'key' | 'source'>): ExampleRef {
  return entry.key + entry.source.path;
}

export function partsOf(ref: ExampleRef): { key: string; path: string } {
  return { key: ref.slice(0, KEY_LENGTH), path: ref.slice(KEY_LENGTH) };
}
