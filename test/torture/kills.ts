import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Random } from '../fuzz/random';
import { filesBelow, runCli, startCli, storedJudgments } from '../support/cli';
import { writeFailures } from '../support/failures';
import { startJudgeServer } from '../support/judgeServer';

export interface KillsOptions {
  /** An empty folder of the caller's. */
  folder: string;
  examples: number;
  kills: number;
  seed: number;
  concurrency: number;
}

export interface KillsOutcome {
  seconds: number;
  calls: number;
  /** After each kill: judgments in the store, and examples that were asked about without one. */
  kills: { stored: number; lost: number }[];
  /** What is not as it has to be; empty when all is well. */
  wrong: string[];
}

/**
 * Kills the command line tool with SIGKILL at random moments of a run and lets it resume each time, then
 * looks whether any stored judgment is gone, and any call was made again whose judgment was stored.
 */
export async function tortureByKills({
  folder,
  examples,
  kills,
  seed,
  concurrency,
}: KillsOptions): Promise<KillsOutcome> {
  const input = join(folder, 'failures.jsonl');
  const store = join(folder, 'store');
  await writeFailures(input, examples);
  const ids = await idsByKey(input);
  const random = new Random(seed);
  const asked = new Map<string, number>();
  let calls = 0;
  let tell = { at: Number.POSITIVE_INFINITY, reached: () => {} };
  const server = await startJudgeServer({
    record: false,
    delayMs: 20,
    answer: (call, { body }) => {
      calls = call;
      const id = idOf(body.messages[1]?.content ?? '');
      asked.set(id, (asked.get(id) ?? 0) + 1);
      if (call === tell.at) tell.reached();
      return undefined;
    },
  });
  const started = performance.now();
  const args = [
    ...['classify', input, '--json', '--judge', 'openai', '--model', 'test-judge', '--base-url', server.url],
    ...['--store', store, '--concurrency', `${concurrency}`],
  ];
  const wrong: string[] = [];
  const must = (holds: boolean, otherwise: string) => {
    if (!holds) wrong.push(otherwise);
  };
  const outcome: KillsOutcome = { seconds: 0, calls: 0, kills: [], wrong };
  /** How often each example was under way, or not on the disk yet, when the tool died. */
  const underWay = new Map<string, number>();
  try {
    for (let kill = 0; kill < kills; kill++) {
      const before = await filesBelow(join(store, 'judgments'));
      const reached = new Promise<void>((resolve) => {
        tell = { at: calls + 1 + random.below(examples / (kills + 1)), reached: resolve };
      });
      const run = startCli(args);
      await Promise.race([reached, run.finished]);
      await wait(random.below(40));
      run.child.kill('SIGKILL');
      must((await run.finished).code === null, `the tool had ended before kill ${kill + 1}`);
      // Calls that the dead tool had sent may still be on their way in.
      await wait(100);
      const after = await filesBelow(join(store, 'judgments'));
      for (const [path, text] of before) {
        must(after.get(path)?.startsWith(text) === true, `kill ${kill + 1} has changed ${path}`);
      }
      const stored = new Set(storedKeys(after).map((key) => ids.get(key) ?? ''));
      const lost = [...asked.keys()].filter((id) => !stored.has(id));
      for (const id of lost) underWay.set(id, (underWay.get(id) ?? 0) + 1);
      outcome.kills.push({ stored: stored.size, lost: lost.length });
      must(lost.length <= concurrency, `kill ${kill + 1} has cost ${lost.length} calls`);
    }
    const last = await runCli<{ judged: number; cached: number; errors: number }>(args);
    must(last.json.judged + last.json.cached === examples, `at the end ${JSON.stringify(last.json)}`);
    const records = await storedJudgments(store);
    must(new Set(records.map(({ key }) => key)).size === examples, 'not every example has a judgment');
    must(records.length === examples, `${records.length - examples} examples were judged twice`);
    for (const [id, times] of asked) {
      const allowed = 1 + (underWay.get(id) ?? 0);
      must(times <= allowed, `${id} was asked about ${times} times, and under way at ${allowed - 1} kills`);
    }
  } finally {
    await server.close();
  }
  outcome.seconds = (performance.now() - started) / 1_000;
  outcome.calls = calls;
  return outcome;
}

/** The keys of whole lines; the last one may be torn. */
function storedKeys(files: ReadonlyMap<string, string>): string[] {
  return [...files.values()].flatMap((text) =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line).key as string),
  );
}

async function idsByKey(input: string): Promise<Map<string, string>> {
  const { json } = await runCli<{ examples: { key: string; input: string }[] }>(['examples', input, '--json']);
  return new Map(json.examples.map(({ key, input: text }) => [key, idOf(text)]));
}

/** The number of crates is another one in every example. */
function idOf(text: string): string {
  return /and (\d+) crates/.exec(text)?.[1] ?? 'unknown';
}
