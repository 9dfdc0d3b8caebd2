// `npm run test:llm`: the whole path against a real language model, whose address and name the environment gives.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import esbuild from 'esbuild';

process.chdir(path.join(import.meta.dirname, '../..'));
const OUT = 'out/llm';

await esbuild.build({
  entryPoints: { main: 'test/llm/main.ts', cli: 'src/cli.ts', 'survey-worker': 'src/readers/surveyWorker.ts' },
  outdir: OUT,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  logLevel: 'error',
});
const { status } = spawnSync(process.execPath, [`${OUT}/main.js`, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
