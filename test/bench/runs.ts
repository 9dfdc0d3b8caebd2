import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { writeFailures } from '../support/failures';
import { measureInTurn, type Run } from './measure';

export interface RunBenchOptions {
  examples: number;
  concurrency: number;
  delayMs: number;
  onStep: (what: string) => void;
}

export interface RunRow {
  what: string;
  value: number;
  unit: 'x' | 's' | 'MB' | 'ms' | 'calls';
  target?: number;
  detail: string;
}

/** Runs a judge over failing examples against a local server that takes its time, and once more over the same. */
export async function benchRun({ examples, concurrency, delayMs, onStep }: RunBenchOptions): Promise<RunRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'error-atlas-bench-run-'));
  const server = await startServer(delayMs);
  try {
    const file = join(folder, 'failures.jsonl');
    await writeFailures(file, examples);
    const measure = async (name: string) => {
      onStep(name);
      const args = ['--expose-gc', join(__dirname, 'judging-programs.js'), name, file, join(folder, 'store')];
      const program = { name, command: process.execPath, args: [...args, server.url, `${concurrency}`] };
      // Each once: a run changes the store, and the next one is to find it so.
      const [run] = (await measureInTurn([program], 1, 0)).get(name) ?? [];
      if (!run) throw new Error(`${name} has told nothing`);
      return run;
    };
    const bare = await measure('bare');
    const first = await measure('run');
    const again = await measure('run');
    return rowsOf({ bare, first, again }, (Math.ceil(examples / concurrency) * delayMs) / 1_000, examples);
  } finally {
    server.process.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

function rowsOf(
  { bare, first, again }: Record<'bare' | 'first' | 'again', Run>,
  ideal: number,
  examples: number,
): RunRow[] {
  const fact = (run: Run, name: string) => run.facts[name] ?? Number.NaN;
  const cpu = (run: Run) => (fact(run, 'cpuOfRun') / examples) * 1_000;
  if (fact(first, 'judged') !== examples) throw new Error(`only ${fact(first, 'judged')} of ${examples} were judged`);
  return [
    {
      ...{ what: 'wall against ideal', value: first.seconds / ideal, unit: 'x', target: 1.05 },
      detail: `${first.seconds.toFixed(1)} s; ideal ${ideal.toFixed(1)} s; bare requests ${bare.seconds.toFixed(1)} s`,
    },
    {
      ...{ what: 'wall against bare requests', value: first.seconds / bare.seconds, unit: 'x' },
      detail: 'both met the same server on the same machine',
    },
    {
      ...{ what: 'processor time an example', value: cpu(first), unit: 'ms' },
      detail: `bare requests ${cpu(bare).toFixed(2)} ms`,
    },
    {
      ...{ what: 'growth of memory (RSS)', value: fact(first, 'rssGrowth') / 1e6, unit: 'MB', target: 150 },
      detail: `peak of the process ${(first.peak / 1e6).toFixed(0)} MB`,
    },
    {
      ...{ what: 'event loop delay, p99', value: fact(first, 'delayP99'), unit: 'ms', target: 20 },
      detail: `longest ${fact(first, 'delayMax').toFixed(1)} ms`,
    },
    {
      ...{ what: 'again, nothing changed', value: fact(again, 'wholeSeconds'), unit: 's', target: 2 },
      detail: `${fact(again, 'cached')} results from the store, reading the file included`,
    },
    { what: 'calls of that', value: fact(again, 'calls'), unit: 'calls', target: 0, detail: '' },
  ];
}

async function startServer(delayMs: number): Promise<{ process: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [join(__dirname, 'judge-server.js'), '--delay', `${delayMs}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) return { process: child, url: line };
  throw new Error('the judge server has ended');
}
