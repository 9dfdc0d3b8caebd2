// Starts VS Code's server for a browser workbench, with nothing of the user's in it. Node builtins only.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** First-run noise that would cover what people came for. */
const QUIET_SETTINGS = {
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.banner': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Variables of test runners and of a VS Code that we may run inside of: they would change the server. */
const NOT_INHERITED = /^(VSCODE_|ELECTRON_|VITEST|NODE_OPTIONS$|NODE_TEST_CONTEXT$|npm_)/;

/** Ctrl-C, a closed terminal, a pipeline that gives up. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** How long a slow machine may take to start the server, in milliseconds. */
const START_TIMEOUT = 60_000;

/**
 * @typedef {object} ServerOptions
 * @property {import('./install.mjs').Rig} rig
 * @property {number} [port] a free one if left out
 * @property {string} [extension] folder of an extension to have installed
 * @property {string} [folder] what a bare http://localhost:PORT/ opens
 * @property {boolean} [trust] true: Workspace Trust is on, folders open in Restricted Mode; false: every folder is trusted
 * @property {boolean} [testDriver] let the page's address name extensions under development and their tests
 * @property {Record<string, string>} [env] more environment for the server and the extension host
 * @property {Record<string, unknown>} [settings] more user settings
 *
 * @typedef {object} Server
 * @property {number} port
 * @property {string} dataDir its user data and logs; gone after stop()
 * @property {() => void} resetSettings takes back what was changed in the user settings
 * @property {() => Promise<void>} stop kills the server and all that it started
 */

/**
 * @param {ServerOptions} options
 * @returns {Promise<Server>}
 */
export async function startServer({ rig, port = 0, extension, folder, trust, testDriver, env, settings }) {
  if (port !== 0) await checkFree(port);
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'error-atlas-vscode-'));
  const extensions = path.join(dataDir, 'extensions');
  const link = path.join(extensions, 'linked');
  fs.mkdirSync(extensions);
  if (extension) fs.symlinkSync(extension, link, 'junction');
  const user = path.join(dataDir, 'data/User');
  fs.mkdirSync(user, { recursive: true });
  const resetSettings = () =>
    fs.writeFileSync(path.join(user, 'settings.json'), JSON.stringify({ ...QUIET_SETTINGS, ...settings }, null, 2));
  resetSettings();

  const args = ['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'];
  args.push('--accept-server-license-terms', '--telemetry-level', 'off');
  args.push('--server-data-dir', dataDir, '--extensions-dir', extensions);
  if (folder) args.push('--default-folder', folder);
  if (!trust) args.push('--disable-workspace-trust');
  if (testDriver) args.push('--enable-smoke-test-driver');

  const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name));
  const child = spawn(rig.node, [rig.serverMain, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...Object.fromEntries(inherited), ...env },
    // A process group of its own, so that its extension hosts and watchers can be killed with it.
    detached: process.platform !== 'win32',
  });

  const exited = new Promise((done) => {
    child.once('close', done);
    child.once('error', done);
  });
  const cleanUp = () => {
    killTree(child);
    try {
      // The link first and alone: nothing that removes folders shall ever walk into the extension's sources.
      fs.rmSync(link, { force: true });
      fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // Windows may still hold a log file; it is in the temp folder.
    }
  };
  const onSignal = (signal) => {
    cleanUp();
    process.exit(128 + os.constants.signals[signal]);
  };
  process.once('exit', cleanUp);
  for (const signal of SIGNALS) process.once(signal, onSignal);
  const stop = async () => {
    process.off('exit', cleanUp);
    for (const signal of SIGNALS) process.off(signal, onSignal);
    killTree(child);
    await exited;
    cleanUp();
  };

  try {
    return { port: await listening(child), dataDir, resetSettings, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The server itself would log the clash and stay silent. */
function checkFree(port) {
  return new Promise((free, fail) => {
    const probe = net.createServer();
    probe.once('error', (error) => fail(new Error(`Port ${port} can't be used (${error.code}): choose another.`)));
    probe.listen(port, '127.0.0.1', () => probe.close(free));
  });
}

/** Resolves with the port once the server takes connections. */
function listening(child) {
  return new Promise((ready, fail) => {
    let output = '';
    const give = (reason) => fail(new Error(`VS Code's server ${reason}.\n${output.trim()}`));
    const timer = setTimeout(give, START_TIMEOUT, `did not start within ${START_TIMEOUT / 1000} s`);
    const read = (chunk) => {
      output = (output + chunk).slice(-4000);
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (!port) return;
      clearTimeout(timer);
      ready(Number(port));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', (error) => {
      clearTimeout(timer);
      give(`could not be started (${error.message})`);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      give(`ended with code ${code}`);
    });
  });
}

function killTree(child) {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    if (child.exitCode === null) spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    // The whole group, also when the server itself is gone already.
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nobody left.
  }
}
