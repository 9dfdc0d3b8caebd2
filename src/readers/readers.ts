import type { FormatId } from '../model/example';
import { alpacaEval } from './alpacaEval/alpacaEval';
import { bfcl } from './bfcl/bfcl';
import { deepeval } from './deepeval/deepeval';
import { errormapCsv } from './errormapCsv';
import { evalPlus } from './evalPlus';
import { genericCsv } from './generic/genericCsv';
import { genericJsonl } from './generic/genericJsonl';
import { helm } from './helm/helm';
import { inspect } from './inspect/inspect';
import { lighteval } from './lighteval/lighteval';
import { lmEval } from './lmEval/lmEval';
import { mlflow } from './mlflow/mlflow';
import { openaiEvals } from './openaiEvals/openaiEvals';
import { openCompass } from './openCompass/openCompass';
import { phoenix } from './phoenix/phoenix';
import { promptfoo } from './promptfoo/promptfoo';
import type { FileHead, Reader } from './reader';
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
];

/** The reader of a file, or null when it is no evaluation that we know. */
export function detectReader(head: FileHead): Reader | null {
  return readers.find((reader) => reader.detect(head)) ?? null;
}

/** The tool's name as its users write it. */
export function formatName(format: FormatId): string {
  return readers.find((reader) => reader.id === format)?.name ?? format;
}
