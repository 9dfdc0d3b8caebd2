import type { FormatId } from '../model/example';
import { alpacaEval } from './alpacaEval/alpacaEval';
import { bfcl } from './bfcl/bfcl';
import { deepeval } from './deepeval/deepeval';
import { errormapCsv } from './errormapCsv';
import { isErrormapResults, isErrormapWork } from './errormapResults';
import { evalPlus } from './evalPlus';
import { genericCsv } from './generic/genericCsv';
import { genericJsonl } from './generic/genericJsonl';
import { genericParquet } from './generic/genericParquet';
import { helm } from './helm/helm';
import { inspect } from './inspect/inspect';
import { lighteval } from './lighteval/lighteval';
import { lmEval } from './lmEval/lmEval';
import { mlflow } from './mlflow/mlflow';
import { openaiEvals } from './openaiEvals/openaiEvals';
import { openCompass } from './openCompass/openCompass';
import { phoenix } from './phoenix/phoenix';
import { promptfoo } from './promptfoo/promptfoo';
import type { FileHead, Reader, ReadingChoice } from './reader';
import { sweBench } from './sweBench';

/** Every reader, the tools' own before the generic ones: the first that knows a file reads it. */
export const readers: readonly Reader[] = [
  inspect,
  lmEval,
  promptfoo,
  helm,
  openCompass,
  bfcl,
  evalPlus,
  sweBench,
  deepeval,
  mlflow,
  phoenix,
  alpacaEval,
  lighteval,
  openaiEvals,
  errormapCsv,
  genericJsonl,
  genericCsv,
  genericParquet,
];

/** The reader of a file, or null when it is no evaluation that we know. */
export function detectReader(head: FileHead): Reader | null {
  const reader = readers.find((candidate) => candidate.detect(head)) ?? null;
  // What the paper's reference code says of examples repeats them; it is read by the side of them, as judgments.
  const isTable = reader?.id === 'errormap-csv' || reader?.id === 'generic-csv';
  return isTable && (isErrormapResults(head) || isErrormapWork(head)) ? null : reader;
}

/** Who reads a file whose fields the user has named; null when it is nothing that has fields. */
export function mappedReader({ columns, text, head }: FileHead): Reader | null {
  if (columns !== undefined) return genericParquet;
  if (head.includes(0)) return null;
  return /^\s*(?:[[{]|$)/.test(text) ? genericJsonl : genericCsv;
}

/** What a user can choose about files of a format; undefined where there is nothing. */
export function choiceOf(format: FormatId): ReadingChoice | undefined {
  return readers.find((reader) => reader.id === format)?.choice;
}

/** The tool's name as its users write it. */
export function formatName(format: FormatId): string {
  return readers.find((reader) => reader.id === format)?.name ?? format;
}
