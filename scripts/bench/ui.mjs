// Measures the atlas panel: builds its bundle as it ships and the bench around it, and runs that in a browser.
// Prints one JSON document as its last line.
import fs from 'node:fs';
import path from 'node:path';
import esbuild from 'esbuild';
import { ownScripts } from '../build/plugins.mjs';
import { ROOT } from '../rig/paths.mjs';
import { node } from '../rig/run.mjs';

const OUT = 'out/bench/ui';
const WEBVIEWS = path.join(ROOT, OUT, 'webview');

process.chdir(ROOT);
await esbuild.build({
  entryPoints: { atlas: 'webview/atlas/main.ts' },
  outdir: WEBVIEWS,
  bundle: true,
  minify: true,
  platform: 'browser',
  target: 'es2022',
  format: 'iife',
  loader: { '.ttf': 'copy' },
  logLevel: 'error',
});
for (const file of ['codicon.css', 'codicon.ttf']) {
  fs.copyFileSync(`node_modules/@vscode/codicons/dist/${file}`, path.join(WEBVIEWS, file));
}
await esbuild.build({
  entryPoints: { main: 'test/bench/ui/main.ts' },
  outdir: OUT,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  external: ['playwright-core'],
  plugins: [ownScripts(OUT)],
  logLevel: 'error',
});
process.exitCode = await node([path.join(ROOT, OUT, 'main.mjs'), ...process.argv.slice(2)], {
  env: { ...process.env, ERROR_ATLAS_WEBVIEWS: WEBVIEWS },
});
