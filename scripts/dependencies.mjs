// Makes sure that node_modules is what package-lock.json says. Node builtins only.
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './rig/paths.mjs';
import { npm } from './rig/run.mjs';

/** Installs when node_modules is missing or older than package-lock.json: after a clone and after a pull. */
export async function installDependencies() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  // What vitest and esbuild ask for; the command line tool itself is content with any Node 20.
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(`Building ErrorAtlas needs Node 20.19 or newer; this is ${process.version}.`);
  }
  // npm writes this file when an install is complete.
  const installed = modified('node_modules/.package-lock.json');
  if (installed >= modified('package-lock.json')) return;
  console.log('Installing dependencies (npm ci) …');
  const code = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: ROOT });
  if (code !== 0) throw new Error('npm ci failed (see above). It needs the npm registry: check that `npm ping` works.');
  // A clock that jumps, or a checkout that comes after the install, must not bring us here every time.
  const now = new Date();
  fs.utimesSync(path.join(ROOT, 'node_modules/.package-lock.json'), now, now);
}

/** @returns {number} milliseconds; 0 for a file that is not there */
function modified(file) {
  return fs.statSync(path.join(ROOT, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
