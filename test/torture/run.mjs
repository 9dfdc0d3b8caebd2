// `npm run torture`: bundles the torture tests and runs them against the built command line tool.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import esbuild from 'esbuild';

process.chdir(path.join(import.meta.dirname, '../..'));
await esbuild.build({
  entryPoints: { main: 'test/torture/main.ts' },
  outdir: 'out/torture',
  bundle: true,
  platform: 'node',
  target: 'node20',
  // The tests' helpers find the project by where they lie, as they do in vitest.
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  logLevel: 'error',
});
const { status } = spawnSync(process.execPath, ['out/torture/main.mjs', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
