// Runs commands the same way on every platform. Node builtins only: this works before `npm install`.
import { spawn } from 'node:child_process';
import os from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a command to its end, its output on ours. A signal that ends us ends it first, so that it can clean up.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} its exit code; a signal or a command that is not there counts as 1
 */
export function run(command, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    const pass = (signal) => {
      child.once('close', () => process.exit(128 + os.constants.signals[signal]));
      child.kill(signal);
    };
    const ended = (code) => {
      for (const signal of SIGNALS) process.off(signal, pass);
      done(code ?? 1);
    };
    for (const signal of SIGNALS) process.once(signal, pass);
    child.once('error', (error) => {
      console.error(`${command}: ${error.message}`);
      ended(1);
    });
    child.once('close', ended);
  });
}

/**
 * Runs this Node on a script.
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export const node = (args, options) => run(process.execPath, args, options);

/**
 * Runs npm. Inside an npm script it is the very npm that started us; else `npm` from the PATH,
 * which on Windows is a .cmd file that only a shell can start.
 * @param {string[]} args without spaces or shell characters
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function npm(args, options) {
  const cli = process.env.npm_execpath;
  if (cli && /npm-cli\.[cm]?js$/.test(cli)) return node([cli, ...args], options);
  return process.platform === 'win32' ? run('npm.cmd', args, { shell: true, ...options }) : run('npm', args, options);
}
