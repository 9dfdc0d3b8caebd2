import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');
const CLI = join(ROOT, 'dist/cli.js');

export interface CliOptions {
  /** Variables besides the few that a process needs; nothing else of the tester's environment gets in. */
  env?: Record<string, string>;
  /** The project's folder by default. */
  cwd?: string;
  /** Written to stdin. */
  input?: string;
  /** Ends the process with SIGINT, as Ctrl-C does. */
  signal?: AbortSignal;
}

export interface CliResult<Document = unknown> {
  /** `null` when a signal ended the process. */
  code: number | null;
  stdout: string;
  stderr: string;
  /** All of stdout as one JSON document. Throws when it is none. */
  readonly json: Document;
}

export interface CliRun<Document = unknown> {
  child: ChildProcess;
  finished: Promise<CliResult<Document>>;
}

/** Starts the built command line tool as a process of its own. */
export function startCli<Document = unknown>(args: readonly string[], options: CliOptions = {}): CliRun<Document> {
  if (!existsSync(CLI)) throw new Error(`${CLI} is not there: run \`node esbuild.mjs\` first`);
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: options.cwd ?? ROOT,
    env: { PATH, HOME, ...options.env },
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  // A command that reads no stdin may be gone before all is written.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input);
  options.signal?.addEventListener('abort', () => child.kill('SIGINT'), { once: true });
  const finished = new Promise<CliResult<Document>>((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => {
      const text = Buffer.concat(stdout).toString();
      done({
        code,
        stdout: text,
        stderr: Buffer.concat(stderr).toString(),
        get json() {
          return JSON.parse(text) as Document;
        },
      });
    });
  });
  return { child, finished };
}

export function runCli<Document = unknown>(
  args: readonly string[],
  options?: CliOptions,
): Promise<CliResult<Document>> {
  return startCli<Document>(args, options).finished;
}

/** A new folder, and the function that takes it away. */
export async function temporaryFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'error-atlas-cli-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The text of every file below a folder, by path; empty when there is no such folder. */
export async function filesBelow(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  if (!existsSync(folder)) return files;
  for (const member of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(member.parentPath, member.name);
    if (member.isFile()) files.set(path, await readFile(path, 'utf8'));
  }
  return files;
}

/** Every judgment in a store, read without the store's code. Throws for a line that is no JSON. */
export async function storedJudgments(
  store: string,
): Promise<{ key: string; status: string; category: string; error?: string }[]> {
  const files = await filesBelow(join(store, 'judgments'));
  return [...files.values()].flatMap((text) =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line)),
  );
}
