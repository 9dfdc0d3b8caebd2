// Installs the rig: a real VS Code (server and web workbench) out of the npm package code-server,
// and the Node that it wants. Quick when it is there already. Node builtins only.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './paths.mjs';
import { npm } from './run.mjs';

/** `current` is what tests run in; `floor` is the oldest VS Code that package.json promises. */
const FOLDERS = {
  current: path.join(ROOT, 'test/rig'),
  floor: path.join(ROOT, 'test/rig/floor'),
};

/**
 * @typedef {object} Rig
 * @property {string} node the Node to run the server with
 * @property {string} serverMain the server's script
 * @property {string} version of VS Code
 */

/**
 * @param {{ vscode?: 'current' | 'floor' }} [options]
 * @returns {Promise<Rig>}
 */
export async function installRig({ vscode = 'current' } = {}) {
  const folder = FOLDERS[vscode];
  if (!folder) throw new Error(`No rig named "${vscode}": current or floor.`);
  const modules = path.join(folder, 'node_modules');
  const stamp = path.join(modules, '.installed');
  const wanted = createHash('sha256')
    .update(fs.readFileSync(path.join(folder, 'package-lock.json')))
    .digest('hex');
  const server = path.join(modules, 'code-server/lib/vscode');

  if (!fs.existsSync(stamp) || fs.readFileSync(stamp, 'utf8') !== wanted) {
    console.log(`Installing VS Code's server into ${path.relative(ROOT, modules)} (once, 600 MB, about a minute) …`);
    // No scripts: they would compile native modules, and everything we need works without them.
    await install(folder, ['ci']);
    // The server's own packages are not among code-server's dependencies: its postinstall script adds them.
    // Not `ci`, which refuses their npm-shrinkwrap.json: an optional package is missing from it.
    await install(server, ['install', '--omit=dev', '--no-save']);
    lendRipgrep(modules, server);
    fs.writeFileSync(stamp, wanted);
  }

  return {
    node: findNode(modules),
    serverMain: path.join(server, 'out/server-main.js'),
    version: JSON.parse(fs.readFileSync(path.join(server, 'package.json'), 'utf8')).version,
  };
}

/** @param {string} cwd @param {string[]} args */
async function install(cwd, args) {
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--no-engine-strict'];
  const code = await npm([...args, ...flags], { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  if (code === 0) return;
  throw new Error(
    `VS Code's server could not be installed: npm ${args.join(' ')} failed in ${path.relative(ROOT, cwd)} (see above).\n` +
      'It needs the npm registry. Behind a proxy, check that `npm ping` works, then try again.',
  );
}

/**
 * VS Code finds files with ripgrep. Of old its package downloads the program in a script that does not run here, and
 * `workspace.findFiles` finds nothing; the floor's package.json has one that brings it along.
 */
function lendRipgrep(modules, server) {
  const name = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const program = path.join(modules, '@vscode/ripgrep-universal/bin', `${process.platform}-${process.arch}`, name);
  const place = path.join(server, 'node_modules/@vscode/ripgrep/bin', name);
  if (!fs.existsSync(program) || fs.existsSync(place)) return;
  fs.mkdirSync(path.dirname(place), { recursive: true });
  fs.copyFileSync(program, place);
  fs.chmodSync(place, 0o755);
}

/** The one package of Node for this platform that npm has installed; the others are left out by `os` and `cpu`. */
function findNode(modules) {
  const file = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  for (const name of fs.readdirSync(modules)) {
    if (!/^node-(bin-)?(linux|darwin|win)-(x64|arm64)$/.test(name)) continue;
    const found = path.join(modules, name, file);
    if (fs.existsSync(found)) return found;
  }
  // No package for this platform: our own Node may do, and the server says so when it does not.
  return process.execPath;
}
