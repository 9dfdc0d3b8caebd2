// Measures the offline judge on a part of the gold set: `node test/gold/offline.mjs [dev|test] [--wrong] [--counts]`.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import esbuild from 'esbuild';

process.chdir(path.join(import.meta.dirname, '../..'));
const OUT = 'out/gold/offline.mjs';

await esbuild.build({
  entryPoints: ['test/gold/offline.ts'],
  outfile: OUT,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // The gold set lies beside its reader, not beside the bundle.
  define: { 'import.meta.dirname': JSON.stringify(import.meta.dirname) },
  logLevel: 'error',
});
const { status } = spawnSync(process.execPath, [OUT, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
