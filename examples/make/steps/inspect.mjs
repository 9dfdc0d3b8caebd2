// Inspect AI: structured extraction and multiple choice.
import fs from 'node:fs';
import path from 'node:path';
import { examplesDir, makeDir } from '../files.mjs';
import { emptyFolder, python, run } from './run.mjs';

export async function runInspect(work, baseUrl) {
  const folder = emptyFolder(work, 'inspect');
  fs.copyFileSync(path.join(makeDir, 'python', 'inspect_run.py'), path.join(folder, 'inspect_run.py'));
  await run(python(work), ['inspect_run.py', path.join(makeDir, 'questions'), baseUrl, 'logs'], {
    cwd: folder,
    env: { INSPECT_EVAL_LOG_FILE_PATTERN: '{task}_{model}' },
  });

  const target = emptyFolder(examplesDir, 'inspect');
  for (const name of fs.readdirSync(path.join(folder, 'logs'))) {
    if (!/\.(eval|json)$/.test(name)) continue;
    // The pattern gives <time>_<task>_<model>; without the time the name stays the same when the logs are remade.
    fs.copyFileSync(path.join(folder, 'logs', name), path.join(target, name.replace(/^[^_]*_/, '')));
  }
}
