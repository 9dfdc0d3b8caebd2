// Remakes the example evaluations.
// usage: node make.mjs [--work DIR] [STEP …]      steps, in this order when none is given: see STEPS
import os from 'node:os';
import path from 'node:path';
import { writeCsv } from './steps/csv.mjs';
import { check, clean, count } from './steps/finish.mjs';
import { runInspect } from './steps/inspect.mjs';
import { writeJsonl } from './steps/jsonl.mjs';
import { runLmEval } from './steps/lm-eval.mjs';
import { runPromptfoo } from './steps/promptfoo.mjs';
import { withServer } from './steps/server.mjs';
import { setup } from './steps/setup.mjs';

const STEPS = {
  setup,
  'lm-eval': withServer(runLmEval),
  inspect: withServer(runInspect),
  promptfoo: withServer(runPromptfoo),
  csv: withServer(writeCsv),
  jsonl: withServer(writeJsonl),
  clean,
  count,
  check,
};

const args = process.argv.slice(2);
// Downloads, models and the tools' working folders; outside any git repository, or Inspect notes its revision.
let work = path.join(os.tmpdir(), 'error-atlas-examples');
const option = args.indexOf('--work');
if (option >= 0) [, work] = args.splice(option, 2);

const unknown = args.filter((name) => !STEPS[name]);
if (unknown.length > 0) {
  console.error(`no such step: ${unknown.join(', ')}; steps: ${Object.keys(STEPS).join(', ')}`);
  process.exit(2);
}
for (const name of args.length > 0 ? args : Object.keys(STEPS)) {
  const start = Date.now();
  console.log(`── ${name}`);
  await STEPS[name](path.resolve(work));
  console.log(`   ${((Date.now() - start) / 1000).toFixed(0)} s`);
}
