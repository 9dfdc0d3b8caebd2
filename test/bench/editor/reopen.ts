import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { Evaluations } from '../../../src/editor/evaluations';
import { EvaluationsTree } from '../../../src/editor/evaluationsTree';
import { findPaths } from '../../../src/editor/findPaths';
import type { Log } from '../../../src/editor/log';
import { ReadSettings } from '../../../src/editor/readRules';
import type { ErrorAtlasApi } from '../../../src/extension';
import { SurveyCache } from '../../../src/readers/surveyCache';
import { writeLmEval } from '../files';
import { profiled } from './profiled';

/** In milliseconds: until the tree has all its files; without a cache, and with what the first time left in it. */
export interface ReopenFigures {
  files: number;
  examples: number;
  cold: number;
  warm: number;
  /** Of each of the two: how long the editor takes to find the files. */
  finding: number;
}

const MODELS = 20;
const TASKS = 25;
/** Of each file. */
const EXAMPLES = 100;
const MEDIAN_CHARACTERS = 300;

/** Opens a workspace of many evaluations twice, by the objects of the extension. It must itself be done with reading. */
export async function reopen(api: ErrorAtlasApi, folder: string, profiles: string | undefined): Promise<ReopenFigures> {
  api.evaluations.dispose();
  const made = join(folder, '..', 'reopen');
  for (let model = 0; model < MODELS; model += 1) {
    const place = join(made, `model-${model}`);
    mkdirSync(place, { recursive: true });
    for (let task = 0; task < TASKS; task += 1) writeLmEval(place, EXAMPLES, MEDIAN_CHARACTERS, `task${task}`);
  }
  renameSync(made, join(folder, 'reopen'));
  const cache = join(folder, '..', 'surveys');
  await findPaths([]);
  const started = performance.now();
  await findPaths([]);
  const finding = performance.now() - started;
  const cold = await profiled(profiles, 'cold', () => open(api, cache));
  const warm = await profiled(profiles, 'warm', () => open(api, cache));
  if (warm.files !== cold.files || warm.examples !== cold.examples) {
    throw new Error(`from the cache came ${JSON.stringify(warm)}, from the files ${JSON.stringify(cold)}`);
  }
  return { files: warm.files, examples: warm.examples, cold: cold.ms, warm: warm.ms, finding };
}

async function open(api: ErrorAtlasApi, cache: string): Promise<{ files: number; examples: number; ms: number }> {
  const started = performance.now();
  const settings = new ReadSettings();
  const log: Log = { info() {}, warn: console.warn, error: console.error };
  const evaluations = new Evaluations(log, settings, new SurveyCache(cache));
  try {
    await evaluations.refresh();
    const tree = new EvaluationsTree(evaluations, api.store, api.filter);
    const items = tree.getChildren().map((node) => tree.getTreeItem(node));
    const ms = performance.now() - started;
    const examples = evaluations.surveys().reduce((sum, { entries }) => sum + entries.length, 0);
    return { files: items.length, examples, ms };
  } finally {
    evaluations.dispose();
    settings.dispose();
  }
}
