import { spawn } from 'node:child_process';

/** What one run of a program took. */
export interface Run {
  /** Of the work itself, as the program says: starting it is left out on both sides. */
  seconds: number;
  /** Most memory that the process ever held, bytes. */
  peak: number;
  /** Whatever else the program says of its work. */
  facts: Record<string, number>;
}

/** What a measured program prints, as its last line. */
export interface Report {
  seconds: number;
  peak: number;
  [fact: string]: number;
}

export interface Program {
  name: string;
  command: string;
  args: readonly string[];
}

/** Runs programs in turn, A B A B …, so that a machine that slows down slows all of them. The first `warmUps` runs of each are not counted. */
export async function measureInTurn(
  programs: readonly Program[],
  runs: number,
  warmUps = 1,
): Promise<Map<string, Run[]>> {
  const measured = new Map<string, Run[]>(programs.map(({ name }) => [name, []]));
  for (let run = -warmUps; run < runs; run += 1) {
    for (const program of programs) {
      const result = await runOnce(program);
      if (run >= 0) measured.get(program.name)?.push(result);
    }
  }
  return measured;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

/** The median of the ratios run by run: both sides of a pair met the machine in the same mood. */
export function medianRatio(ours: readonly Run[], theirs: readonly Run[]): number {
  return median(ours.map(({ seconds }, run) => seconds / (theirs[run]?.seconds ?? Number.NaN)));
}

/** What a measured program calls at its end. */
export function report(seconds: number, facts: Record<string, number> = {}): void {
  const peak = process.resourceUsage().maxRSS * 1024;
  const { user, system } = process.cpuUsage();
  console.log(JSON.stringify({ ...facts, cpu: (user + system) / 1e6, seconds, peak } satisfies Report));
}

function runOnce({ name, command, args }: Program): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`${name} has failed (${code})`));
      const { seconds, peak, ...facts }: Report = JSON.parse(printed.trim().split('\n').at(-1) ?? '');
      resolve({ seconds, peak, facts });
    });
  });
}
