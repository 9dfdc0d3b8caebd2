// Running programs, and where they are in the work folder.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const windows = process.platform === 'win32';

export const python = (work) => path.join(work, 'venv', windows ? 'Scripts/python.exe' : 'bin/python');
export const nodeModules = (work) => path.join(work, 'npm', 'node_modules');
export const models = (work) => path.join(work, 'models');

/** Runs a program to its end; throws when it fails. */
export function run(program, args, { cwd, env = {}, allow = [0] } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: 'inherit',
      shell: windows && program === 'npm',
    });
    child.on('error', reject);
    child.on('exit', (code) =>
      allow.includes(code) ? resolve() : reject(new Error(`${path.basename(program)} ended with ${code}`)),
    );
  });
}

/** An empty folder below the work folder, in which a tool runs. */
export function emptyFolder(...parts) {
  const folder = path.join(...parts);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  return folder;
}
