// `npm run fuzz`: bundles the fuzzer and runs it.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import esbuild from 'esbuild';

process.chdir(path.join(import.meta.dirname, '../..'));
await esbuild.build({
  entryPoints: { main: 'test/fuzz/main.ts' },
  outdir: 'out/fuzzer',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'error',
});
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', 'out/fuzzer/main.js', ...process.argv.slice(2)],
  {
    stdio: 'inherit',
  },
);
process.exitCode = status ?? 1;
