import { join } from 'node:path';
import { runCli, storedJudgments } from '../support/cli';
import { writeFailures } from '../support/failures';
import { FAULTS, type Fault, faultyAnswers } from '../support/judgeFaults';
import { startJudgeServer } from '../support/judgeServer';

export interface FaultsOptions {
  /** An empty folder of the caller's. */
  folder: string;
  examples: number;
  seed: number;
  /** Of each kind of fault: 0.05 is one call in twenty. */
  share: number;
  concurrency: number;
  /** How long the tool waits for an answer; the server's stalls are longer. */
  timeoutSeconds: number;
}

export interface FaultsOutcome {
  seconds: number;
  calls: number;
  judged: number;
  abstained: number;
  /** By what their record says, without what differs from example to example. */
  errors: Record<string, number>;
  played: Record<string, number>;
  /** What is not as it has to be; empty when all is well. */
  wrong: string[];
}

interface Report {
  judged: number;
  abstained: number;
  errors: number;
  left: number;
}

/**
 * Runs the command line tool over failing examples against a judge that fails in every way at once, and
 * looks whether each example has ended once, as judged or with a reason.
 */
export async function tortureByFaults(options: FaultsOptions): Promise<FaultsOutcome> {
  const { folder, examples, concurrency, timeoutSeconds } = options;
  const store = join(folder, 'store');
  const input = join(folder, 'failures.jsonl');
  await writeFailures(input, examples);
  const { answer, asked, played } = faultyAnswers(options.seed, options.share);
  const server = await startJudgeServer({ answer, record: false });
  const started = performance.now();
  const { code, stdout, stderr } = await runCli([
    ...['classify', input, '--json', '--judge', 'openai', '--model', 'test-judge', '--base-url', server.url],
    ...['--store', store, '--concurrency', `${concurrency}`, '--timeout', `${timeoutSeconds}`],
  ]).finally(() => server.close());
  const seconds = (performance.now() - started) / 1_000;

  const wrong: string[] = [];
  const must = (holds: boolean, otherwise: string) => {
    if (!holds) wrong.push(otherwise);
  };
  const report = parsed(stdout);
  must(report !== undefined, `no report on stdout (exit code ${code}): ${stderr.slice(0, 500)}`);
  must(!/Unhandled|UnhandledPromise|at .*\.js:\d+/.test(stderr), `a crash on stderr: ${stderr.slice(0, 500)}`);
  const records = await storedJudgments(store);
  const keys = new Set(records.map(({ key }) => key));
  must(keys.size === examples, `${keys.size} of ${examples} examples have a record`);
  must(records.length === keys.size, `${records.length - keys.size} examples have more than one record`);
  must(asked.size === examples, `${asked.size} of ${examples} examples were asked about`);
  must(report?.left === 0, `${report?.left} examples left`);
  const errors: Record<string, number> = {};
  for (const { status, error, category } of records) {
    if (status === 'error') {
      must(Boolean(error), 'an error without a reason');
      const kind = kindOf(error ?? '');
      errors[kind] = (errors[kind] ?? 0) + 1;
    } else must(category !== 'Bad Vibes', 'a category outside the taxonomy');
  }
  for (const kind of Object.keys(FAULTS)) {
    must(examples < 1_000 || (played.get(kind as Fault) ?? 0) > 0, `the fault "${kind}" was never played`);
  }
  return {
    seconds,
    calls: server.calls(),
    judged: report?.judged ?? 0,
    abstained: report?.abstained ?? 0,
    errors,
    played: Object.fromEntries(played),
    wrong: [...new Set(wrong)],
  };
}

function parsed(stdout: string): Report | undefined {
  try {
    return JSON.parse(stdout) as Report;
  } catch {
    return undefined;
  }
}

function kindOf(error: string): string {
  return error
    .replace(/http:\/\/[\d.:]+/, 'ADDRESS')
    .replace(/\d+ times/, 'N times')
    .slice(0, 90);
}
