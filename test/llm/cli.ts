import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface LlmOptions {
  baseUrl: string;
  model: string;
  /** Folder of the store. */
  store: string;
  /** Seconds for one reply. */
  timeout: string;
}

export interface CliAnswer {
  code: number | null;
  /** `undefined` when nothing was printed; why, the command has told on stderr. */
  json: unknown;
}

/** The command line tool as a process of its own, bundled beside this file; its progress is passed on. */
export class Cli {
  constructor(readonly options: LlmOptions) {}

  run(args: readonly string[]): Promise<CliAnswer> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [join(__dirname, 'cli.js'), ...args, '--json'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const chunks: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.on('error', reject);
      child.on('close', (code) => {
        const text = Buffer.concat(chunks).toString();
        resolve({ code, json: text === '' ? undefined : JSON.parse(text) });
      });
    });
  }

  /** For commands that ask the model. */
  ask(command: readonly string[], args: readonly string[]): Promise<CliAnswer> {
    const { baseUrl, model, store, timeout } = this.options;
    const key = process.env.ERROR_ATLAS_LLM_API_KEY ? ['--api-key-env', 'ERROR_ATLAS_LLM_API_KEY'] : [];
    const endpoint = ['--judge', 'openai', '--base-url', baseUrl, '--model', model, ...key];
    return this.run([...command, ...args, ...endpoint, '--store', store, '--timeout', timeout, '--concurrency', '1']);
  }
}
