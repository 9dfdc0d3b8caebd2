import type { FormatId } from '../model/example';
import { errormapCsv } from './errormapCsv';
import { genericCsv } from './generic/genericCsv';
import { genericJsonl } from './generic/genericJsonl';
import { inspect } from './inspect/inspect';
import { lmEval } from './lmEval/lmEval';
import { promptfoo } from './promptfoo/promptfoo';
import type { FileHead, Reader } from './reader';

/** Every reader, the tools' own before the generic ones: the first that knows a file reads it. */
export const readers: readonly Reader[] = [inspect, lmEval, promptfoo, errormapCsv, genericJsonl, genericCsv];

/** The reader of a file, or null when it is no evaluation that we know. */
export function detectReader(head: FileHead): Reader | null {
  return readers.find((reader) => reader.detect(head)) ?? null;
}

/** The tool's name as its users write it. */
export function formatName(format: FormatId): string {
  return readers.find((reader) => reader.id === format)?.name ?? format;
}
