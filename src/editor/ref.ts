import type { ExampleEntry } from '../model/entry';
import type { Source } from '../model/example';

/**
 * Names an example of the workspace in commands, tree items and webviews: its key, its place and its
 * file. Identical examples of one file (epochs) share the key, but not the place. Scripts may leave the
 * place out: `<key><path>` is the first example of the file with that key.
 */
export type ExampleRef = string;

const REF = /^(?<key>[0-9a-f]{32})(?:#(?<place>[^#]*)#)?(?<path>.+)$/s;

export function refOf({ key, source }: Pick<ExampleEntry, 'key' | 'source'>): ExampleRef {
  return `${key}#${placeIn(source)}#${source.path}`;
}

/** `undefined` for a text that is no reference. */
export function partsOf(ref: ExampleRef): { key: string; place: string | undefined; path: string } | undefined {
  const { key, place, path } = REF.exec(ref)?.groups ?? {};
  return key === undefined || path === undefined ? undefined : { key, place, path };
}

/** Equal for two readings of a file that has not changed, and different for all examples in it. */
export function placeIn({ line, byteOffset, entry }: Source): string {
  return [line ?? '', byteOffset ?? '', encodeURIComponent(entry ?? '')].join();
}
