// Runs commands the same way on every platform. Node builtins only: this works before `npm install`.
import { spawn } from 'node:child_process';

/**
 * Runs a command to its end, its output on ours.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} its exit code; a signal or a command that is not there counts as 1
 */
export function run(command, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    child.once('error', (error) => {
      console.error(`${command}: ${error.message}`);
      done(1);
    });
    child.once('close', (code) => done(code ?? 1));
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
